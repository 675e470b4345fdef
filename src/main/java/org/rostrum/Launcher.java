package org.rostrum;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DataFolderInUse;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.database.EmbeddedDatabaseHealth;

/// Starts the embedded database, unless one is configured, and then the server. The database is there before Quarkus
/// starts, for Flyway migrates before any start-up event, and goes after Quarkus has stopped.
@QuarkusMain
public final class Launcher {

    private static final Logger LOG = Logger.getLogger(Launcher.class);

    /// How long a stopping server may use its database; a supervisor's own patience is mostly shorter.
    private static final Duration STOPPING = Duration.ofSeconds(60);

    Launcher() {}

    /// Runs until the process is told to stop.
    @SuppressWarnings("SystemOut") // the console is for the person who starts the server, the log for who runs it
    public static void main(String... arguments) throws InterruptedException {
        var settings = LaunchSettings.read();
        if (settings.databaseUrl().isEmpty()) {
            try {
                use(EmbeddedDatabase.start(
                        new DataFolder(settings.dataDir()), line -> System.out.println("Rostrum: " + line)));
            } catch (DataFolderInUse e) {
                stop(Objects.requireNonNull(e.getMessage()));
            } catch (IOException e) {
                LOG.debug("The embedded PostgreSQL cannot be used", e);
                stop("The embedded PostgreSQL cannot be used: " + e.getMessage());
            }
        }
        Quarkus.run(arguments);
    }

    /// System properties are the one source of configuration that can still be written at this moment; in the
    /// developer's loop they also keep the database over reloads.
    private static void use(EmbeddedDatabase database) {
        System.setProperty("quarkus.datasource.jdbc.url", database.jdbcUrl());
        System.setProperty("quarkus.datasource.username", database.user());
        System.setProperty("quarkus.datasource.password", database.password());
        EmbeddedDatabaseHealth.watch(database);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAfterServer(database), "stop-embedded-database"));
    }

    /// Shutdown hooks run side by side; Quarkus stops the server in one of them.
    private static void stopAfterServer(EmbeddedDatabase database) {
        var server = Application.currentApplication();
        try {
            if (server != null) {
                var waiting = Thread.ofPlatform().daemon().start(server::awaitShutdown);
                waiting.join(STOPPING);
            }
            database.close();
        } catch (IOException | InterruptedException e) {
            LOG.error("The embedded PostgreSQL was not stopped in order; the next start will", e);
        }
    }

    @SuppressWarnings("SystemOut")
    private static void stop(String reason) {
        System.err.println("Rostrum: " + reason);
        System.exit(1);
    }
}
