package org.rostrum.journal;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.rostrum.identity.InfoSessionId;

/// Tells the other nodes that journals have grown, and fires [Grown] when they have. Notifications go out after the
/// commit, from a connection of the relay's own and with `synchronous_commit` off: NOTIFY inside a transaction
/// holds a lock over the whole database until the flush (measured: 436 commits a second instead of 5 134).
///
/// A notification may be lost, doubled or late: it says where to look and is never the news itself. The tail's poll
/// covers what is lost.
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final String CHANNEL = "rostrum_journal";

    /// A notification holds at most 8 000 bytes; an id and its comma take 37.
    private static final int IDS_PER_NOTIFICATION = 200;

    /// The setting lasts for this one statement's transaction. Set for the connection it would outlive the relay's
    /// use of it in the pool, and a writer's commits would be acknowledged before they are flushed.
    private static final String NOTIFY =
            "select set_config('synchronous_commit', 'off', true), pg_notify('" + CHANNEL + "', ?)";

    /// How long the relay waits at a time for something to tell or to hear; then it looks whether it is to stop.
    private static final Duration WAIT = Duration.ofMillis(500);

    private static final Duration STOPPING = Duration.ofSeconds(5);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final Event<Grown> grown;
    private final ClusterMark mark;
    private final BlockingQueue<InfoSessionId> outgoing = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Relay(DataSource dataSource, Event<Grown> grown, ClusterMark mark) {
        this.dataSource = dataSource;
        this.grown = grown;
        this.mark = mark;
    }

    /// Fired when these journals have grown somewhere, on a thread of the relay.
    public record Grown(Set<InfoSessionId> infoSessions) {}

    /// Tells the other nodes, soon, that this journal has grown. Never waits; the line is as long as there are
    /// sessions at most, for an id that waits already is not added again.
    public void announce(InfoSessionId infoSession) {
        if (!outgoing.contains(infoSession)) {
            outgoing.add(infoSession);
        }
    }

    void start(@Observes StartupEvent event) {
        threads.add(Thread.ofVirtual().name("relay-notify").start(() -> connected(this::notifyForever)));
        threads.add(Thread.ofVirtual().name("relay-listen").start(() -> connected(this::listenForever)));
    }

    /// Lets both threads end by themselves: interrupted within a statement they would break their connections.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        for (var thread : threads) {
            thread.join(STOPPING);
        }
    }

    private interface Work {
        void on(Connection connection) throws SQLException, InterruptedException;
    }

    /// Does the work on a connection of its own, and again on another whenever one is lost.
    private void connected(Work work) {
        try {
            while (!stopped) {
                try (var connection = dataSource.getConnection()) {
                    work.on(connection);
                } catch (SQLException | JdbiException e) {
                    LOG.debugf(e, "the relay lost its connection");
                    Thread.sleep(PAUSE_AFTER_FAILURE);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void notifyForever(Connection connection) throws SQLException, InterruptedException {
        while (!stopped) {
            var first = outgoing.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                continue;
            }
            var ids = new HashSet<InfoSessionId>();
            ids.add(first);
            outgoing.drainTo(ids, IDS_PER_NOTIFICATION - 1);
            try (var notify = connection.prepareStatement(NOTIFY)) {
                notify.setString(1, ids.stream().map(InfoSessionId::toString).collect(Collectors.joining(",")));
                notify.execute();
            } catch (SQLException e) {
                outgoing.addAll(ids);
                throw e;
            }
        }
    }

    private void listenForever(Connection connection) throws SQLException {
        // where the last connection was lost, what comes after it may be another database: a promoted standby
        mark.look();
        try (var listen = connection.createStatement()) {
            listen.execute("listen " + CHANNEL);
        }
        var notifications = connection.unwrap(PGConnection.class);
        while (!stopped) {
            var heard = notifications.getNotifications((int) WAIT.toMillis());
            if (heard == null || heard.length == 0) {
                continue;
            }
            tell(heard);
        }
    }

    /// Whoever cannot bear the news, because the database is away or because the words are no ids of ours, does not
    /// end the listening; the poll covers what they missed.
    private void tell(PGNotification[] heard) {
        try {
            grown.fire(new Grown(Arrays.stream(heard)
                    .flatMap(one -> Arrays.stream(one.getParameter().split(",")))
                    .map(id -> new InfoSessionId(UUID.fromString(id)))
                    .collect(Collectors.toSet())));
        } catch (RuntimeException e) {
            LOG.warnf(e, "news of grown journals was not taken: notifications=%d", heard.length);
        }
    }
}
