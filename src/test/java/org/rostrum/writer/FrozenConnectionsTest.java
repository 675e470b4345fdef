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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
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

    @Inject
    Jdbi jdbi;

    @Test
    void commands_and_votes_are_answered_and_soon_stored_again() throws Exception {
        // Given
        var session = StoredSession.found(writers, anInfoSession().live());
        var question = session.published(VERA);
        var ask = order(VITO, UUID.randomUUID(), asking(newId(), "When is the next class?"));
        var ballot = new Ballot(question, 1, true);

        // When: both are in the middle of a statement, so that nobody looks whether their connections live
        CompletableFuture<Outcome> asked;
        CompletableFuture<Counted> voted;
        try (var holder = FreezingDatabase.connectBeside(database())) {
            holder.setAutoCommit(false);
            lock(
                    holder,
                    "select 1 from journal_head where info_session = ? for update",
                    session.id().value());
            lock(holder, "select 1 from question_tally where question = ? for update", question.value());
            asked = session.send(ask);
            voted = ledger.cast(session.id(), VITO.participant(), ballot);
            await().atMost(PATIENCE).until(() -> waiting(holder) == 2);
            FreezingDatabase.freeze();
            holder.rollback();
        }

        // Then
        assertThat(asked.get(PATIENCE.toSeconds(), SECONDS)).isNotInstanceOf(Outcome.No.class);
        assertThat(voted.get(PATIENCE.toSeconds(), SECONDS)).isIn(Counted.UNKNOWN, Counted.STORED);
        await().atMost(PATIENCE).until(() -> session.give(ask) instanceof Outcome.Done);
        await().atMost(PATIENCE)
                .until(() ->
                        ledger.cast(session.id(), VITO.participant(), ballot).get(PATIENCE.toSeconds(), SECONDS)
                                == Counted.STORED);
    }

    private String database() {
        return jdbi.withHandle(handle -> handle.createQuery("select current_database()")
                .mapTo(String.class)
                .one());
    }

    private static void lock(Connection holder, String sql, UUID id) throws SQLException {
        try (var statement = holder.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.execute();
        }
    }

    /// How many wait for what somebody else has locked.
    private static int waiting(Connection holder) throws SQLException {
        try (var statement = holder.prepareStatement("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'""");
                var answer = statement.executeQuery()) {
            answer.next();
            return answer.getInt(1);
        }
    }
}
