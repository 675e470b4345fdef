package org.rostrum.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Durations of the same thing, many times. Any thread.
final class Times {

    private final List<Long> nanos = new ArrayList<>();

    synchronized void add(long duration) {
        nanos.add(duration);
    }

    synchronized int count() {
        return nanos.size();
    }

    /// The smallest duration that this share of all does not exceed (nearest rank).
    synchronized Duration percentile(int percent) {
        if (nanos.isEmpty()) {
            throw new IllegalStateException("nothing was timed");
        }
        var sorted = nanos.stream().sorted().toList();
        return Duration.ofNanos(sorted.get((sorted.size() * percent + 99) / 100 - 1));
    }
}
