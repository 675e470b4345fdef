package org.rostrum.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// Work that a node does for as long as it runs, round after round on a thread of its own. Whatever a round throws,
/// the next one comes. Nothing is interrupted: it ends after the round under way.
public final class StandingWork {

    private static final Logger LOG = Logger.getLogger(StandingWork.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Duration pause;
    private final Round round;
    private final Outages outages;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopping = lock.newCondition();
    private volatile boolean stopped;
    private volatile long begunNanos;
    private volatile boolean underWay;
    private final LongAdder failures = new LongAdder();

    /// One round of it, which waits for nothing without a deadline.
    public interface Round {
        void run() throws SQLException, InterruptedException;

        /// Called after the last one.
        default void close() {}
    }

    StandingWork(String name, Duration pause, Round round, Outages outages) {
        this.name = name;
        this.pause = pause;
        this.round = round;
        this.outages = outages;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    String name() {
        return name;
    }

    /// Rounds that failed.
    long failures() {
        return failures.sum();
    }

    /// For how long the present round has been under way; zero between two rounds.
    Duration underWay() {
        return underWay ? Duration.ofNanos(System.nanoTime() - begunNanos) : Duration.ZERO;
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        thread.join(patience);
    }

    private void run() {
        boolean failing = false;
        while (!stopped) {
            begunNanos = System.nanoTime();
            underWay = true;
            try {
                round.run();
                failing = false;
                outages.calm();
                underWay = false;
                rest(pause);
            } catch (Throwable e) { // an error too: the work has to go on
                failures.increment();
                if (!stopped && !outages.met(e) && !failing) {
                    LOG.errorf(e, "a round of standing work failed and is tried again: work=%s", name);
                    failing = true;
                }
                underWay = false;
                rest(PAUSE_AFTER_FAILURE);
            }
        }
        round.close();
    }

    private void rest(Duration howLong) {
        lock.lock();
        try {
            long left = howLong.toNanos();
            while (!stopped && left > 0) {
                left = stopping.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            // nobody interrupts it; the mark would break the next statement
        } finally {
            lock.unlock();
        }
    }
}
