package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.HANA;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.PostgresTestResource;

/// Whose link is taken back decides nothing more, on whatever node and however they are still connected.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class TurnedOutTest {

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @Test
    void a_command_after_the_link_was_taken_back_is_refused() throws Exception {
        // Given
        var session = anInfoSession().live().get();
        writers.found(session, HANA);
        var link = invitations
                .invite(HANA, session.id(), Role.MODERATOR, "Mo", Instant.now().plus(Duration.ofHours(1)))
                .invitation();
        var mo = new Actor.Staff(link.id().toString(), link.name(), link.role());
        assertThat(flip(session.id(), mo, true)).isInstanceOf(Outcome.Done.class);

        // When
        invitations.revoke(HANA, session.id(), link.id());

        // Then
        assertThat(flip(session.id(), mo, false))
                .isInstanceOfSatisfying(
                        Outcome.No.class, no -> assertThat(no.refusal().code()).isEqualTo(RefusalCode.NOT_ALLOWED));
    }

    private Outcome flip(org.rostrum.identity.InfoSessionId session, Actor actor, boolean on) throws Exception {
        var command = new Command.OnInfoSession(new InfoSessionCommand.Flip(Switch.HIDDEN, on));
        return writers.submit(session, new Order(actor, UUID.randomUUID(), "00".repeat(32), command))
                .get(20, TimeUnit.SECONDS);
    }
}
