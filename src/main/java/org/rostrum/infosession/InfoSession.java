package org.rostrum.infosession;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.InfoSessionId;

/// One information session, from planning to archive, as rules read it, the journal stores it and projections show
/// it. `rehearsalOf` is the session this one is a throw-away copy of.
public record InfoSession(
        InfoSessionId id,
        JoinCode code,
        Phase phase,
        Plan plan,
        Switches switches,
        @Nullable Notice notice,
        @Nullable InfoSessionId rehearsalOf,
        Instant createdAt) {

    /// Times are cut to milliseconds, as stored, journalled and sent alike.
    public InfoSession {
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /// What the organizer writes down beforehand. The time zone is the organizer's, by IANA name.
    public record Plan(
            Localized titles,
            Localized descriptions,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            ZoneId timeZone,
            @Nullable String streamUrl) {

        public Plan {
            startsAt = startsAt == null ? null : startsAt.truncatedTo(ChronoUnit.MILLIS);
            endsAt = endsAt == null ? null : endsAt.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    public boolean isRehearsal() {
        return rehearsalOf != null;
    }

    public boolean isOn(Switch which) {
        return switches.isOn(which);
    }

    InfoSession withPhase(Phase next) {
        return new InfoSession(id, code, next, plan, switches, notice, rehearsalOf, createdAt);
    }

    InfoSession withPlan(Plan next) {
        return new InfoSession(id, code, phase, next, switches, notice, rehearsalOf, createdAt);
    }

    /// The same session with one switch set.
    public InfoSession with(Switch which, boolean on) {
        return new InfoSession(id, code, phase, plan, switches.with(which, on), notice, rehearsalOf, createdAt);
    }

    InfoSession withNotice(@Nullable Notice next) {
        return new InfoSession(id, code, phase, plan, switches, next, rehearsalOf, createdAt);
    }
}
