package org.rostrum.vote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;
import org.rostrum.database.Outages;
import org.rostrum.identity.Actor;
import org.rostrum.question.QuestionId;
import org.rostrum.testing.Heard;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.VoteLedger.Counted;
import org.rostrum.writer.Writers;

/// Where people vote in a live session of its own, through ledgers of its own. Used by one test.
@Dependent
class PollingStation {

    private static final Duration UNTIL_FULL = Duration.ofSeconds(20);
    private static final long PATIENCE_SECONDS = 30;

    private final Jdbi jdbi;
    private final Tallies tallies;
    private final VoteBatch batches;
    private final Outages outages;
    private final StoredSession session;
    private final Heard<TalliesChanged> heard = new Heard<>();
    private final List<VoteLedger> ledgers = new ArrayList<>();

    private record Pace(int batchMax, Duration gather, int waitingMax) implements VoteConfig {
        @Override
        public Duration readEvery() {
            return Duration.ofMillis(250);
        }

        @Override
        public Duration compareEvery() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int transactionsMax() {
            return 2;
        }
    }

    PollingStation(Jdbi jdbi, Tallies tallies, VoteBatch batches, Outages outages, Writers writers) {
        this.jdbi = jdbi;
        this.tallies = tallies;
        this.batches = batches;
        this.outages = outages;
        this.session = StoredSession.found(writers, anInfoSession().live());
    }

    StoredSession session() {
        return session;
    }

    /// What its ledgers have told, those aside that have a listener of their own.
    Heard<TalliesChanged> heard() {
        return heard;
    }

    /// A ledger that writes exactly so many votes together.
    VoteLedger together(int count) {
        return ledger(count, 100, heard);
    }

    /// The same with room for so many that wait, and a listener of its own.
    VoteLedger ledger(int together, int waitingMax, Heard<TalliesChanged> listener) {
        var ledger = new VoteLedger(batches, listener, outages, new Pace(together, UNTIL_FULL, waitingMax));
        ledgers.add(ledger);
        return ledger;
    }

    Counted vote(Actor.Viewer voter, QuestionId question, int n, boolean on) {
        return counted(together(1).cast(session.id(), voter.participant(), new Ballot(question, n, on)));
    }

    static Counted counted(CompletableFuture<Counted> sent) {
        try {
            return sent.get(PATIENCE_SECONDS, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the vote was never answered", e);
        }
    }

    int tally(QuestionId question) {
        return jdbi.withHandle(handle -> tallies.all(handle, session.id())).stream()
                .filter(tally -> tally.question().equals(question))
                .mapToInt(Tally::votes)
                .sum();
    }

    /// Stops the ledgers.
    void close() {
        ledgers.forEach(PollingStation::stop);
    }

    static void stop(VoteLedger ledger) {
        try {
            ledger.stop(new ShutdownEvent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
