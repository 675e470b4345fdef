package org.rostrum.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.rostrum.database.DataFolder;
import org.rostrum.database.EmbeddedDatabase;

/// Gives every start of the application under test an empty database in one embedded PostgreSQL per test process,
/// with the durability of production. The server's folder stays in `target/` between runs, so that only the first
/// one waits for it to be made.
public final class PostgresTestResource implements QuarkusTestResourceLifecycleManager {

    private static final DataFolder FOLDER = new DataFolder(Path.of("target", "test-database"));

    /// Quarkus loads this class anew for each configuration of the application, and a static field with it. System
    /// properties are what the whole process shares.
    private static final String URL = "tests.database.url";

    private static final String USER = "tests.database.user";
    private static final String PASSWORD = "tests.database.password";
    private static final String PREFIX = "test_";

    private String name = "";

    @Override
    public Map<String, String> start() {
        try {
            beginServerOnce();
            name = PREFIX + UUID.randomUUID().toString().replace("-", "");
            execute("create database " + name);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("no database for the tests", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the database started", e);
        }
        return Map.of(
                "quarkus.datasource.jdbc.url", urlOf(name),
                "quarkus.datasource.username", System.getProperty(USER),
                "quarkus.datasource.password", System.getProperty(PASSWORD),
                "rostrum.data-dir",
                        Path.of("target", "test-data").toAbsolutePath().toString());
    }

    @Override
    public void stop() {
        try {
            execute("drop database if exists " + name + " with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException("the tests' database cannot be dropped", e);
        }
    }

    private static void beginServerOnce() throws IOException, InterruptedException, SQLException {
        if (System.getProperty(URL) != null) {
            return;
        }
        var server = EmbeddedDatabase.start(FOLDER, line -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        // tests make databases and roles of their own, which the packaged server's role may not
        var administration = EmbeddedDatabase.administration(FOLDER).orElseThrow();
        System.setProperty(USER, administration.user());
        System.setProperty(PASSWORD, administration.password());
        System.setProperty(URL, server.access().jdbcUrl());
        dropWhatKilledRunsLeft();
    }

    private static void stop(EmbeddedDatabase server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void dropWhatKilledRunsLeft() throws SQLException {
        try (var connection = connect();
                var question =
                        connection.prepareStatement("select datname from pg_database where starts_with(datname, ?)")) {
            question.setString(1, PREFIX);
            var names = new ArrayList<String>();
            var answer = question.executeQuery();
            while (answer.next()) {
                names.add(answer.getString(1));
            }
            for (var left : names) {
                execute("drop database if exists " + left + " with (force)");
            }
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        return connect(System.getProperty(URL));
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, System.getProperty(USER), System.getProperty(PASSWORD));
    }

    /// A connection to one of the tests' databases that is none of the application's.
    static Connection connectTo(String database) throws SQLException {
        return connect(urlOf(database));
    }

    private static String urlOf(String database) {
        var url = System.getProperty(URL);
        return url.substring(0, url.lastIndexOf('/') + 1) + database;
    }
}
