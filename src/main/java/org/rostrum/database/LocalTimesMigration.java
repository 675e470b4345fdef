package org.rostrum.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/// Migration 011: what an organizer typed as start and end is stored, and no longer an instant alone. It is
/// Java and not SQL because the local times of what is planned already have to come from the rules by which
/// this server leads them back to instants. The database has rules of its own, which may differ.
final class LocalTimesMigration implements JavaMigration {

    private static final String FILL = """
            update info_session set starts_local = cast(? as timestamp), ends_local = cast(? as timestamp) where id = ?""";

    private record Planned(
            UUID id,
            @Nullable LocalDateTime starts,
            @Nullable LocalDateTime ends) {}

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("011");
    }

    @Override
    public String getDescription() {
        return "local times";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        var connection = context.getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "alter table info_session add column starts_local timestamp, add column ends_local timestamp");
        }
        try (var fill = connection.prepareStatement(FILL)) {
            for (var planned : planned(connection)) {
                fill.setString(
                        1, planned.starts() == null ? null : planned.starts().toString());
                fill.setString(2, planned.ends() == null ? null : planned.ends().toString());
                fill.setObject(3, planned.id());
                fill.addBatch();
            }
            fill.executeBatch();
        }
    }

    private static List<Planned> planned(Connection connection) throws SQLException {
        var all = new ArrayList<Planned>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select id, starts_at, ends_at, time_zone from info_session"
                        + " where starts_at is not null or ends_at is not null")) {
            while (rows.next()) {
                var zone = ZoneId.of(rows.getString("time_zone"));
                all.add(new Planned(
                        rows.getObject("id", UUID.class),
                        local(rows.getTimestamp("starts_at"), zone),
                        local(rows.getTimestamp("ends_at"), zone)));
            }
        }
        return all;
    }

    private static @Nullable LocalDateTime local(@Nullable Timestamp instant, ZoneId zone) {
        return instant == null ? null : LocalDateTime.ofInstant(instant.toInstant(), zone);
    }
}
