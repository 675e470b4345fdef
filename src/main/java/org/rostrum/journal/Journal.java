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

    private static final RowMapper<Head> HEAD = (row, _) -> new Head(
            row.getObject("epoch", UUID.class),
            row.getLong("seq"),
            row.getInt("questions"),
            Digest.of(row.getBytes("digest")));

    /// Begins a journal at position 0 under a random epoch.
    public void begin(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate(
                        "insert into journal_head (info_session, epoch, seq, questions, digest) values (:id, :epoch, 0, 0, :digest)")
                .bind("id", infoSession.value())
                .bind("digest", Digest.NONE.bytes())
                .bind("epoch", UUID.randomUUID())
                .execute();
    }

    /// Takes the head row for this transaction; waits for whoever holds it. Empty where there is no such session.
    public Optional<Head> lockHead(Handle handle, InfoSessionId infoSession) {
        return handle.createQuery(
                        "select epoch, seq, questions, digest from journal_head where info_session = :id for update")
                .bind("id", infoSession.value())
                .map(HEAD)
                .findOne();
    }

    /// The head as this transaction sees it, without taking it.
    public Optional<Head> head(Handle handle, InfoSessionId infoSession) {
        return handle.createQuery("select epoch, seq, questions, digest from journal_head where info_session = :id")
                .bind("id", infoSession.value())
                .map(HEAD)
                .findOne();
    }

    /// The heads of several journals at once.
    public Map<InfoSessionId, Head> heads(Handle handle, Collection<InfoSessionId> infoSessions) {
        return handle.createQuery(
                        "select info_session, epoch, seq, questions, digest from journal_head where info_session = any(:ids)")
                .bindArray("ids", UUID.class, values(infoSessions))
                .map((row, context) ->
                        Map.entry(new InfoSessionId(row.getObject("info_session", UUID.class)), HEAD.map(row, context)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Stores entries and moves the head to the last of them. The head row must be held.
    public void append(Handle handle, InfoSessionId infoSession, Head next, List<JournalEntry> entries) {
        var batch = handle.prepareBatch(
                "insert into journal_entry (info_session, seq, at, actor, kind, payload, digest) values (:infoSession, :seq, :at, :actor, :kind, :payload, :digest)");
        for (var entry : entries) {
            batch.bind("infoSession", infoSession.value())
                    .bind("seq", entry.seq())
                    .bind("at", entry.at())
                    .bind("actor", entry.actor())
                    .bind("kind", entry.kind())
                    .bind("payload", entry.payload())
                    .bind("digest", entry.digest().bytes())
                    .add();
        }
        batch.execute();
        handle.createUpdate(
                        "update journal_head set seq = :seq, questions = :questions, digest = :digest where info_session = :id")
                .bind("seq", next.seq())
                .bind("questions", next.questions())
                .bind("digest", next.digest().bytes())
                .bind("id", infoSession.value())
                .execute();
    }

    /// Entries after `seq` in order, at most `limit`.
    public List<JournalEntry> after(Handle handle, InfoSessionId infoSession, long seq, int limit) {
        return handle.createQuery(
                        "select seq, at, actor, kind, payload, digest from journal_entry where info_session = :id and seq > :seq order by seq limit :limit")
                .bind("id", infoSession.value())
                .bind("seq", seq)
                .bind("limit", limit)
                .map((row, _) -> entry(infoSession, row))
                .list();
    }

    /// The entry at a position.
    public Optional<JournalEntry> find(Handle handle, InfoSessionId infoSession, long seq) {
        return handle.createQuery(
                        "select seq, at, actor, kind, payload, digest from journal_entry where info_session = :id and seq = :seq")
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

    /// The tag of the digest at a position, `0` included; empty where the journal has not come so far. Reads one row.
    public Optional<String> tag(Handle handle, InfoSessionId infoSession, long seq) {
        if (seq == 0) {
            return Optional.of(Digest.NONE.tag());
        }
        return handle.createQuery("select digest from journal_entry where info_session = :id and seq = :seq")
                .bind("id", infoSession.value())
                .bind("seq", seq)
                .map((row, _) -> Digest.of(row.getBytes("digest")).tag())
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
    public int renewEpochs(Handle handle) {
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
                row.getString("payload"),
                Digest.of(row.getBytes("digest")));
    }

    private static List<UUID> values(Collection<InfoSessionId> ids) {
        return ids.stream().map(InfoSessionId::value).toList();
    }
}
