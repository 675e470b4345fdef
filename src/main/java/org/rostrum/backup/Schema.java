package org.rostrum.backup;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.JavaMigrations;

/// Makes the tables of a database as they were after a migration of ours.
final class Schema {

    /// Tells every step at INFO, and this is the console. Held, for a logger that nobody holds is forgotten.
    private static final Logger FLYWAYS_WORDS = Logger.getLogger("org.flywaydb");

    private final DatabaseAccess owner;

    /// @param owner who may make tables
    Schema(DatabaseAccess owner) {
        this.owner = owner;
        FLYWAYS_WORDS.setLevel(Level.WARNING);
    }

    /// The newest migration that this program brings.
    MigrationVersion newest() throws IOException {
        try {
            return Arrays.stream(flyway(MigrationVersion.LATEST).info().all())
                    .filter(migration -> migration.getState().isResolved())
                    .map(migration -> migration.getVersion())
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("This build brings no migrations."));
        } catch (FlywayException e) {
            throw failed(e);
        }
    }

    /// Migrates up to a version; does nothing beyond it.
    void migrate(MigrationVersion target) throws IOException {
        try {
            flyway(target).migrate();
        } catch (FlywayException e) {
            throw failed(e);
        }
    }

    private Flyway flyway(MigrationVersion target) {
        var configuration = Flyway.configure()
                .dataSource(owner.jdbcUrl(), owner.user(), owner.password())
                .target(target);
        new JavaMigrations().customize(configuration);
        return configuration.load();
    }

    private static IOException failed(FlywayException e) {
        return new IOException("The tables cannot be made: " + e.getMessage(), e);
    }
}
