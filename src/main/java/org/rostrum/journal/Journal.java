package org.rostrum.journal;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.rostrum.identity.InfoSessionId;

/// The record of every information session. All writing happens inside the caller's transaction and under the head
/// row, which [#lockHead] takes: one writer at a time, over all nodes.
@ApplicationScoped
public class Journal {

    private static final RowMapper<Head> HEAD =
            (row, _) -> new Head(row.getObject("epoch", UUID.class), row.getLong("seq"), row.getInt("questions"));

    /// Begins a journal at position 0 under a random epoch.
    public void begin(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate("insert into journal_head (info_session, epoch, seq, questions) values (:id, :epoch, 0, 0)")
                .bind("id", infoSession.value())
                .bind("epoch", UUID.randomUUID())
                .execute();
    }

    /// Takes the head row for this transaction; waits for whoever holds it. Empty where there is no such session.
    public Optional<Head> lockHead(Handle handle, InfoSessionId infoSession) {
        return handle.createQuery("select epoch, seq, questions from journal_head where info_session = :id for update")
                .bind("id", infoSession.value())
                .map(HEAD)
                .findOne();
    }

    /// The head as this transaction sees it, without taking it.
    public Optional<Head> head(Handle handle, InfoSessionId infoSession) {
        return handle.createQuery("select epoch, seq, questions from journal_head where info_session = :id")
                .bind("id", infoSession.value())
                .map(HEAD)
                .findOne();
    }

    /// The heads of several journals at once.
    public Map<InfoSessionId, Head> heads(Handle handle, Collection<InfoSessionId> infoSessions) {
        return handle.createQuery(
                        "select info_session, epoch, seq, questions from journal_head where info_session = any(:ids)")
                .bindArray("ids", UUID.class, values(infoSessions))
                .map((row, context) ->
                        Map.entry(new InfoSessionId(row.getObject("info_session", UUID.class)), HEAD.map(row, context)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Stores entries and moves the head to the last of them. The head row must be held.
    public void append(Handle handle, InfoSessionId infoSession, Head next, List<JournalEntry> entries) {
        var batch = handle.prepareBatch(
                "insert into journal_entry (info_session, seq, at, actor, kind, payload) values (:infoSession, :seq, :at, :actor, :kind, :payload)");
        for (var entry : entries) {
            batch.bind("infoSession", infoSession.value())
                    .bind("seq", entry.seq())
                    .bind("at", entry.at())
                    .bind("actor", entry.actor())
                    .bind("kind", entry.kind())
                    .bind("payload", entry.payload())
                    .add();
        }
        batch.execute();
        handle.createUpdate("update journal_head set seq = :seq, questions = :questions where info_session = :id")
                .bind("seq", next.seq())
                .bind("questions", next.questions())
                .bind("id", infoSession.value())
                .execute();
    }

    /// Entries after `seq` in order, at most `limit`.
    public List<JournalEntry> after(Handle handle, InfoSessionId infoSession, long seq, int limit) {
        return handle.createQuery(
                        "select seq, at, actor, kind, payload from journal_entry where info_session = :id and seq > :seq order by seq limit :limit")
                .bind("id", infoSession.value())
                .bind("seq", seq)
                .bind("limit", limit)
                .map((row, _) -> entry(infoSession, row))
                .list();
    }

    /// The entry at a position.
    public Optional<JournalEntry> find(Handle handle, InfoSessionId infoSession, long seq) {
        return handle.createQuery(
                        "select seq, at, actor, kind, payload from journal_entry where info_session = :id and seq = :seq")
                .bind("id", infoSession.value())
                .bind("seq", seq)
                .map((row, _) -> entry(infoSession, row))
                .findOne();
    }

    /// When the entry at a position was made.
    public Optional<Instant> timeOf(Handle handle, InfoSessionId infoSession, long seq) {
        return handle.createQuery("select at from journal_entry where info_session = :id and seq = :seq")
                .bind("id", infoSession.value())
                .bind("seq", seq)
                .map((row, _) -> row.getTimestamp("at").toInstant())
                .findOne();
    }

    /// Goes on under another epoch: positions taken so far mean nothing any more. The head row must be held.
    public UUID renewEpoch(Handle handle, InfoSessionId infoSession) {
        var epoch = UUID.randomUUID();
        handle.createUpdate("update journal_head set epoch = :epoch where info_session = :id")
                .bind("epoch", epoch)
                .bind("id", infoSession.value())
                .execute();
        return epoch;
    }

    /// Goes on in every journal under another epoch, each with its head row, which this takes one after the other.
    ///
    /// @return how many journals there are
    int renewEpochs(Handle handle) {
        return handle.execute("update journal_head set epoch = gen_random_uuid()");
    }

    /// Removes a journal with its head row, which must be held.
    public void delete(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate("delete from journal_entry where info_session = :id")
                .bind("id", infoSession.value())
                .execute();
        handle.createUpdate("delete from journal_head where info_session = :id")
                .bind("id", infoSession.value())
                .execute();
    }

    private static JournalEntry entry(InfoSessionId infoSession, ResultSet row) throws SQLException {
        return new JournalEntry(
                infoSession,
                row.getLong("seq"),
                row.getTimestamp("at").toInstant(),
                row.getString("actor"),
                row.getString("kind"),
                row.getString("payload"));
    }

    private static List<UUID> values(Collection<InfoSessionId> ids) {
        return ids.stream().map(InfoSessionId::value).toList();
    }
}
