package org.rostrum.infosession;

import static org.rostrum.infosession.InfoSessionCommand.Flip;
import static org.rostrum.infosession.InfoSessionCommand.MovePhase;
import static org.rostrum.infosession.InfoSessionCommand.Notify;
import static org.rostrum.infosession.InfoSessionCommand.Replan;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Role;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Decides the commands of an information session. Pure: the answer depends on the arguments alone.
public final class InfoSessionLife {

    private static final int TITLE_MAX = 200;
    private static final int DESCRIPTION_MAX = 4000;
    private static final int NOTICE_MAX = 500;
    private static final int STREAM_URL_MAX = 2000;

    /// PostgreSQL, JSON and browsers agree on every time from this on.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    /// Nobody plans further ahead; links of a session do not outlive what is sane by a slip in its date.
    private static final Duration HORIZON = Duration.ofDays(3 * 366);

    private InfoSessionLife() {}

    /// The session as it is after the command; equal to `session` where the goal was reached before.
    ///
    /// @throws Refused `not-allowed`, `archived`, `wrong-phase`, `titles-required`, `too-long`, `bad-value` or
    ///     `skipped-time`
    public static InfoSession decide(InfoSession session, InfoSessionCommand command, Actor actor, Instant now) {
        requireAllowed(session, command, actor.role());
        return switch (command) {
            case MovePhase(var to) -> move(session, to);
            case Flip(var which, var on) -> session.with(which, on);
            case Notify(var text) -> notice(session, text, now);
            case Replan(var plan) -> replan(session, plan, now);
        };
    }

    /// Refuses with `not-allowed` a command that the role may give in no phase.
    public static void requireRole(InfoSessionCommand command, Role role) {
        if (!role.covers(command.by())) {
            throw new Refused(
                    RefusalCode.NOT_ALLOWED, "this takes a " + command.by().wire());
        }
    }

    /// Refuses a command that the role may not give, ever or in this phase.
    ///
    /// @throws Refused `not-allowed` or `archived`
    public static void requireAllowed(InfoSession session, InfoSessionCommand command, Role role) {
        requireRole(command, role);
        if (session.phase() == Phase.ARCHIVED && role != Role.HOST) {
            throw new Refused(RefusalCode.ARCHIVED, "the session is archived");
        }
    }

    private static InfoSession move(InfoSession session, Phase to) {
        if (session.phase() == to) {
            return session;
        }
        if (!session.phase().leadsTo(to)) {
            throw new Refused(
                    RefusalCode.WRONG_PHASE,
                    "no step leads from " + session.phase().wire() + " to " + to.wire());
        }
        if (to != Phase.DRAFT && !session.plan().titles().isComplete()) {
            throw new Refused(RefusalCode.TITLES_REQUIRED, "both titles are needed first");
        }
        return session.withPhase(to);
    }

    private static InfoSession notice(InfoSession session, Localized text, Instant now) {
        if (text.isEmpty()) {
            return session.notice() == null ? session : session.withNotice(null);
        }
        requireLength(text, NOTICE_MAX, "a message");
        var present = session.notice();
        return present != null && present.text().equals(text) ? session : session.withNotice(new Notice(text, now));
    }

    private static InfoSession replan(InfoSession session, InfoSession.Plan plan, Instant now) {
        requireValid(plan, now);
        if (session.phase() != Phase.DRAFT && !plan.titles().isComplete()) {
            throw new Refused(RefusalCode.TITLES_REQUIRED, "a session that is not a draft needs both titles");
        }
        return session.plan().equals(plan) ? session : session.withPlan(plan);
    }

    /// Refuses a plan that no page could show: over-long texts, a time before 1970 or more than three
    /// years after `now`, an end before the start, a stream address that is not http or https. A start
    /// or end that clocks in the plan's zone leave out is refused with `skipped-time`.
    public static void requireValid(InfoSession.Plan plan, Instant now) {
        requireLength(plan.titles(), TITLE_MAX, "a title");
        requireLength(plan.descriptions(), DESCRIPTION_MAX, "a description");
        var starts = plan.startsAt();
        var ends = plan.endsAt();
        requireInReach(starts, now);
        requireInReach(ends, now);
        requireOnClocks(plan, plan.starts());
        requireOnClocks(plan, plan.ends());
        if (starts != null && ends != null && !ends.isAfter(starts)) {
            throw new Refused(RefusalCode.BAD_VALUE, "the end is not after the start");
        }
        requireWebAddress(plan.streamUrl());
    }

    private static void requireLength(Localized text, int max, String what) {
        if (text.codePoints() > max) {
            throw new Refused(RefusalCode.TOO_LONG, what + " has at most " + max + " characters");
        }
    }

    private static void requireInReach(@Nullable Instant time, Instant now) {
        var latest = now.plus(HORIZON);
        if (time != null && (time.isBefore(EARLIEST) || time.isAfter(latest))) {
            throw new Refused(RefusalCode.BAD_VALUE, "the time lies before " + EARLIEST + " or after " + latest);
        }
    }

    private static void requireOnClocks(InfoSession.Plan plan, @Nullable LocalDateTime time) {
        if (time != null && plan.skips(time)) {
            throw new Refused(RefusalCode.SKIPPED_TIME, "clocks in " + plan.timeZone() + " go forward past " + time);
        }
    }

    private static void requireWebAddress(@Nullable String address) {
        if (address == null) {
            return;
        }
        try {
            var uri = URI.create(address);
            var isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (isWeb && uri.getHost() != null && address.length() <= STREAM_URL_MAX) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // falls through to the refusal below
        }
        throw new Refused(RefusalCode.BAD_VALUE, "the stream's address is not an http or https address");
    }
}
