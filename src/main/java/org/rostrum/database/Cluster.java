package org.rostrum.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One PostgreSQL data directory: made, started, stopped. Not for use by two threads at once.
///
/// @param directory PostgreSQL's data directory
/// @param port on 127.0.0.1
/// @param password of its first user, [#USER], who may do everything
record Cluster(PostgresTools tools, Path directory, int port, String password) {

    static final String USER = "rostrum";

    /// Of the PostgreSQL that we bring: only this one reads the directories that it made.
    static final String MAJOR_VERSION = "17";

    private static final String VERSION_FILE = "PG_VERSION";

    private static final Duration MAKING = Duration.ofMinutes(2);
    private static final Duration STOPPING = Duration.ofSeconds(30);

    /// Refuses a directory that another major version made, before anything is unpacked or started for it.
    ///
    /// @throws IOException with a sentence for the person at the console
    static void requireOurVersion(Path directory) throws IOException {
        var file = directory.resolve(VERSION_FILE);
        if (!Files.exists(file)) {
            return;
        }
        var version = Files.readString(file).strip();
        if (!version.equals(MAJOR_VERSION)) {
            throw new IOException(directory + " is of PostgreSQL " + version + ", and this Rostrum brings PostgreSQL "
                    + MAJOR_VERSION + ", which cannot read it. Nothing was changed. Start the Rostrum that made it and"
                    + " dump the database, or choose another folder with rostrum.data-dir.");
        }
    }

    boolean exists() {
        return Files.exists(directory.resolve(VERSION_FILE));
    }

    /// Makes an empty cluster. C.UTF-8 sorts by code point on every machine alike and still knows letters beyond
    /// ASCII, which full text search in French needs; checksums notice a damaged page.
    void make(Path passwordFile) throws IOException, InterruptedException {
        var arguments = List.of(
                "-D",
                directory.toString(),
                "-U",
                USER,
                "--pwfile=" + passwordFile,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--data-checksums");
        if (!tools.run("initdb", arguments, MAKING)) {
            throw new IOException("PostgreSQL's initdb failed; its words are in " + tools.log());
        }
    }

    /// Begins the server process; it accepts connections some time later. The settings say what the defaults say
    /// where durability is concerned, so that no file in the directory can say otherwise.
    Process begin() throws IOException {
        return tools.begin(
                "postgres",
                List.of(
                        "-D", directory.toString(),
                        "-c", "port=" + port,
                        "-c", "listen_addresses=127.0.0.1",
                        "-c", "unix_socket_directories=",
                        "-c", "fsync=on",
                        "-c", "synchronous_commit=on",
                        "-c", "full_page_writes=on",
                        "-c", "timezone=UTC",
                        // What people wrote stays out of the log: no statements, no values of rows.
                        "-c", "log_min_error_statement=panic",
                        "-c", "log_error_verbosity=terse"));
    }

    /// Ends the server process that runs on this directory: politely, then less so. Clients are cut off; what was
    /// committed stays.
    void stop(ProcessHandle server) throws IOException, InterruptedException {
        for (var mode : List.of("fast", "immediate")) {
            if (!server.isAlive()) {
                return;
            }
            var waitSeconds = Long.toString(STOPPING.toSeconds());
            tools.run(
                    "pg_ctl",
                    List.of("stop", "-D", directory.toString(), "-m", mode, "-w", "-t", waitSeconds),
                    STOPPING.plusSeconds(5));
        }
        server.destroyForcibly();
    }

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
