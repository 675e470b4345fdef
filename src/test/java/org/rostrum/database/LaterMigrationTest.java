package org.rostrum.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;

/// A server of an earlier version on what a later one has migrated.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class LaterMigrationTest {

    @Inject
    Flyway flyway;

    @Inject
    Jdbi jdbi;

    @BeforeEach
    void aLaterVersionHasMigrated() {
        execute("insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) values (9999, '999', 'later', 'SQL', 'V999__later.sql', 1,"
                + " 'later', 1, true)");
    }

    @AfterEach
    void forgetIt() {
        execute("delete from flyway_schema_history where version = '999'");
    }

    @Test
    void an_earlier_server_migrates_nothing_and_starts() {
        assertThat(flyway.migrate().migrationsExecuted).isZero();
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
