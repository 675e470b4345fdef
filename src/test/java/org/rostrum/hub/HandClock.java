package org.rostrum.hub;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that passes when the test says so.
final class HandClock implements Clockwork {

    private record Timed(long at, long order, Runnable task) {}

    private final PriorityQueue<Timed> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Timed::at).thenComparingLong(Timed::order));
    private long now = 1_000_000;
    private long order;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Timed(now + delay.toNanos(), order++, task));
    }

    void pass(Duration time) {
        long until = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at <= until) {
            var next = tasks.remove();
            now = Math.max(now, next.at);
            next.task.run();
        }
        now = until;
    }
}
