package org.rostrum.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.rostrum.infosession.JoinCode;
import org.rostrum.pace.Network;
import org.rostrum.pace.Pace;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Looks up the join codes that people bring, and paces each network by those that nothing has. A look-up takes one of
/// the network's allowance before it begins, and gives it back where something is found.
///
/// A network whose allowance is used up is told nothing of codes that are new to it. What it has found before it finds
/// all the same, so whoever tries codes in an office keeps nobody there out of the session that the office watches; and
/// pages that come back to a session which has ended meanwhile cost nothing.
/// Held in memory only, bounded. Any thread.
@ApplicationScoped
class JoinCodes {

    /// As many as networks whose pace is remembered.
    private static final int FOUND_MAX = 1 << 15;

    private final Pace<Network> misses;

    /// What networks have found; the pair used longest ago gives way. Guarded by itself.
    private final Map<Finding, Finding> found = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Finding, Finding> eldest) {
            return size() > FOUND_MAX;
        }
    };

    private record Finding(Network network, JoinCode code) {}

    JoinCodes(LiveConfig config, Clock clock) {
        this.misses = new Pace<>(config.unknownCodesPerAddress(), clock);
    }

    /// What `search` finds by a code as a person typed it. What cannot be a code is not looked for.
    ///
    /// @throws Refused `unknown-session`; `too-many-requests` where the allowance is used up and the
    ///     code is new to the network
    <T> T find(Network network, String typed, Function<JoinCode, Optional<T>> search) {
        return JoinCode.parse(typed)
                .flatMap(code -> find(new Finding(network, code), search))
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no session of that code"));
    }

    private <T> Optional<T> find(Finding sought, Function<JoinCode, Optional<T>> search) {
        return isKnown(sought) ? search.apply(sought.code()) : searchFirst(sought, search);
    }

    private <T> Optional<T> searchFirst(Finding sought, Function<JoinCode, Optional<T>> search) {
        misses.count(sought.network()).ifPresent(excess -> {
            throw new Refused(excess);
        });
        boolean missed = false;
        try {
            var result = search.apply(sought.code());
            missed = result.isEmpty();
            if (!missed) {
                synchronized (found) {
                    found.put(sought, sought);
                }
            }
            return result;
        } finally {
            if (!missed) {
                misses.giveBack(sought.network());
            }
        }
    }

    private boolean isKnown(Finding sought) {
        synchronized (found) {
            return found.get(sought) != null;
        }
    }
}
