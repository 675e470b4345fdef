package org.rostrum.testing;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.InfoSessionLife;
import org.rostrum.infosession.JoinCode;
import org.rostrum.infosession.Localized;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.infosession.Switches;

/// Information sessions as a host makes them: `anInfoSession().live().with(Switch.NAMES).get()`. Every step is a
/// command that the rules decide.
public final class InfoSessionFixture {

    /// When every session of the tests begins to exist.
    public static final Instant START = Instant.parse("2026-11-20T23:30:00Z");

    private static final List<Phase> WAY =
            List.of(Phase.SCHEDULED, Phase.OPEN, Phase.LIVE, Phase.CLOSED, Phase.ARCHIVED);

    private static final ZoneId TORONTO = ZoneId.of("America/Toronto");

    private static final Random CODES = new Random();

    private InfoSession session;

    private InfoSessionFixture(InfoSession session) {
        this.session = session;
    }

    /// A draft with both titles and every switch at its default.
    public static InfoSessionFixture anInfoSession() {
        return planned(new Localized("Become a firefighter", "Devenez pompière ou pompier"));
    }

    /// A draft that has no titles yet.
    public static InfoSessionFixture anUntitledInfoSession() {
        return planned(Localized.NONE);
    }

    private static InfoSessionFixture planned(Localized titles) {
        var plan = new InfoSession.Plan(
                titles, Localized.NONE, LocalDateTime.ofInstant(START.plusSeconds(3600), TORONTO), null, TORONTO, null);
        return new InfoSessionFixture(new InfoSession(
                new InfoSessionId(UuidCreator.getTimeOrderedEpoch()),
                JoinCode.random(CODES),
                Phase.DRAFT,
                plan,
                Switches.defaults(),
                null,
                null,
                START));
    }

    public InfoSessionFixture open() {
        return in(Phase.OPEN);
    }

    public InfoSessionFixture live() {
        return in(Phase.LIVE);
    }

    public InfoSessionFixture closed() {
        return in(Phase.CLOSED);
    }

    /// A draft taken step by step to that phase.
    public InfoSessionFixture in(Phase phase) {
        WAY.stream().limit(WAY.indexOf(phase) + 1).forEach(step -> decide(new InfoSessionCommand.MovePhase(step)));
        return this;
    }

    public InfoSessionFixture with(Switch which) {
        return decide(new InfoSessionCommand.Flip(which, true));
    }

    public InfoSessionFixture without(Switch which) {
        return decide(new InfoSessionCommand.Flip(which, false));
    }

    private InfoSessionFixture decide(InfoSessionCommand command) {
        session = InfoSessionLife.decide(session, command, People.HANA, START);
        return this;
    }

    public InfoSession get() {
        return session;
    }
}
