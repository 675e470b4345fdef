package org.rostrum.infosession;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.TestDatabase;

/// What was planned while only instants were stored.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class LocalTimesMigrationTest {

    private static final String SCHEMA = "before_local_times";
    private static final Instant START = Instant.parse("2026-11-25T00:00:00Z");

    @Inject
    TestDatabase database;

    @Inject
    Jdbi jdbi;

    @Inject
    InfoSessions infoSessions;

    @Test
    void is_carried_over_as_what_clocks_in_its_zone_show() {
        // Given
        database.migrations(SCHEMA).target("10").load().migrate();
        var dated = insert("AAA234", "America/St_Johns", START);
        var undated = insert("BBB234", "America/Toronto", null);

        // When
        database.migrations(SCHEMA).load().migrate();

        // Then
        assertThat(plan(dated).starts()).isEqualTo(LocalDateTime.parse("2026-11-24T20:30"));
        assertThat(plan(dated).startsAt()).isEqualTo(START);
        assertThat(plan(dated).ends()).isNull();
        assertThat(plan(undated).starts()).isNull();
    }

    @Test
    void the_stored_hour_stands_whatever_instant_is_stored_beside_it() {
        // Given
        database.migrations(SCHEMA).load().migrate();
        var session = insert("CCC234", "America/Toronto", START);
        inSchema("update info_session set starts_local = timestamp '2026-11-24 20:00' where id = ?", session);

        // Then
        assertThat(plan(session).starts()).isEqualTo(LocalDateTime.parse("2026-11-24T20:00"));
        assertThat(plan(session).startsAt()).isEqualTo("2026-11-25T01:00:00Z");
    }

    private UUID insert(String code, String zone, Instant startsAt) {
        var id = UUID.randomUUID();
        inSchema("""
                insert into info_session (id, join_code, phase, time_zone, switches, created_at, starts_at)
                values (?, ?, 'LIVE', ?, '', now(), ?)""", id, code, zone, startsAt);
        return id;
    }

    private void inSchema(String sql, Object... arguments) {
        jdbi.useTransaction(handle -> {
            handle.execute("set local search_path = " + SCHEMA);
            handle.execute(sql, arguments);
        });
    }

    private InfoSession.Plan plan(UUID id) {
        return jdbi.inTransaction(handle -> {
            handle.execute("set local search_path = " + SCHEMA);
            return infoSessions
                    .find(handle, new InfoSessionId(id))
                    .orElseThrow()
                    .plan();
        });
    }
}
