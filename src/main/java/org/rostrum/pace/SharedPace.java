package org.rostrum.pace;

import java.time.Clock;
import java.util.Optional;
import org.rostrum.refusal.Refusal;

/// A [Pace] for networks that is shared out among the people in each: nobody has more of it than is left for all
/// others. One who takes whatever they can get has half, two have a third each, and who has taken little is served as
/// long as anything is left (dynamic thresholds: Choudhury and Hahne, IEEE/ACM Transactions on Networking 6(2), 1998).
/// So one browser behind a school's address cannot use up the school's allowance. Any thread.
public final class SharedPace<M> {

    private final int perMinute;
    private final Clock clock;

    /// Guarded by this.
    private final Levels<Network> networks = new Levels<>(Pace.KEYS_MAX);

    /// Guarded by this.
    private final Levels<Member<M>> members = new Levels<>(Pace.KEYS_MAX);

    private record Member<M>(Network network, M who) {}

    /// @param perMinute for a whole network; at least 1, and half of it is what one member has at most
    public SharedPace(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /// Takes one more of the network's allowance.
    ///
    /// @return nothing within the member's share; beyond it `too-many-requests`, with the time until the next one
    ///     where the others take no more
    public synchronized Optional<Refusal> count(Network network, M who) {
        var now = clock.millis();
        var member = new Member<>(network, who);
        var level = networks.of(network, now) + members.of(member, now);
        if (Levels.fits(level, perMinute)) {
            networks.raise(network, now);
            members.raise(member, now);
            return Optional.empty();
        }
        return Optional.of(Pace.excess(level, perMinute));
    }
}
