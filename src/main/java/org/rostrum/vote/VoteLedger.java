package org.rostrum.vote;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.Outages;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.vote.SessionLedger.Waiting;

/// Where votes wait for a few milliseconds and are written together: sorted, so that nothing deadlocks, and set-wise,
/// so that ten thousand votes are a few statements. A vote is acknowledged after its commit.
///
/// Each session has a line and a thread of its own for as long as votes wait in it, so that a row that is locked in
/// one session keeps nobody waiting in another. Of the node's connections the ledger takes a few at most.
@ApplicationScoped
public class VoteLedger {

    private static final Logger LOG = Logger.getLogger(VoteLedger.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /// How long a batch waits for one of the ledger's connections: longer than all deadlines of whoever has it.
    private static final Duration TURN = Duration.ofSeconds(10);

    private static final Duration STOPPING = Duration.ofSeconds(10);

    private final VoteBatch batches;
    private final Event<TalliesChanged> changed;
    private final Outages outages;
    private final VoteConfig config;
    private final Semaphore transactions;
    private final AtomicInteger unanswered = new AtomicInteger();

    /// Those in which votes wait. Votes are lined up, and a ledger taken out, within the map's own lock for its key.
    private final Map<InfoSessionId, SessionLedger> ledgers = new ConcurrentHashMap<>();

    private volatile boolean stopped;

    VoteLedger(VoteBatch batches, Event<TalliesChanged> changed, Outages outages, VoteConfig config) {
        this.batches = batches;
        this.changed = changed;
        this.outages = outages;
        this.config = config;
        this.transactions = new Semaphore(config.transactionsMax(), true);
    }

    /// What became of a vote.
    public enum Counted {
        /// It is stored, or a newer one of the same voter was stored before.
        STORED,
        /// There is no such question, or nobody may vote on it now; the vote is not stored.
        NOT_OPEN,
        /// Another vote of the same voter on that question is stored under the same counter.
        COUNTER_TAKEN,
        /// Whether it is stored is not known; the same vote may be sent again.
        UNKNOWN,
        /// There is no such session any more.
        NO_SESSION
    }

    /// Casts a vote. The future completes after the commit, on a thread of the ledger.
    ///
    /// @throws Refused `busy` where too many votes wait on this node
    public CompletableFuture<Counted> cast(InfoSessionId infoSession, Participant voter, Ballot ballot) {
        return lineUp(infoSession, voter, ballot, true);
    }

    /// Whether a vote, or a newer one of the same voter's on that question, is stored. It is looked
    /// for in its turn, behind every vote that came before. The future completes as that of [#cast];
    /// with `NOT_OPEN` where the vote is not stored.
    ///
    /// @throws Refused `busy` where too many votes wait on this node
    public CompletableFuture<Counted> find(InfoSessionId infoSession, Participant voter, Ballot ballot) {
        return lineUp(infoSession, voter, ballot, false);
    }

    /// How long the oldest vote has waited for its answer; zero where none waits.
    public Duration oldestWaiting() {
        long now = System.nanoTime();
        return Duration.ofNanos(ledgers.values().stream()
                .mapToLong(ledger -> ledger.oldestNanos(now))
                .max()
                .orElse(0));
    }

    private CompletableFuture<Counted> lineUp(
            InfoSessionId infoSession, Participant voter, Ballot ballot, boolean isNew) {
        var vote = new Waiting(voter, ballot, isNew, System.nanoTime(), new CompletableFuture<>());
        ledgers.compute(infoSession, (_, present) -> {
            int waiting = present == null ? 0 : present.unanswered();
            if (waiting >= config.waitingMax() - unanswered.get()) {
                throw new Refused(RefusalCode.BUSY, "too many votes are waiting", RETRY_AFTER);
            }
            unanswered.incrementAndGet();
            var ledger = present == null ? new SessionLedger(infoSession, this, config) : present;
            ledger.add(vote);
            return ledger;
        });
        if (stopped) {
            stopLedgers();
        }
        return vote.outcome();
    }

    /// Votes that are being written are written; others are answered unknown. Nothing within a statement is
    /// interrupted, which would cost the connection.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        var ending = List.copyOf(ledgers.values());
        stopLedgers();
        for (var ledger : ending) {
            ledger.awaitEnd(STOPPING);
        }
    }

    private void stopLedgers() {
        ledgers.values().forEach(SessionLedger::stop);
    }

    /// Takes a ledger out in which nothing waits.
    ///
    /// @return false where a vote has come to it meanwhile
    boolean letGo(InfoSessionId infoSession, SessionLedger ledger) {
        return ledgers.computeIfPresent(
                        infoSession, (_, present) -> present == ledger && ledger.isEmpty() ? null : present)
                != ledger;
    }

    /// Writes what a session's ledger has gathered, when it is its turn, and answers. Never throws.
    void write(SessionLedger ledger, InfoSessionId infoSession, List<Waiting> gathered) {
        VoteBatch.@Nullable Written written = null;
        try {
            if (transactions.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    ledger.takeMore(gathered);
                    written = batches.write(infoSession, gathered);
                    outages.passed();
                    tell(written.tallies());
                } finally {
                    transactions.release();
                }
            }
        } catch (Throwable e) { // an error too: the ledger goes on, and nobody stays without an answer
            if (!outages.met(e)) {
                LOG.errorf(e, "votes not written: infoSession=%s count=%d", infoSession, gathered.size());
            }
        }
        answer(gathered, written);
    }

    /// Answers votes that nobody writes any more.
    void answerUnknown(List<Waiting> votes) {
        answer(votes, null);
    }

    private void answer(List<Waiting> votes, VoteBatch.@Nullable Written written) {
        unanswered.addAndGet(-votes.size());
        for (var vote : votes) {
            vote.outcome()
                    .complete(
                            written == null
                                    ? Counted.UNKNOWN
                                    : written.answers().getOrDefault(vote, Counted.UNKNOWN));
        }
    }

    /// What is counted stays counted whoever cannot bear to hear of it; other readers poll.
    private void tell(List<Tally> counted) {
        if (counted.isEmpty()) {
            return;
        }
        try {
            changed.fire(new TalliesChanged(counted));
        } catch (RuntimeException e) {
            LOG.errorf(e, "a listener failed after votes were counted: count=%d", counted.size());
        }
    }
}
