package org.rostrum.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// A PostgreSQL that this process starts on loopback, keeps running and stops. It is as durable as a server of
/// one's own: acknowledged means flushed. What a killed process left running is found and stopped first. When
/// PostgreSQL dies it is started again on the same port, so that connection pools mend by themselves.
///
/// Thread-safe. [#start] returns when connections are accepted.
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

    private static final String DATABASE = "rostrum";
    private static final String PASSWORD_FILE = "database-password";
    private static final String SERVER_PASSWORD_FILE = "server-password";
    private static final String LOG_FILE = "postgresql.log";
    private static final long LOG_KEPT_BYTES = 8 << 20;

    /// After a kill of server and database a start fails for some seconds, until the dead postmaster is reaped and
    /// its children have noticed.
    private static final Duration STARTING = Duration.ofSeconds(30);

    private static final Duration BETWEEN_STARTS = Duration.ofMillis(500);

    private final FolderClaim claim;
    private final Cluster cluster;
    private final String serverPassword;
    private final Progress progress;
    private final Thread supervisor;

    /// Guards `process` and `closing`, and that nothing is started once closing has begun. A restart holds it for
    /// as long as PostgreSQL needs to come up.
    private final ReentrantLock lock = new ReentrantLock();

    private Process process;
    private boolean closing;
    private volatile boolean available;

    private EmbeddedDatabase(FolderClaim claim, Cluster cluster, String serverPassword, Progress progress)
            throws IOException, InterruptedException {
        this.claim = claim;
        this.cluster = cluster;
        this.serverPassword = serverPassword;
        this.progress = progress;
        this.process = startWithin(STARTING);
        this.available = true;
        this.supervisor = Thread.ofPlatform().daemon().name("embedded-database").unstarted(this::supervise);
    }

    /// Takes the data folder, makes the database on the first start, and starts it.
    ///
    /// @throws DataFolderInUse where another living process has the folder
    /// @throws IOException with a sentence for the person at the console
    public static EmbeddedDatabase start(DataFolder folder, Progress progress)
            throws IOException, InterruptedException {
        var claim = folder.claim();
        try {
            var directory = directory(folder);
            Cluster.requireOurVersion(directory);
            var home = PostgresBinaries.unpackInto(folder.path(), progress);
            var log = folder.resolve(LOG_FILE);
            keepShort(log);
            var cluster =
                    new Cluster(new PostgresTools(home, log), directory, freePort(), password(folder, PASSWORD_FILE));
            if (!cluster.exists()) {
                progress.say("making the database in " + directory);
                cluster.make(folder.resolve(PASSWORD_FILE));
            }
            progress.say("starting PostgreSQL");
            return new EmbeddedDatabase(claim, cluster, password(folder, SERVER_PASSWORD_FILE), progress).prepared();
        } catch (IOException | InterruptedException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    private EmbeddedDatabase prepared() throws IOException {
        try {
            Probe.makeDatabase(cluster, DATABASE);
            Probe.requireDurable(cluster, DATABASE);
            try (var connection = Probe.connect(cluster, DATABASE)) {
                ServerRole.prepare(connection, serverPassword);
            }
            supervisor.start();
            return this;
        } catch (SQLException | RuntimeException e) {
            close();
            throw new IOException("The embedded PostgreSQL is not as it must be", e);
        }
    }

    /// The embedded database that another process runs in a data folder at this moment, for commands at the console.
    public static Optional<DatabaseAccess> running(DataFolder folder) throws IOException {
        // a server of an earlier version has made no such role yet
        return folder.read(SERVER_PASSWORD_FILE).isPresent()
                ? running(folder, ServerRole.NAME, SERVER_PASSWORD_FILE)
                : administration(folder);
    }

    /// The same for the one who may do everything, which neither the server nor its console need.
    public static Optional<DatabaseAccess> administration(DataFolder folder) throws IOException {
        return running(folder, Cluster.USER, PASSWORD_FILE);
    }

    private static Optional<DatabaseAccess> running(DataFolder folder, String user, String passwordFile)
            throws IOException {
        var directory = directory(folder);
        var password = folder.read(passwordFile);
        if (password.isEmpty() || Leftovers.postmaster(directory).isEmpty()) {
            return Optional.empty();
        }
        return Leftovers.port(directory)
                .map(port -> new DatabaseAccess(
                        Cluster.jdbcUrl(port, DATABASE), user, password.get().strip()));
    }

    /// How it is reached; the same for as long as it runs.
    public DatabaseAccess access() {
        return new DatabaseAccess(Cluster.jdbcUrl(cluster.port(), DATABASE), ServerRole.NAME, serverPassword);
    }

    /// Whether PostgreSQL runs at this moment; false while it is being started again.
    public boolean isAvailable() {
        return available;
    }

    /// The running postmaster.
    public ProcessHandle process() {
        lock.lock();
        try {
            return process.toHandle();
        } finally {
            lock.unlock();
        }
    }

    /// Stops PostgreSQL and gives the folder back. To be called when nothing uses the database any more: clients
    /// are cut off.
    @Override
    public void close() throws IOException {
        supervisor.interrupt();
        lock.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
            available = false;
            cluster.stop(process.toHandle());
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
            claim.close();
        }
    }

    private void supervise() {
        try {
            while (true) {
                process().onExit().get();
                if (!restart()) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process cannot fail", e);
        }
    }

    /// Starts PostgreSQL again, for as long as it takes.
    ///
    /// @return false where it is meant to be stopped
    private boolean restart() throws InterruptedException {
        available = false;
        while (true) {
            lock.lockInterruptibly();
            try {
                if (closing) {
                    return false;
                }
                LOG.warn("PostgreSQL has stopped unexpectedly; starting it again");
                process = startWithin(STARTING);
                available = true;
                LOG.info("PostgreSQL runs again");
                return true;
            } catch (IOException e) {
                LOG.error("PostgreSQL cannot be started; trying again", e);
            } finally {
                lock.unlock();
            }
        }
    }

    private Process startWithin(Duration limit) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + limit.toNanos();
        while (true) {
            var leftover = Leftovers.postmaster(cluster.directory());
            if (leftover.isPresent()) {
                progress.say("stopping the PostgreSQL that an earlier run left behind");
                cluster.stop(leftover.get());
            }
            Leftovers.forgetStrangers(cluster.directory());
            var started = cluster.begin();
            if (accepts(started)) {
                return started;
            }
            if (System.nanoTime() > giveUp) {
                throw new IOException("PostgreSQL does not start; its words are in "
                        + cluster.tools().log());
            }
            Thread.sleep(BETWEEN_STARTS);
        }
    }

    private boolean accepts(Process started) throws IOException, InterruptedException {
        try {
            return Probe.await(cluster, started, progress);
        } catch (InterruptedException e) {
            // nobody will know of this process: it must not outlive the interruption
            started.destroyForcibly();
            throw e;
        }
    }

    private static String password(DataFolder folder, String file) throws IOException {
        var kept = folder.read(file);
        if (kept.isPresent()) {
            return kept.get().strip();
        }
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        var password = HexFormat.of().formatHex(bytes);
        folder.writeSecret(file, password + "\n");
        return password;
    }

    private static void keepShort(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_KEPT_BYTES) {
            Files.move(log, log.resolveSibling(LOG_FILE + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path directory(DataFolder folder) {
        return folder.resolve("database");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
    }
}
