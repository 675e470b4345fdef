package org.rostrum.identity;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.rostrum.refusal.Refusal;

/// The record of what matters for security: a table, the oldest of which is forgotten, and a line in the log for each.
/// What anybody can cause as often as they like is counted, and told once every ten seconds. Any thread.
@Singleton
public class SecurityRecord {

    private static final Logger LOG = Logger.getLogger(SecurityRecord.class);

    /// More than a busy installation makes in a year, and some 10 MB.
    private static final int KEPT_ROWS = 100_000;

    private static final Duration KEPT = Duration.ofDays(400);
    private static final int WAITING_MAX = 1000;

    private final Jdbi jdbi;
    private final Clock clock;
    private final Consumer<SecurityEvent> log;
    private final Map<SecurityEvent.Kind, Integer> counted = new ConcurrentHashMap<>();
    private final Queue<SecurityEvent> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

    @Inject
    SecurityRecord(Jdbi jdbi, Clock clock) {
        this(jdbi, clock, SecurityRecord::log);
    }

    private SecurityRecord(Jdbi jdbi, Clock clock, Consumer<SecurityEvent> log) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.log = log;
    }

    /// The same outside the server, for commands at the console, which has no log.
    public static SecurityRecord over(Jdbi jdbi, Clock clock) {
        return new SecurityRecord(jdbi, clock, _ -> {});
    }

    /// Puts one on record. Waits for the database; where it fails the log has the line all the same.
    public void write(SecurityEvent event) {
        log.accept(event);
        try {
            jdbi.useHandle(handle -> insert(handle, List.of(at(event))));
        } catch (JdbiException e) {
            var _ = waiting.offer(at(event));
            LOG.warnf("a security event waits to be put on record: %s", e.getMessage());
        }
    }

    /// At the console the secret that signs participants' keys was changed. Waits for the database.
    public void writeSecretChanged() {
        write(SecurityEvent.of(SecurityEvent.Kind.SECRET_CHANGED, Invitations.CONSOLE.id(), null, 1));
    }

    /// Puts one on record within some seconds. Returns at once.
    void writeLater(SecurityEvent event) {
        log.accept(event);
        if (!waiting.offer(at(event))) {
            count(event.kind());
        }
    }

    /// Counts one more. Returns at once.
    public void count(SecurityEvent.Kind kind) {
        counted.merge(kind, 1, Integer::sum);
    }

    /// Counts what somebody was refused, where that says something: a right they lack, or a limit they have hit.
    public void count(Refusal refusal) {
        switch (refusal.code()) {
            case NOT_ALLOWED -> count(SecurityEvent.Kind.ROLE_REFUSED);
            case FOREIGN_ORIGIN -> count(SecurityEvent.Kind.ORIGIN_REFUSED);
            case TOO_MANY_REQUESTS -> count(SecurityEvent.Kind.LIMIT_HIT);
            default -> {
                // an everyday no
            }
        }
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void flush() {
        var events = new ArrayList<SecurityEvent>();
        for (var kind : List.copyOf(counted.keySet())) {
            var times = counted.remove(kind);
            if (times != null) {
                var event = SecurityEvent.of(kind, null, null, times);
                log.accept(event);
                events.add(at(event));
            }
        }
        for (var event = waiting.poll(); event != null; event = waiting.poll()) {
            events.add(event);
        }
        if (events.isEmpty()) {
            return;
        }
        try {
            jdbi.useHandle(handle -> insert(handle, events));
        } catch (JdbiException e) {
            // what does not fit any more is in the log
            events.forEach(waiting::offer);
            LOG.debugf(e, "security events wait to be put on record: count=%d", events.size());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        flush();
    }

    /// Forgets the oldest.
    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        forgetBeyond(KEPT_ROWS);
    }

    void forgetBeyond(int rows) {
        try {
            jdbi.useHandle(handle -> handle.createUpdate("""
                            delete from security_event
                            where at < :since or id <= (select max(id) from security_event) - :rows
                            """)
                    .bind("since", clock.instant().minus(KEPT))
                    .bind("rows", rows)
                    .execute());
        } catch (JdbiException e) {
            LOG.debugf(e, "old security events stay until the next look");
        }
    }

    /// The newest, the oldest of them first. Waits for the database.
    public List<SecurityEvent> last(int count) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from (select * from security_event order by id desc limit :count) newest order by id
                        """)
                .bind("count", count)
                .map((row, _) -> new SecurityEvent(
                        row.getTimestamp("at").toInstant(),
                        SecurityEvent.Kind.valueOf(row.getString("kind")),
                        row.getString("actor"),
                        row.getString("name"),
                        role(row.getString("role")),
                        row.getString("subject"),
                        session(row.getObject("info_session", UUID.class)),
                        row.getInt("times")))
                .list());
    }

    /// Removes what is on record of a session that is being deleted.
    void delete(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate("delete from security_event where info_session = :infoSession")
                .bind("infoSession", infoSession.value())
                .execute();
    }

    private SecurityEvent at(SecurityEvent event) {
        return new SecurityEvent(
                clock.instant(),
                event.kind(),
                event.actor(),
                event.name(),
                event.role(),
                event.subject(),
                event.infoSession(),
                event.times());
    }

    /// But for those of a session that is deleted meanwhile.
    private static void insert(Handle handle, List<SecurityEvent> events) {
        var insert = handle.prepareBatch("""
                insert into security_event (at, kind, actor, name, role, subject, info_session, times)
                select :at, :kind, :actor, :name, :role, :subject, named.id, :times
                from (select cast(:infoSession as uuid) as id) named
                where named.id is null or exists (select from info_session where info_session.id = named.id)
                """);
        for (var event : events) {
            var role = event.role();
            var infoSession = event.infoSession();
            insert.bind("at", event.at())
                    .bind("kind", event.kind().name())
                    .bind("actor", event.actor())
                    .bind("name", event.name())
                    .bind("role", role == null ? null : role.name())
                    .bind("subject", event.subject())
                    .bindBySqlType("infoSession", infoSession == null ? null : infoSession.value(), Types.OTHER)
                    .bind("times", event.times())
                    .add();
        }
        insert.execute();
    }

    /// A person's name is in the table only: logs are kept elsewhere, and longer.
    private static void log(SecurityEvent event) {
        LOG.infof(
                "security event: kind=%s actor=%s subject=%s infoSession=%s times=%d",
                event.kind().word(),
                event.actor(),
                event.subject(),
                event.infoSession() == null ? null : event.infoSession().value(),
                event.times());
    }

    private static @Nullable Role role(@Nullable String name) {
        return name == null ? null : Role.valueOf(name);
    }

    private static @Nullable InfoSessionId session(@Nullable UUID id) {
        return id == null ? null : new InfoSessionId(id);
    }
}
