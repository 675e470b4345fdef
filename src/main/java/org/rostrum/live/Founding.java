package org.rostrum.live;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
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
    private final LiveSessions sessions;
    private final Clock clock;
    private final RandomGenerator random;

    Founding(Writers writers, LiveSessions sessions, Clock clock, RandomGenerator random) {
        this.writers = writers;
        this.sessions = sessions;
        this.clock = clock;
        this.random = random;
    }

    /// A new draft.
    ///
    /// @throws org.rostrum.refusal.Refused as [InfoSessionLife#requireValid]
    InfoSession found(InfoSession.Plan plan, Actor.Staff host) {
        return store(newId(), plan, Phase.DRAFT, Switches.defaults(), null, host);
    }

    /// A throw-away copy of a session, live from the start and with every switch at its default. A copy of a copy has
    /// the same original, so that neither's end is the other's.
    public InfoSession rehearse(InfoSession session, Actor.Staff host) {
        var original = Objects.requireNonNullElse(session.rehearsalOf(), session.id());
        return session.id().equals(session.rehearsalOf())
                ? rehearse(session.plan(), host)
                : store(newId(), session.plan(), Phase.LIVE, Switches.defaults(), original, host);
    }

    /// A rehearsal that is a copy of nothing but this plan; it names itself as its original.
    public InfoSession rehearse(InfoSession.Plan plan, Actor.Staff host) {
        var id = newId();
        return store(id, plan, Phase.LIVE, Switches.defaults(), id, host);
    }

    /// Removes a rehearsal with everything asked, voted and decided in it; whoever is connected is told that it has
    /// ended.
    ///
    /// @return whether it was there; somebody may have ended it at the same time
    /// @throws IllegalArgumentException where the session is none
    public boolean endRehearsal(InfoSessionId id) {
        boolean was = writers.end(id);
        sessions.ended(id);
        return was;
    }

    private static InfoSessionId newId() {
        return new InfoSessionId(UuidCreator.getTimeOrderedEpoch());
    }

    private InfoSession store(
            InfoSessionId id,
            InfoSession.Plan plan,
            Phase phase,
            Switches switches,
            @Nullable InfoSessionId rehearsalOf,
            Actor.Staff host) {
        InfoSessionLife.requireValid(plan, clock.instant());
        for (int i = 0; i < CODE_TRIES; i++) {
            var session = new InfoSession(
                    id,
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
