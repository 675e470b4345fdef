package org.rostrum.vote;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.TestDatabase;

/// A database that is full already is carried over.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class TallyMigrationTest {

    private static final String SCHEMA = "before_versions";

    @Inject
    TestDatabase database;

    @Inject
    Jdbi jdbi;

    @Test
    void each_session_goes_on_from_the_highest_version_that_a_tally_of_it_has() {
        // Given
        database.migrations(SCHEMA).target("4").load().migrate();
        var infoSession = UUID.randomUUID();
        jdbi.useTransaction(handle -> {
            handle.execute("set local search_path = " + SCHEMA);
            handle.execute("""
                    insert into info_session (id, join_code, phase, time_zone, switches, created_at)
                    values (?, 'ABC234', 'LIVE', 'UTC', '', now())""", infoSession);
            handle.execute("""
                    insert into question (id, info_session, number, origin, text_version, revision, status, held,
                        pinned, rank, in_writing, language, asked_at)
                    select gen_random_uuid(), ?, n, 'VIEWER', 1, 1, 'PUBLISHED', false, false, 0, false, 'EN', now()
                    from generate_series(1, 5) n""", infoSession);
            handle.execute("""
                    insert into question_tally (question, info_session, votes, version, changed_at)
                    select id, info_session, 3, number * 10, now() from question""");
        });

        // When
        database.migrations(SCHEMA).load().migrate();

        // Then
        jdbi.useTransaction(handle -> {
            handle.execute("set local search_path = " + SCHEMA);
            var tallies = new Tallies();
            var id = new InfoSessionId(infoSession);
            assertThat(tallies.nextVersion(handle, id)).isEqualTo(51);
            assertThat(tallies.all(handle, id)).hasSize(5).allMatch(tally -> tally.votes() == 3);
            assertThat(tallies.since(handle, id, 40)).hasSize(1);
        });
    }
}
