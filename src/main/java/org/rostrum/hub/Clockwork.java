package org.rostrum.hub;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The hub's time: a clock that only grows and tasks done later. Tests drive one by hand.
interface Clockwork {

    /// Nanoseconds since some fixed moment.
    long nanoTime();

    /// Runs a task once, not before the delay has passed and never inline.
    void after(Duration delay, Runnable task);

    /// Real time, with the tasks on the threads of an executor.
    static Clockwork on(ScheduledExecutorService executor) {
        return new Clockwork() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void after(Duration delay, Runnable task) {
                if (!executor.isShutdown()) {
                    var _ = executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        };
    }

    /// The outermost edge of a timer's task: an executor would swallow the fault.
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Logger.getLogger(Clockwork.class).error("A timed task of the hub failed", e);
        }
    }
}
