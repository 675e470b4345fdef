package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Claims;
import org.rostrum.identity.Credentials;
import org.rostrum.identity.Role;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.writer.Writers;

/// As whom somebody acts who has several roles.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class DoorTest {

    @Inject
    Writers writers;

    @Inject
    Door door;

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
        var sender = door.admit(session.id(), audience, credentials, AddressHash.of("192.0.2.7"));

        // Then
        assertThat(sender.actor())
                .hasValueSatisfying(actor -> assertThat(actor)
                        .isInstanceOfSatisfying(
                                Actor.Staff.class,
                                staff -> assertThat(staff.role()).isEqualTo(expected)));
    }
}
