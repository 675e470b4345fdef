package org.rostrum.writer;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.LostTransaction;
import org.rostrum.database.Outages;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.Authors;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.vote.Tally;

/// Several orders of one information session as one transaction: head row, load, decide in order, store, commit.
/// Whatever else is written to a journal or its head goes through here too.
@ApplicationScoped
class Batch {

    private static final int OUTRUN_TRIES = 5;

    private final Jdbi jdbi;
    private final Journal journal;
    private final InfoSessions infoSessions;
    private final Loading loading;
    private final Storing storing;
    private final Clock clock;
    private final Outages outages;

    /// Since when, by `System.nanoTime()`, each batch is being committed that has not come to its end.
    private final Map<Object, Long> underWay = new ConcurrentHashMap<>();

    Batch(
            Jdbi jdbi,
            Journal journal,
            InfoSessions infoSessions,
            Loading loading,
            Storing storing,
            Clock clock,
            Outages outages) {
        this.outages = outages;
        this.jdbi = jdbi;
        this.journal = journal;
        this.infoSessions = infoSessions;
        this.loading = loading;
        this.storing = storing;
        this.clock = clock;
    }

    /// What a committed batch comes to: an outcome for each order in their order, and what others are to be told.
    record Result(List<Outcome> outcomes, Head head, Committed committed, List<Tally> tallies) {}

    /// The commit was sent and its answer never came.
    static final class CommitUnknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CommitUnknown(RuntimeException cause) {
            super("whether the batch is committed is not known", cause);
        }
    }

    /// Commits the orders. `seen` is the highest position this node has seen under the present epoch: a journal that
    /// does not lead over it was restored, and goes on under another epoch.
    ///
    /// @throws CommitUnknown where the outcome is not known; anything else thrown means that nothing is
    ///     stored. That may be an `AssertionError`: the driver asserts that the connection is open on which
    ///     a batch has just failed (pgjdbc 42.7, `BatchResultHandler`)
    Result commit(InfoSessionId infoSession, List<Order> orders, @Nullable Head seen) {
        var mark = new Object();
        underWay.put(mark, System.nanoTime());
        try {
            var result = commitTrying(infoSession, orders, seen);
            outages.passed();
            return result;
        } catch (RuntimeException | AssertionError e) {
            outages.met(e);
            throw e;
        } finally {
            underWay.remove(mark);
        }
    }

    /// For how long the oldest batch has been under way that has not come to its end; zero where there is none.
    Duration oldestUnderWay() {
        long now = System.nanoTime();
        return Duration.ofNanos(
                underWay.values().stream().mapToLong(since -> now - since).max().orElse(0));
    }

    private Result commitTrying(InfoSessionId infoSession, List<Order> orders, @Nullable Head seen) {
        for (int i = 1; ; i++) {
            try {
                return commitOnce(infoSession, orders, seen);
            } catch (Authors.Outrun e) {
                // authors are not taken away again, so the next try finds those who outran this one
                if (i == OUTRUN_TRIES) {
                    throw e;
                }
            }
        }
    }

    private Result commitOnce(InfoSessionId infoSession, List<Order> orders, @Nullable Head seen) {
        try (var handle = jdbi.open()) {
            handle.begin();
            Result result;
            try {
                result = run(handle, infoSession, orders, seen);
            } catch (RuntimeException | AssertionError e) {
                rollback(handle, e);
                throw e;
            }
            try {
                handle.commit();
            } catch (RuntimeException e) {
                throw LostTransaction.isBehind(e) ? e : new CommitUnknown(e);
            }
            return result;
        }
    }

    private static void rollback(Handle handle, Throwable cause) {
        try {
            handle.rollback();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private Result run(Handle handle, InfoSessionId infoSession, List<Order> orders, @Nullable Head seen) {
        var head = lockHead(handle, infoSession, seen);
        var lastAt = journal.timeOf(handle, infoSession, head.seq()).orElse(Instant.EPOCH);
        var deciding = new Deciding(head, loading.load(handle, infoSession, head, orders), clock, lastAt);
        var outcomes = new ArrayList<Outcome>();
        for (var order : orders) {
            outcomes.add(deciding.answer(order));
        }
        var stored = storing.store(handle, infoSession, deciding);
        var committed =
                new Committed(infoSession, stored.head().epoch(), stored.entries(), List.copyOf(deciding.texts()));
        return new Result(outcomes, stored.head(), committed, stored.tallies());
    }

    private Head lockHead(Handle handle, InfoSessionId infoSession, @Nullable Head seen) {
        var head = journal.lockHead(handle, infoSession)
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no such session"));
        if (seen == null
                || !seen.epoch().equals(head.epoch())
                || leadsOver(
                        handle, infoSession, head, seen.seq(), seen.digest().tag())) {
            return head;
        }
        return new Head(journal.renewEpoch(handle, infoSession), head.seq(), head.questions(), head.digest());
    }

    /// Whether the journal up to this head has the position; reads one row where others have gone on from it.
    private boolean leadsOver(Handle handle, InfoSessionId infoSession, Head head, long seq, String tag) {
        return head.seq() == seq
                ? head.digest().tag().equals(tag)
                : head.seq() > seq && journal.tag(handle, infoSession, seq).equals(Optional.of(tag));
    }

    /// Goes on under another epoch where the journal does not lead over that position under that one.
    void witness(InfoSessionId infoSession, UUID epoch, long seq, String tag) {
        jdbi.useTransaction(handle -> {
            var head = journal.lockHead(handle, infoSession);
            if (head.isPresent()
                    && head.get().epoch().equals(epoch)
                    && !leadsOver(handle, infoSession, head.get(), seq, tag)) {
                journal.renewEpoch(handle, infoSession);
            }
        });
    }

    /// Removes a rehearsal with everything asked, voted and decided in it, under its head row like all else.
    ///
    /// @return false where there is no such session any more
    /// @throws IllegalArgumentException where the session is no rehearsal
    boolean end(InfoSessionId infoSession) {
        return jdbi.inTransaction(handle -> {
            if (journal.lockHead(handle, infoSession).isEmpty()) {
                return false;
            }
            storing.delete(handle, infoSession);
            return true;
        });
    }

    /// Stores a new session with its journal, whose first entry holds it.
    ///
    /// @return false where its join code is taken, and then nothing is stored
    boolean found(InfoSession session, String actor) {
        return jdbi.inTransaction(handle -> {
            if (!infoSessions.insert(handle, session)) {
                return false;
            }
            journal.begin(handle, session.id());
            var head = journal.lockHead(handle, session.id()).orElseThrow();
            var payload = PayloadCodec.write(new EntryPayload(List.of(), session, List.of()));
            var entry =
                    JournalEntry.after(head.digest(), session.id(), 1, session.createdAt(), actor, "founded", payload);
            journal.append(handle, session.id(), new Head(head.epoch(), 1, 0, entry.digest()), List.of(entry));
            return true;
        });
    }
}
