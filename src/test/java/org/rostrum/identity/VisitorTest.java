package org.rostrum.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rostrum.identity.Role.HOST;
import static org.rostrum.identity.Role.MODERATOR;
import static org.rostrum.identity.Role.PANELIST;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

class VisitorTest {

    private static final InfoSessionId SESSION = new InfoSessionId(new UUID(1, 1));
    private static final InfoSessionId OTHER = new InfoSessionId(new UUID(1, 2));

    @Test
    void the_first_role_wanted_for_which_there_is_a_grant_counts() {
        var visitor = holding(grant(SESSION, PANELIST, "Ana"), grant(SESSION, MODERATOR, "Ana"));

        assertThat(visitor.staff(SESSION, List.of(HOST, MODERATOR, PANELIST)))
                .hasValueSatisfying(staff -> assertThat(staff.role()).isEqualTo(MODERATOR));
        assertThat(visitor.staff(SESSION, List.of(PANELIST, MODERATOR)))
                .hasValueSatisfying(staff -> assertThat(staff.role()).isEqualTo(PANELIST));
    }

    @Test
    void a_grant_counts_in_its_own_session_only() {
        assertThat(holding(grant(OTHER, MODERATOR, "Ana")).staff(SESSION, List.of(HOST, MODERATOR, PANELIST)))
                .isEmpty();
    }

    @Test
    void a_host_of_the_installation_is_a_host_of_each_session() {
        var visitor = holding(grant(null, HOST, "Host"));

        assertThat(visitor.staff(SESSION, List.of(HOST))).isPresent();
        assertThat(visitor.host()).isPresent();
    }

    @Test
    void a_host_of_one_session_plans_no_others() {
        assertThat(holding(grant(SESSION, HOST, "Ana")).host()).isEmpty();
    }

    @Test
    void a_role_that_is_not_wanted_does_not_count() {
        assertThat(holding(grant(SESSION, PANELIST, "Ana")).staff(SESSION, List.of(HOST, MODERATOR)))
                .isEmpty();
    }

    @Test
    void somebody_unknown_is_nobody() {
        assertThat(holding().staff(SESSION, List.of(Role.values()))).isEmpty();
        assertThat(holding().isKnown()).isFalse();
    }

    @Test
    void an_account_has_its_roles_in_every_session_and_comes_before_a_grant() {
        // Given
        var account = new Account(new AccountId(new UUID(2, 1)), "Ana", Set.of(MODERATOR));
        var visitor = new Visitor(
                Optional.empty(),
                List.of(grant(SESSION, MODERATOR, "Link"), grant(SESSION, PANELIST, "Link")),
                Optional.of(account));

        // Then
        assertThat(visitor.staff(SESSION, List.of(MODERATOR)))
                .contains(new Actor.Staff(new UUID(2, 1).toString(), "Ana", MODERATOR));
        assertThat(visitor.staff(OTHER, List.of(MODERATOR))).isPresent();
        assertThat(visitor.staff(SESSION, List.of(PANELIST)))
                .hasValueSatisfying(staff -> assertThat(staff.name()).isEqualTo("Link"));
        assertThat(visitor.staff(OTHER, List.of(PANELIST))).isEmpty();
        assertThat(visitor.host()).isEmpty();
    }

    @Test
    void while_the_provider_is_out_of_reach_a_grant_goes_on_counting() {
        var visitor = whoMayBeSignedIn(grant(SESSION, MODERATOR, "Ana"), grant(null, HOST, "Host"));

        assertThat(visitor.staff(SESSION, List.of(MODERATOR))).isPresent();
        assertThat(visitor.host()).isPresent();
        assertThat(visitor.isKnown()).isTrue();
    }

    @Test
    void while_the_provider_is_out_of_reach_nobody_is_refused_for_want_of_a_role() {
        assertThatThrownBy(
                        () -> whoMayBeSignedIn(grant(OTHER, MODERATOR, "Ana")).staff(SESSION, List.of(MODERATOR)))
                .hasMessageStartingWith("unavailable");
        assertThatThrownBy(() -> whoMayBeSignedIn(grant(SESSION, HOST, "Ana")).host())
                .hasMessageStartingWith("unavailable");
        assertThatThrownBy(() -> whoMayBeSignedIn().isKnown()).hasMessageStartingWith("unavailable");
    }

    private static Visitor whoMayBeSignedIn(Grant... grants) {
        return new Visitor(Optional.empty(), List.of(grants), new Refused(RefusalCode.UNAVAILABLE, ""));
    }

    private static Visitor holding(Grant... grants) {
        return new Visitor(Optional.empty(), List.of(grants), Optional.empty());
    }

    private static Grant grant(@Nullable InfoSessionId infoSession, Role role, String name) {
        return new Grant(
                new GrantId(UUID.randomUUID()),
                new InvitationId(UUID.randomUUID()),
                infoSession,
                null,
                role,
                name,
                Instant.MAX);
    }
}
