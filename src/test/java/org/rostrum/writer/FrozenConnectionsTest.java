package org.rostrum.writer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.StoredSession.order;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.FreezingDatabase;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.Ballot;
import org.rostrum.vote.VoteLedger;
import org.rostrum.vote.VoteLedger.Counted;

/// Connections to the database that die without a word are given up, and what was under way is told to come again.
@QuarkusTest
@WithTestResource(FreezingDatabase.class)
class FrozenConnectionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Writers writers;

    @Inject
    VoteLedger ledger;

    @Test
    void commands_and_votes_are_answered_and_soon_stored_again() throws Exception {
        // Given
        var session = StoredSession.found(writers, anInfoSession().live());
        var question = session.published(VERA);
        var ask = order(VITO, UUID.randomUUID(), asking(newId(), "When is the next class?"));
        var ballot = new Ballot(question, 1, true);

        // When
        FreezingDatabase.freeze();
        var asked = session.send(ask);
        var voted = ledger.cast(session.id(), VITO.participant(), ballot);

        // Then
        assertThat(asked.get(PATIENCE.toSeconds(), SECONDS)).isNotInstanceOf(Outcome.No.class);
        assertThat(voted.get(PATIENCE.toSeconds(), SECONDS)).isIn(Counted.UNKNOWN, Counted.STORED);
        await().atMost(PATIENCE).until(() -> session.give(ask) instanceof Outcome.Done);
        await().atMost(PATIENCE)
                .until(() ->
                        ledger.cast(session.id(), VITO.participant(), ballot).get(PATIENCE.toSeconds(), SECONDS)
                                == Counted.STORED);
    }
}
