package org.rostrum.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.writer.Writers;

/// Epochs belong to one history of one database: another history means other epochs, a mere restart does not.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ClusterMarkTest {

    @Inject
    Jdbi jdbi;

    @Inject
    Journal journal;

    @Inject
    Writers writers;

    @Inject
    ClusterMark mark;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    private final List<String> roles = new ArrayList<>();
    private List<UUID> before;

    @BeforeEach
    void two_sessions() {
        StoredSession.found(writers, anInfoSession().live());
        StoredSession.found(writers, anInfoSession());
        before = epochs();
    }

    @AfterEach
    void the_mark_is_right_again() {
        execute("grant execute on function pg_control_system() to public");
        mark.look();
        for (var role : roles) {
            execute("drop owned by " + role);
            execute("drop role " + role);
        }
    }

    @Test
    void given_the_same_database_then_the_epochs_stay() {
        // When
        mark.look();

        // Then
        assertThat(epochs()).isEqualTo(before);
    }

    @Test
    void given_a_restarted_postmaster_then_the_epochs_stay_and_its_start_is_noted() {
        // Given
        execute("update cluster_mark set started_at = started_at - interval '1 hour'");

        // When
        mark.look();

        // Then
        assertThat(epochs()).isEqualTo(before);
        assertThat(isTrue("select started_at = pg_postmaster_start_time() from cluster_mark"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"system_identifier", "timeline", "journal_table"})
    void given_another_history_then_every_journal_goes_on_under_an_epoch_of_its_own_once(String column) {
        // Given
        execute("update cluster_mark set " + column + " = " + column + " + 1");

        // When
        mark.look();

        // Then
        var after = epochs();
        assertThat(after).doesNotHaveDuplicates().hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
        mark.look();
        assertThat(epochs()).isEqualTo(after);
    }

    @Test
    void given_a_database_made_before_there_was_a_mark_then_the_epochs_stay_and_it_is_marked() {
        // Given
        execute("delete from cluster_mark");

        // When
        mark.look();

        // Then
        assertThat(epochs()).isEqualTo(before);
        assertThat(isTrue("select count(*) = 1 from cluster_mark")).isTrue();
    }

    @Test
    void given_an_owner_without_any_right_beyond_its_tables_then_that_is_enough() {
        // Given
        var ordinary = ordinary("enough");
        execute("update cluster_mark set timeline = timeline + 1");

        // When
        ordinary.look();

        // Then
        assertThat(epochs()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void given_a_database_that_does_not_say_which_one_it_is_then_everything_stays() {
        // Given
        var ordinary = ordinary("denied");
        execute("revoke execute on function pg_control_system() from public");
        execute("update cluster_mark set timeline = timeline + 1");

        // When
        ordinary.look();

        // Then
        assertThat(epochs()).isEqualTo(before);
    }

    @Test
    void given_a_database_out_of_reach_then_that_is_said_so_that_it_is_looked_at_again() {
        var away = new ClusterMark(Jdbi.create("jdbc:postgresql://localhost:1/nowhere"), journal);

        assertThatThrownBy(away::look).isInstanceOf(JdbiException.class);
    }

    /// The mark as seen by a role that may use our tables and nothing else.
    private ClusterMark ordinary(String name) {
        var role = "tests_" + name + "_" + UUID.randomUUID().toString().substring(0, 8);
        roles.add(role);
        execute("create role " + role + " login password 'tests'");
        execute("grant select, insert, update on cluster_mark, journal_head to " + role);
        return new ClusterMark(Jdbi.create(url, role, "tests"), journal);
    }

    private List<UUID> epochs() {
        return jdbi.withHandle(handle -> handle.createQuery("select epoch from journal_head order by info_session")
                .mapTo(UUID.class)
                .list());
    }

    private boolean isTrue(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(Boolean.class).one());
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
