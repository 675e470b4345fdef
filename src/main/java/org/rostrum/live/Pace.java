package org.rostrum.live;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// How often somebody may do something on this node, in fixed minutes. Held in memory only and emptied with each
/// minute, so it never grows beyond one minute's comers. Any thread.
final class Pace<W> {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int perMinute;
    private final Map<W, Integer> thisMinute = new ConcurrentHashMap<>();
    private volatile long minute = currentMinute();

    Pace(int perMinute) {
        this.perMinute = perMinute;
    }

    /// Counts one more.
    ///
    /// @throws Refused `too-many-requests` beyond the pace, with the time to the next minute
    void require(W who) {
        long now = currentMinute();
        if (now != minute) {
            minute = now;
            thisMinute.clear();
        }
        if (thisMinute.merge(who, 1, Integer::sum) > perMinute) {
            var wait = Duration.ofNanos((now + 1) * MINUTE.toNanos() - System.nanoTime());
            throw new Refused(RefusalCode.TOO_MANY_REQUESTS, "at most " + perMinute + " a minute", wait);
        }
    }

    private static long currentMinute() {
        return Math.floorDiv(System.nanoTime(), MINUTE.toNanos());
    }
}
