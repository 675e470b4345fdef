package org.rostrum;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.rostrum.database.DataFolderInUse;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.database.EmbeddedDatabaseHealth;
import org.rostrum.identity.HostLink;

/// Starts the embedded database, unless one is configured, and then the server. The database is there before Quarkus
/// starts, for Flyway migrates before any start-up event, and goes after Quarkus has stopped. With the argument
/// `host-link` it prints a running server's host link instead.
@QuarkusMain
@SuppressWarnings("SystemOut") // the console is for the person who starts the server, the log for who runs it
public final class Launcher {

    private static final Logger LOG = Logger.getLogger(Launcher.class);

    private static final String HOST_LINK = "host-link";

    /// How long a stopping server may use its database; a supervisor's own patience is mostly shorter.
    private static final Duration STOPPING = Duration.ofSeconds(60);

    Launcher() {}

    /// Runs until the process is told to stop.
    public static void main(String... arguments) throws InterruptedException {
        var settings = LaunchSettings.read();
        try {
            if (arguments.length > 0 && arguments[0].equals(HOST_LINK)) {
                printHostLink(settings);
                return;
            }
            if (settings.database().isEmpty()) {
                use(database(settings));
            }
        } catch (DataFolderInUse e) {
            stop(Objects.requireNonNull(e.getMessage()));
        } catch (IOException e) {
            LOG.debug("The embedded PostgreSQL cannot be used", e);
            stop("The embedded PostgreSQL cannot be used: " + e.getMessage());
        }
        Quarkus.run(arguments);
    }

    /// The database takes whichever port is free, but not the server's own, which is kept from it meanwhile.
    private static EmbeddedDatabase database(LaunchSettings settings) throws IOException, InterruptedException {
        try (var kept = new ServerSocket()) {
            try {
                kept.bind(new InetSocketAddress(settings.port()));
            } catch (BindException _) {
                // somebody else has it: Quarkus says so in a moment, and the database cannot take it
            }
            return EmbeddedDatabase.start(settings.folder(), line -> System.out.println("Rostrum: " + line));
        }
    }

    private static void printHostLink(LaunchSettings settings) throws IOException {
        var access = settings.database();
        if (access.isEmpty()) {
            access = EmbeddedDatabase.running(settings.folder());
        }
        if (access.isEmpty()) {
            stop("No server runs on the data folder " + settings.folder().path()
                    + "; it prints the host link when it starts.");
            return;
        }
        var jdbi = Jdbi.create(
                        access.get().jdbcUrl(),
                        access.get().user(),
                        access.get().password())
                .installPlugin(new PostgresPlugin());
        try {
            System.out.println(
                    HostLink.over(jdbi, settings.address(), settings.folder()).again());
        } catch (JdbiException e) {
            LOG.debug("The database does not answer", e);
            stop("The database does not answer, or no server has prepared it yet.");
        }
    }

    /// System properties are the one source of configuration that can still be written at this moment; in the
    /// developer's loop they also keep the database over reloads.
    private static void use(EmbeddedDatabase database) {
        System.setProperty("quarkus.datasource.jdbc.url", database.access().jdbcUrl());
        System.setProperty("quarkus.datasource.username", database.access().user());
        System.setProperty("quarkus.datasource.password", database.access().password());
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

    private static void stop(String reason) {
        System.err.println("Rostrum: " + reason);
        System.exit(1);
    }
}
