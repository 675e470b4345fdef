package org.rostrum.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// Whether a cluster answers, and whether it keeps what it acknowledges.
final class Probe {

    /// How often a starting server is asked; it takes 0.2 to 3 seconds.
    private static final long ASKING_MILLIS = 50;

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    /// Recovery after a crash replays the write-ahead log, which a busy server may need minutes for.
    private static final Duration RECOVERY = Duration.ofMinutes(10);

    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private Probe() {}

    /// Waits until connections are accepted.
    ///
    /// @return false where the process ends instead
    static boolean await(Cluster cluster, Process server, Progress progress) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long lastWord = begun;
        while (!server.waitFor(ASKING_MILLIS, TimeUnit.MILLISECONDS)) {
            if (answers(cluster)) {
                return true;
            }
            long now = System.nanoTime();
            if (now - lastWord > BETWEEN_WORDS.toNanos()) {
                progress.say("PostgreSQL is still starting");
                lastWord = now;
            }
            if (now - begun > RECOVERY.toNanos()) {
                cluster.stop(server.toHandle());
                throw new IOException("PostgreSQL did not accept connections in " + RECOVERY.toMinutes()
                        + " minutes; its words are in " + cluster.tools().log());
            }
        }
        return false;
    }

    static void makeDatabase(Cluster cluster, String name) throws SQLException {
        try (var connection = connect(cluster, "postgres");
                var question = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            question.setString(1, name);
            if (question.executeQuery().next()) {
                return;
            }
            try (var statement = connection.createStatement()) {
                statement.execute("create database " + statement.enquoteIdentifier(name, true));
            }
        }
    }

    /// Refuses to go on with a server that acknowledges what it has not flushed.
    static void requireDurable(Cluster cluster, String database) throws SQLException {
        try (var connection = connect(cluster, database);
                var question = connection.prepareStatement("select current_setting(?)")) {
            for (var setting : DURABLE) {
                question.setString(1, setting);
                try (var answer = question.executeQuery()) {
                    if (!answer.next() || !"on".equals(answer.getString(1))) {
                        throw new IllegalStateException(
                                "The embedded PostgreSQL is not durable: " + setting + " is not on");
                    }
                }
            }
        }
    }

    private static boolean answers(Cluster cluster) {
        try (var connection = connect(cluster, "postgres")) {
            return connection.isValid(1);
        } catch (SQLException _) {
            // not yet: refused, or still recovering
            return false;
        }
    }

    /// As the one who may do everything.
    static Connection connect(Cluster cluster, String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", Cluster.USER);
        properties.setProperty("password", cluster.password());
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(Cluster.jdbcUrl(cluster.port(), database), properties);
    }
}
