package org.rostrum.vote;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;
import org.rostrum.vote.VoteLedger.Counted;

/// The votes of one session that wait on this node. Its thread begins with the first of them, gathers and writes
/// them in batches, in their order, and ends when none is left.
final class SessionLedger {

    private final InfoSessionId infoSession;
    private final VoteLedger ledger;
    private final VoteConfig config;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    // Everything below is guarded by the lock.
    private final Deque<Waiting> line = new ArrayDeque<>();
    private List<Waiting> beingWritten = List.of();
    private boolean stopped;

    /// @param isNew false for one that is only looked for
    /// @param sinceNanos when it came, by `System.nanoTime()`
    record Waiting(
            Participant voter, Ballot ballot, boolean isNew, long sinceNanos, CompletableFuture<Counted> outcome) {}

    SessionLedger(InfoSessionId infoSession, VoteLedger ledger, VoteConfig config) {
        this.infoSession = infoSession;
        this.ledger = ledger;
        this.config = config;
        this.thread = Thread.ofVirtual().name("votes-" + infoSession).unstarted(this::run);
    }

    void add(Waiting vote) {
        lock.lock();
        try {
            line.add(vote);
            more.signal();
        } finally {
            lock.unlock();
        }
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /// How many have no answer yet.
    int unanswered() {
        lock.lock();
        try {
            return line.size() + beingWritten.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return line.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    long oldestNanos(long now) {
        lock.lock();
        try {
            var oldest = beingWritten.isEmpty() ? line.peek() : beingWritten.getFirst();
            return oldest == null ? 0 : now - oldest.sinceNanos();
        } finally {
            lock.unlock();
        }
    }

    /// Writes nothing more than what is being written.
    void stop() {
        lock.lock();
        try {
            stopped = true;
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        thread.join(patience);
    }

    private void run() {
        do {
            for (var batch = gather(); !batch.isEmpty(); batch = gather()) {
                if (isStopped()) {
                    ledger.answerUnknown(batch);
                } else {
                    ledger.write(this, infoSession, batch);
                }
            }
        } while (!ledger.letGo(infoSession, this));
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for company for the first in the line. Empty where there is none.
    private List<Waiting> gather() {
        lock.lock();
        try {
            beingWritten = List.of();
            var batch = new ArrayList<Waiting>();
            awaitCompany();
            fill(batch);
            beingWritten = batch;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// The lock is held. Nobody interrupts this thread. If somebody did, the mark is not set again: it would break the
    /// next statement.
    private void awaitCompany() {
        long left = config.gather().toNanos();
        try {
            while (!stopped && !line.isEmpty() && line.size() < config.batchMax() && left > 0) {
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            // goes on without company
        }
    }

    /// Adds what has come since a batch was gathered, as far as it has room.
    void takeMore(List<Waiting> batch) {
        lock.lock();
        try {
            fill(batch);
        } finally {
            lock.unlock();
        }
    }

    /// The lock is held.
    private void fill(List<Waiting> batch) {
        while (!line.isEmpty() && batch.size() < config.batchMax()) {
            batch.add(line.remove());
        }
    }
}
