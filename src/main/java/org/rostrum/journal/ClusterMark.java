package org.rostrum.journal;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.rostrum.database.Outage;

/// Knows which database the journals' epochs were written in, and begins new ones where it turns out to be another:
/// a dump restored elsewhere, a standby that was promoted, a copy recovered to a point in time. Its journals may
/// end where the old ones did and go on differently, so that positions alone would not tell the two apart.
///
/// Another database is one with another system identifier (`pg_control_system()`), another timeline (the first
/// eight digits of a WAL file's name) or another number of the table of heads (a dump restored into the same
/// cluster). The start of the postmaster is no evidence: every restart changes it, and none of them loses anything.
/// It is kept to say in the log since when the database is another. A data folder put back as it was bears the same
/// mark; that is noticed by every position of what it lost, which it cannot prove ([Digest]).
///
/// Looks at the start, before anybody is let in, and whenever the relay has a new connection. Any thread.
@ApplicationScoped
public class ClusterMark {

    private static final Logger LOG = Logger.getLogger(ClusterMark.class);

    private static final String HERE = """
            select system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int as timeline,
                   'journal_head'::regclass::oid::bigint as journal_table, pg_postmaster_start_time() as started_at
            from pg_control_system()""";

    private static final RowMapper<Mark> MARK = (row, _) -> new Mark(
            row.getLong("system_identifier"),
            row.getInt("timeline"),
            row.getLong("journal_table"),
            row.getTimestamp("started_at").toInstant());

    private final Jdbi jdbi;
    private final Journal journal;

    ClusterMark(Jdbi jdbi, Journal journal) {
        this.jdbi = jdbi;
        this.journal = journal;
    }

    private record Mark(long systemIdentifier, int timeline, long journalTable, Instant startedAt) {

        boolean isOfTheSameHistory(Mark other) {
            return systemIdentifier == other.systemIdentifier
                    && timeline == other.timeline
                    && journalTable == other.journalTable;
        }
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        look();
    }

    /// Compares the database with its mark, and marks it. Where it is another, every journal goes on under another
    /// epoch from the same transaction on. Where the database does not tell (rights revoked, no PostgreSQL of the
    /// usual kind) nothing changes but the log.
    ///
    /// @throws JdbiException where it is out of reach, and it is to be looked at again
    public void look() {
        try {
            var here =
                    jdbi.withHandle(handle -> handle.createQuery(HERE).map(MARK).one());
            jdbi.useTransaction(handle -> compare(handle, here));
        } catch (JdbiException e) {
            if (Outage.isBehind(e)) {
                throw e;
            }
            LOG.warnf(
                    "the database does not say which one it is; restored ones are noticed by lost positions only: %s",
                    e.getMessage());
        }
    }

    private void compare(Handle handle, Mark here) {
        if (save(handle, """
                insert into cluster_mark (system_identifier, timeline, journal_table, started_at) \
                values (:systemIdentifier, :timeline, :journalTable, :startedAt) on conflict do nothing""", here)) {
            return;
        }
        var marked = handle.createQuery(
                        "select system_identifier, timeline, journal_table, started_at from cluster_mark for update")
                .map(MARK)
                .one();
        if (!here.isOfTheSameHistory(marked)) {
            int renewed = journal.renewEpochs(handle);
            LOG.warnf(
                    "the database was restored or promoted, journals go on anew: infoSessions=%d before=%s since=%s",
                    renewed, marked.startedAt(), here.startedAt());
        }
        if (!here.equals(marked)) {
            save(handle, """
                    update cluster_mark set system_identifier = :systemIdentifier, timeline = :timeline, \
                    journal_table = :journalTable, started_at = :startedAt""", here);
        }
    }

    private static boolean save(Handle handle, String sql, Mark mark) {
        return handle.createUpdate(sql)
                        .bind("systemIdentifier", mark.systemIdentifier())
                        .bind("timeline", mark.timeline())
                        .bind("journalTable", mark.journalTable())
                        .bind("startedAt", mark.startedAt())
                        .execute()
                > 0;
    }
}
