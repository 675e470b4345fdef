package org.rostrum.live;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;

/// How often somebody may do something on this node, in fixed minutes. Held in memory only and emptied with each
/// minute, so it never grows beyond one minute's comers. Any thread.
final class Pace<W> {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int perMinute;
    private final Clock clock;
    private final Map<W, Integer> thisMinute = new ConcurrentHashMap<>();
    private volatile long minute;

    Pace(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
        this.minute = minuteOf(clock.millis());
    }

    /// Counts one more.
    ///
    /// @return nothing within the pace; beyond it `too-many-requests`, with the time to the next minute
    Optional<Refusal> count(W who) {
        long millis = clock.millis();
        long now = minuteOf(millis);
        if (now != minute) {
            minute = now;
            thisMinute.clear();
        }
        if (thisMinute.merge(who, 1, Integer::sum) <= perMinute) {
            return Optional.empty();
        }
        var wait = Duration.ofMillis((now + 1) * MINUTE.toMillis() - millis);
        return Optional.of(new Refusal(RefusalCode.TOO_MANY_REQUESTS, "at most " + perMinute + " a minute", wait));
    }

    private static long minuteOf(long millis) {
        return Math.floorDiv(millis, MINUTE.toMillis());
    }
}
