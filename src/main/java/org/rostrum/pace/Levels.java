package org.rostrum.pace;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What each has taken lately. A taking counts less the longer ago it is: by a factor of e each minute, so that who
/// takes steadily stands at what they take in a minute, and the levels of the parts always add up to the level of the
/// whole.
///
/// Holds a bounded number of keys: where it is full the lower half is forgotten, those who have taken least or longest
/// ago, so that a flood of keys that take little does not free those who have taken much. Not for several threads.
final class Levels<K> {

    private static final double MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final double ROUNDING = 0.5;

    private final int keysMax;
    private final Map<K, Level> levels = new HashMap<>();

    /// A level, and when it stood there.
    private record Level(double value, long at) {

        double at(long now) {
            return now <= at ? value : value * Math.exp((at - now) / MINUTE_MILLIS);
        }
    }

    Levels(int keysMax) {
        this.keysMax = keysMax;
    }

    /// The level of a key at a time in milliseconds; 0 for one that has taken nothing. Where the clock was set back the
    /// level falls from now on, and nobody waits for the time that was.
    double of(K key, long now) {
        var level = levels.get(key);
        if (level == null) {
            return 0;
        }
        if (now < level.at()) {
            levels.put(key, new Level(level.value(), now));
        }
        return level.at(now);
    }

    /// A key takes one.
    void raise(K key, long now) {
        var next = new Level(of(key, now) + 1, now);
        if (levels.put(key, next) == null && levels.size() > keysMax) {
            forgetLowerHalf(now);
        }
    }

    /// A key gives back one that it took.
    void lower(K key, long now) {
        var rest = of(key, now) - 1;
        if (rest > 0) {
            levels.put(key, new Level(rest, now));
        } else {
            levels.remove(key);
        }
    }

    private void forgetLowerHalf(long now) {
        var sorted = levels.values().stream()
                .mapToDouble(level -> level.at(now))
                .sorted()
                .toArray();
        var median = sorted[sorted.length / 2];
        var equals = Arrays.stream(sorted).filter(value -> value == median).count();
        var above = Arrays.stream(sorted).filter(value -> value > median).count();
        // among equals it does not matter who stays
        var staying = new long[] {Math.max(0, Math.min(equals, sorted.length / 2 - above))};
        levels.values().removeIf(level -> {
            var value = level.at(now);
            return value < median || (value == median && staying[0]-- <= 0);
        });
    }

    int size() {
        return levels.size();
    }

    /// Whether a limit leaves room for one more at this level. Rounded, so that as many fit at once as the limit says
    /// and as many a minute in the long run.
    static boolean fits(double level, int limit) {
        return level < limit - ROUNDING;
    }

    /// How long it takes a level for which there is no room to fall to one for which there is.
    static Duration untilFits(double level, int limit) {
        return Duration.ofMillis(1 + (long) Math.ceil(MINUTE_MILLIS * Math.log(level / (limit - ROUNDING))));
    }
}
