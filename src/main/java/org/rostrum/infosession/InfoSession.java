package org.rostrum.infosession;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
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

    /// What the organizer writes down beforehand. The time zone is the organizer's, by IANA name. Start and
    /// end are what clocks in it show, as they were typed. The instants are worked out when they are asked
    /// for, by the rules this server knows then: a zone whose rules change keeps the announced hour.
    public record Plan(
            Localized titles,
            Localized descriptions,
            @Nullable LocalDateTime starts,
            @Nullable LocalDateTime ends,
            ZoneId timeZone,
            @Nullable String streamUrl) {

        private static final Duration LINKS_OUTLIVE = Duration.ofHours(24);
        private static final Duration LINKS_WITHOUT_END = Duration.ofDays(30);

        public Plan {
            starts = starts == null ? null : starts.truncatedTo(ChronoUnit.MILLIS);
            ends = ends == null ? null : ends.truncatedTo(ChronoUnit.MILLIS);
        }

        /// The instant of the start, as [#instant].
        public @Nullable Instant startsAt() {
            return instant(starts);
        }

        /// The instant of the end, as [#instant].
        public @Nullable Instant endsAt() {
            return instant(ends);
        }

        /// When clocks in the zone show a time: the first of two where they show it twice, and later by what
        /// they leave out where they never do.
        private @Nullable Instant instant(@Nullable LocalDateTime time) {
            return time == null ? null : time.atZone(timeZone).toInstant();
        }

        /// Whether clocks in the zone leave the time out.
        boolean skips(LocalDateTime time) {
            return timeZone.getRules().getValidOffsets(time).isEmpty();
        }

        /// Until when the session's personal links work that are made, or whose session is planned, at `now`: a day
        /// beyond the end and no less than a day from now, for tidying up; 30 days where no end is planned.
        public Instant linksExpireAt(Instant now) {
            var earliest = now.plus(LINKS_OUTLIVE);
            var endsAt = endsAt();
            var expiry = endsAt == null ? now.plus(LINKS_WITHOUT_END) : endsAt.plus(LINKS_OUTLIVE);
            return expiry.isBefore(earliest) ? earliest : expiry;
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
