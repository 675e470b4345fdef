package org.rostrum;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.rostrum.database.DataFolderInUse;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.database.EmbeddedDatabaseHealth;

/// Starts the embedded database, unless one is configured, and then the server. The database is there before Quarkus
/// starts, for Flyway migrates before any start-up event, and goes after Quarkus has stopped. With an argument it
/// prints something instead and starts nothing; [#USAGE] says what.
@QuarkusMain
@SuppressWarnings("SystemOut") // the console is for the person who starts the server, the log for who runs it
public final class Launcher {

    private static final Logger LOG = Logger.getLogger(Launcher.class);

    static final String USAGE = """
            Usage: java [-Dname=value …] -jar quarkus-run.jar [COMMAND | --help | --version]

              (nothing)   starts the server, with a database of its own unless one is configured
              --help      prints this
              --version   prints version and commit

            Commands, for a running server:
              host-link       prints the link that waits for a host, or a new one
              hosts           lists who is a host by a link
              revoke-host ID  takes such a link back
              events [COUNT]  prints the newest security events
              rotate-keys     changes the secret that signs participants' keys

            Commands, for a server that runs or does not:
              backup FILE     writes all data into a file
              restore FILE    puts such a file into a database that is empty; no server may run
              new-epoch       the last step after a copy of the data was put back

            Settings (-Dname=value) and options of the JVM (-Xmx1g) stand before -jar. The ones needed most are
            quarkus.http.port (8080), rostrum.public-url and rostrum.data-dir (data).\
            """;

    /// What shells and the tools around them mean by a command that was called wrongly.
    private static final int WRONG_USAGE = 2;

    /// How long a stopping server may use its database; a supervisor's own patience is mostly shorter.
    private static final Duration STOPPING = Duration.ofSeconds(60);

    Launcher() {}

    /// Runs until the process is told to stop.
    public static void main(String... arguments) throws InterruptedException {
        var words = List.of(arguments);
        var command = words.stream().findFirst().flatMap(Console.Word::of);
        try {
            if (words.isEmpty()) {
                serve();
            } else if (command.isPresent() && words.size() <= 1 + command.get().arguments()) {
                new Console(LaunchSettings.read()).carryOut(command.get(), words.size() > 1 ? words.get(1) : null);
            } else if (words.equals(List.of("--help"))) {
                System.out.println(USAGE);
            } else if (words.equals(List.of("--version"))) {
                System.out.println(Release.read());
            } else {
                System.err.println("Rostrum: not understood: " + String.join(" ", words) + "\n\n" + USAGE);
                System.exit(WRONG_USAGE);
            }
        } catch (Console.Refusal | DataFolderInUse e) {
            stop(Objects.requireNonNull(e.getMessage()));
        } catch (IOException e) {
            LOG.debug("It ends before the server starts", e);
            // a file's own exception says nothing but its name
            stop(e instanceof FileSystemException || e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /// Where another program has one of the server's ports nothing is unpacked and made first.
    private static void serve() throws IOException, InterruptedException {
        var settings = LaunchSettings.read();
        if (settings.objection().isPresent()) {
            stop(settings.objection().get());
        }
        var kept = new ArrayList<ServerSocket>();
        try {
            for (var listener : settings.listeners()) {
                kept.add(keep(listener));
            }
            if (settings.database().isEmpty()) {
                // it takes whichever port is free, but not one that is kept
                use(EmbeddedDatabase.start(settings.folder(), line -> System.out.println("Rostrum: " + line)));
            }
        } finally {
            for (var socket : kept) {
                socket.close();
            }
        }
        Quarkus.run();
    }

    private static ServerSocket keep(LaunchSettings.Listener listener) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(listener.host(), listener.port()));
            return socket;
        } catch (SocketException e) {
            socket.close();
            throw new IOException(
                    "It cannot listen on port " + listener.port() + " of " + listener.host() + " (" + e.getMessage()
                            + "). Stop the program that has it, or choose another port with -D" + listener.name()
                            + ".port=… or another address with -D" + listener.name() + ".host=….",
                    e);
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
