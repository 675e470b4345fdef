package org.rostrum.journal;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.rostrum.database.StandingWork;
import org.rostrum.database.StandingWorks;
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

    /// How long nothing may be heard before the listening connection has to prove that it is alive.
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final Event<Grown> grown;
    private final ClusterMark mark;
    private final StandingWorks works;
    private final BlockingQueue<InfoSessionId> outgoing = new LinkedBlockingQueue<>();

    /// The number of the database's process behind the connection that notifies; 0 where there is none.
    private volatile int notifier;

    Relay(DataSource dataSource, Event<Grown> grown, ClusterMark mark, StandingWorks works) {
        this.dataSource = dataSource;
        this.grown = grown;
        this.mark = mark;
        this.works = works;
    }

    /// Fired when these journals have grown at another node, on a thread of the relay.
    public record Grown(Set<InfoSessionId> infoSessions) {}

    /// Tells the other nodes, soon, that this journal has grown. Never waits; the line is as long as there are
    /// sessions at most, for an id that waits already is not added again.
    public void announce(InfoSessionId infoSession) {
        if (!outgoing.contains(infoSession)) {
            outgoing.add(infoSession);
        }
    }

    void start(@Observes StartupEvent event) {
        works.begin("relay-notify", Duration.ZERO, new Notifying());
        works.begin("relay-listen", Duration.ZERO, new Listening());
    }

    /// Work on a connection of its own, and on another one when that is lost.
    private abstract class Connected implements StandingWork.Round {

        private @Nullable Connection connection;

        abstract void begin(Connection opened) throws SQLException;

        abstract void on(Connection present) throws SQLException, InterruptedException;

        @Override
        public void run() throws SQLException, InterruptedException {
            boolean done = false;
            try {
                var present = connection;
                if (present == null) {
                    present = dataSource.getConnection();
                    connection = present;
                    begin(present);
                }
                on(present);
                done = true;
            } finally {
                if (!done) {
                    close();
                }
            }
        }

        @Override
        public void close() {
            try (var _ = connection) {
                connection = null;
            } catch (SQLException e) {
                LOG.debugf(e, "the relay lost its connection");
            }
        }
    }

    private final class Notifying extends Connected {

        @Override
        void begin(Connection opened) throws SQLException {
            notifier = opened.unwrap(PGConnection.class).getBackendPID();
        }

        @Override
        void on(Connection present) throws SQLException, InterruptedException {
            var first = outgoing.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            var ids = new HashSet<InfoSessionId>();
            ids.add(first);
            outgoing.drainTo(ids, IDS_PER_NOTIFICATION - 1);
            try (var notify = present.prepareStatement(NOTIFY)) {
                notify.setString(1, ids.stream().map(InfoSessionId::toString).collect(Collectors.joining(",")));
                notify.execute();
            } catch (SQLException e) {
                outgoing.addAll(ids);
                throw e;
            }
        }
    }

    private final class Listening extends Connected {

        private long aliveAt;

        @Override
        void begin(Connection opened) throws SQLException {
            // where the last connection was lost, what comes after it may be another database: a promoted standby
            mark.look();
            try (var listen = opened.createStatement()) {
                listen.execute("listen " + CHANNEL);
            }
            aliveAt = System.nanoTime();
        }

        @Override
        void on(Connection present) throws SQLException {
            var heard = present.unwrap(PGConnection.class).getNotifications((int) WAIT.toMillis());
            if (heard != null && heard.length > 0) {
                aliveAt = System.nanoTime();
                tell(heard);
            } else if (System.nanoTime() - aliveAt > SILENCE.toNanos()) {
                try (var proof = present.createStatement()) {
                    proof.execute("select 1");
                }
                aliveAt = System.nanoTime();
            }
        }
    }

    /// Whoever cannot bear the news, because the database is away or because the words are no ids of ours, does not
    /// end the listening; the poll covers what they missed. What this node told itself it knows.
    private void tell(PGNotification[] heard) {
        try {
            var grownElsewhere = Arrays.stream(heard)
                    .filter(one -> one.getPID() != notifier)
                    .flatMap(one -> Arrays.stream(one.getParameter().split(",")))
                    .map(id -> new InfoSessionId(UUID.fromString(id)))
                    .collect(Collectors.toSet());
            if (!grownElsewhere.isEmpty()) {
                grown.fire(new Grown(grownElsewhere));
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "news of grown journals was not taken: notifications=%d", heard.length);
        }
    }
}
