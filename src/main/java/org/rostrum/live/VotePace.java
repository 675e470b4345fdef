package org.rostrum.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rostrum.identity.Participant;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// How fast one participant may vote on this node: 60 times a minute, the house's default, in fixed minutes. Held
/// in memory only and swept when the minute is over.
@ApplicationScoped
class VotePace {

    private static final int PER_MINUTE = 60;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<Participant, Integer> thisMinute = new ConcurrentHashMap<>();
    private volatile long minute = currentMinute();

    /// Counts a vote.
    ///
    /// @throws Refused `too-many-requests` beyond the pace, with the time to the next minute
    void require(Participant participant) {
        long now = currentMinute();
        if (now != minute) {
            minute = now;
            thisMinute.clear();
        }
        if (thisMinute.merge(participant, 1, Integer::sum) > PER_MINUTE) {
            var wait = Duration.ofNanos((now + 1) * MINUTE.toNanos() - System.nanoTime());
            throw new Refused(RefusalCode.TOO_MANY_REQUESTS, "at most 60 votes a minute", wait);
        }
    }

    private static long currentMinute() {
        return Math.floorDiv(System.nanoTime(), MINUTE.toNanos());
    }
}
