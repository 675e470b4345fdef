package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.VERA;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Claims;
import org.rostrum.identity.Credentials;
import org.rostrum.identity.Role;
import org.rostrum.pace.Network;
import org.rostrum.question.Authors;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.writer.Writers;

/// Who somebody is.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class DoorTest {

    @Inject
    Writers writers;

    @Inject
    Door door;

    @Inject
    LiveSessions sessions;

    @Inject
    Jdbi jdbi;

    @Inject
    Authors authors;

    @ParameterizedTest
    @CsvSource({
        "DESK,  HOST,      MODERATOR, HOST",
        "DESK,  MODERATOR, PANELIST,  MODERATOR",
        "STAGE, HOST,      PANELIST,  HOST",
        "STAGE, PANELIST,  MODERATOR, PANELIST",
    })
    void they_act_in_the_role_that_may_do_most_there(Audience audience, Role one, Role other, Role expected) {
        // Given
        var session = StoredSession.found(writers, anInfoSession().live());
        var claims = new Claims("https://id.example", "door-" + one + other, "Ana", Set.of(one, other));
        var credentials = new Credentials(List.of(), () -> Optional.of(claims));

        // When
        var sender = door.admit(session.id(), audience, credentials, Network.of("192.0.2.7"));

        // Then
        assertThat(sender.actor())
                .hasValueSatisfying(actor -> assertThat(actor)
                        .isInstanceOfSatisfying(
                                Actor.Staff.class,
                                staff -> assertThat(staff.role()).isEqualTo(expected)));
    }

    @Test
    void whose_question_this_node_has_not_heard_of_is_looked_up_in_the_database() {
        // Given: another node has stored what Vera asked
        var live = sessions.look(
                        StoredSession.found(writers, anInfoSession().live()).id())
                .session();
        var connection = new Connection(new Commands.Sender(Optional.of(VERA), Audience.ROOM, Network.of("192.0.2.7")));
        live.joined(connection);
        var author = jdbi.inTransaction(handle -> authors.resolve(handle, live.id(), Set.of(VERA.participant())))
                .get(VERA.participant());

        // When
        door.asked(live, VERA.participant(), newId());

        // Then
        await().atMost(Stand.PATIENCE)
                .untilAsserted(() -> assertThat(connection.author()).isEqualTo(author));
        live.left(connection);
    }
}
