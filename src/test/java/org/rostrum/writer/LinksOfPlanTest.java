package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.HANA;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.Invitation;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Localized;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;

/// How long personal links work when the plan of their session changes after they were made.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class LinksOfPlanTest {

    private static final Duration DAY = Duration.ofHours(24);

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @Inject
    Clock clock;

    private StoredSession session;
    private Instant madeUntil;

    @BeforeEach
    void a_session_with_a_link() {
        session = StoredSession.found(writers, anInfoSession().live());
        madeUntil = clock.instant().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MILLIS);
        invitations.invite(HANA, session.id(), Role.MODERATOR, "Maya", madeUntil);
    }

    /// Plans the session without a start.
    private void plan(@Nullable Instant endsAt, Localized descriptions) {
        var plan = session.founded().plan();
        session.give(
                HANA,
                new InfoSessionCommand.Replan(new InfoSession.Plan(
                        plan.titles(),
                        descriptions,
                        null,
                        local(endsAt, plan.timeZone()),
                        plan.timeZone(),
                        plan.streamUrl())));
    }

    private static @Nullable LocalDateTime local(@Nullable Instant instant, ZoneId zone) {
        return instant == null ? null : LocalDateTime.ofInstant(instant, zone);
    }

    private Instant expiresAt() {
        assertThat(invitations.list(session.id())).hasSize(1);
        return invitations.list(session.id()).stream()
                .map(Invitation::expiresAt)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void when_the_end_is_moved_then_the_link_works_until_a_day_after_it() {
        // Given
        var end = clock.instant().plus(Duration.ofDays(90)).truncatedTo(ChronoUnit.MILLIS);

        // When
        plan(end, Localized.NONE);

        // Then
        assertThat(expiresAt()).isEqualTo(end.plus(DAY));
    }

    @Test
    void when_the_end_is_moved_into_the_past_then_the_link_works_for_a_day_more() {
        // Given
        var before = clock.instant().truncatedTo(ChronoUnit.MILLIS);

        // When
        plan(before.minus(Duration.ofDays(9)), Localized.NONE);

        // Then
        assertThat(expiresAt()).isBetween(before.plus(DAY), clock.instant().plus(DAY));
    }

    @Test
    void when_the_end_is_taken_off_then_the_link_works_for_thirty_days() {
        // Given
        plan(clock.instant().plus(Duration.ofDays(90)), Localized.NONE);
        var before = clock.instant().truncatedTo(ChronoUnit.MILLIS);

        // When
        plan(null, Localized.NONE);

        // Then
        var thirtyDays = Duration.ofDays(30);
        assertThat(expiresAt())
                .isBetween(before.plus(thirtyDays), clock.instant().plus(thirtyDays));
    }

    @Test
    void when_something_else_of_the_plan_changes_then_the_link_stays_as_it_is() {
        plan(null, new Localized("An evening with the crew", "Une soirée avec l'équipe"));

        assertThat(expiresAt()).isEqualTo(madeUntil);
    }

    @Test
    void however_far_the_end_is_moved_no_link_outlives_a_year() {
        // When
        plan(clock.instant().plus(Duration.ofDays(900)), Localized.NONE);

        // Then
        assertThat(expiresAt())
                .isBefore(clock.instant().plus(Duration.ofDays(367)))
                .isAfter(clock.instant().plus(Duration.ofDays(300)));
    }
}
