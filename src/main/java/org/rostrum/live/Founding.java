package org.rostrum.live;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionLife;
import org.rostrum.infosession.JoinCode;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switches;
import org.rostrum.writer.Writers;

/// Begins information sessions, and rehearsals of them.
@ApplicationScoped
public class Founding {

    private static final int CODE_TRIES = 20;

    private final Writers writers;
    private final Clock clock;
    private final RandomGenerator random;

    Founding(Writers writers, Clock clock, RandomGenerator random) {
        this.writers = writers;
        this.clock = clock;
        this.random = random;
    }

    /// A new draft.
    ///
    /// @throws org.rostrum.refusal.Refused as [InfoSessionLife#requireValid]
    InfoSession found(InfoSession.Plan plan, Actor.Staff host) {
        return store(plan, Phase.DRAFT, Switches.defaults(), null, host);
    }

    /// A throw-away copy of a session, live from the start.
    public InfoSession rehearse(InfoSession original, Actor.Staff host) {
        return store(original.plan(), Phase.LIVE, original.switches(), original.id(), host);
    }

    private InfoSession store(
            InfoSession.Plan plan,
            Phase phase,
            Switches switches,
            @Nullable InfoSessionId rehearsalOf,
            Actor.Staff host) {
        InfoSessionLife.requireValid(plan);
        for (int i = 0; i < CODE_TRIES; i++) {
            var session = new InfoSession(
                    new InfoSessionId(UuidCreator.getTimeOrderedEpoch()),
                    JoinCode.random(random),
                    phase,
                    plan,
                    switches,
                    null,
                    rehearsalOf,
                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
            if (writers.found(session, host)) {
                return session;
            }
        }
        throw new IllegalStateException("no free join code in " + CODE_TRIES + " tries");
    }
}
