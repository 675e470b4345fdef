package org.rostrum.pace;

import java.time.Clock;
import java.util.Optional;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;

/// How often each may do something on this node: so many at once, and as many a minute in the long run. What was taken
/// comes back bit by bit and at no fixed moment, so there is no minute's end at which twice as much can be had. Who is
/// refused takes nothing. Held in memory only, bounded. Any thread.
public final class Pace<W> {

    /// More people, or networks, than one node is made for.
    static final int KEYS_MAX = 1 << 15;

    private final int perMinute;
    private final Clock clock;

    /// Guarded by this.
    private final Levels<W> levels = new Levels<>(KEYS_MAX);

    /// @param perMinute at least 1
    public Pace(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /// Takes one more.
    ///
    /// @return nothing within the pace; beyond it `too-many-requests`, with the time until the next one
    public synchronized Optional<Refusal> count(W who) {
        var now = clock.millis();
        var level = levels.of(who, now);
        if (Levels.fits(level, perMinute)) {
            levels.raise(who, now);
            return Optional.empty();
        }
        return Optional.of(excess(level, perMinute));
    }

    /// Gives back one that was taken and turned out not to count.
    public synchronized void giveBack(W who) {
        levels.lower(who, clock.millis());
    }

    static Refusal excess(double level, int perMinute) {
        return new Refusal(
                RefusalCode.TOO_MANY_REQUESTS,
                "at most " + perMinute + " a minute",
                Levels.untilFits(level, perMinute));
    }
}
