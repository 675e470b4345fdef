package org.rostrum.question;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.UnknownWord;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.Switch;

/// Stores questions and their texts. Writing is the writer's business; it holds the journal's head row meanwhile.
@ApplicationScoped
public class Questions {

    private static final int SALT_BYTES = 16;

    private static final String COLUMNS = """
            id, number, author, origin, text_version, name_version, note_version, revision, status, held, pinned, \
            rank, merged_into, reason, in_writing, language, before, note_before, decided_actor, decided_name, \
            decided_at, decided_seq, settled_name, settled_at, asked_at, published_at, queued_at, aired_at, answered_at""";

    private static final String UPSERT = "insert into question (info_session, " + COLUMNS + """
            ) values (:infoSession, :id, :number, :author, :origin, :textVersion, :nameVersion, :noteVersion, \
            :revision, :status, :held, :pinned, :rank, :mergedInto, :reason, :inWriting, :language, :before, \
            :noteBefore, :decidedActor, :decidedName, :decidedAt, :decidedSeq, :settledName, :settledAt, :askedAt, \
            :publishedAt, :queuedAt, :airedAt, :answeredAt) on conflict (id) do update set text_version = excluded.text_version, \
            name_version = excluded.name_version, note_version = excluded.note_version, \
            revision = excluded.revision, status = excluded.status, held = excluded.held, \
            pinned = excluded.pinned, rank = excluded.rank, merged_into = excluded.merged_into, \
            reason = excluded.reason, in_writing = excluded.in_writing, language = excluded.language, \
            before = excluded.before, note_before = excluded.note_before, decided_actor = excluded.decided_actor, \
            decided_name = excluded.decided_name, decided_at = excluded.decided_at, \
            decided_seq = excluded.decided_seq, settled_name = excluded.settled_name, \
            settled_at = excluded.settled_at, published_at = excluded.published_at, \
            queued_at = excluded.queued_at, aired_at = excluded.aired_at, answered_at = excluded.answered_at \
            where question.info_session = excluded.info_session""";

    private final SecureRandom salts = new SecureRandom();

    /// Every question of a session, in no promised order.
    public List<QuestionRow> all(Handle handle, InfoSessionId infoSession) {
        return rows(handle.createQuery("select " + COLUMNS + " from question where info_session = :infoSession")
                .bind("infoSession", infoSession.value()));
    }

    /// Those of the ids that are questions of this session.
    public List<QuestionRow> find(Handle handle, InfoSessionId infoSession, Collection<QuestionId> ids) {
        return rows(handle.createQuery(
                        "select " + COLUMNS + " from question where info_session = :infoSession and id = any(:ids)")
                .bind("infoSession", infoSession.value())
                .bindArray(
                        "ids", UUID.class, ids.stream().map(QuestionId::value).toList()));
    }

    /// What the stage works from: the queue and the question on air.
    public List<QuestionRow> stage(Handle handle, InfoSessionId infoSession) {
        return rows(handle.createQuery("select " + COLUMNS
                        + " from question where info_session = :infoSession and status in ('QUEUED', 'ON_AIR')")
                .bind("infoSession", infoSession.value()));
    }

    /// These questions, what they are merged into to the end, and what goes along with them and with none between.
    public List<QuestionRow> groups(Handle handle, InfoSessionId infoSession, Collection<QuestionId> ids) {
        return rows(handle.createQuery("select " + COLUMNS + " from question " + """
                where info_session = :infoSession and (merged_into = any(:ids) or id in (
                    with recursive up (id, merged_into) as (
                        select id, merged_into from question where id = any(:ids)
                        union
                        select question.id, question.merged_into
                        from up join question on question.id = up.merged_into)
                    select id from up))""")
                .bind("infoSession", infoSession.value())
                .bindArray(
                        "ids", UUID.class, ids.stream().map(QuestionId::value).toList()));
    }

    /// What each of the authors has asked in this session; authors who asked nothing are missing.
    public Map<AuthorId, AskerRecord> askerRecords(Handle handle, InfoSession session, Collection<AuthorId> authors) {
        var records = new HashMap<AuthorId, AskerRecord>();
        // who waits as far as the asker can tell: see QuestionRow.isWaiting
        handle.createQuery("""
                select author, count(*) filter (where status = 'PENDING' or reason = :silent) as waiting, \
                count(*) as total, max(asked_at) as last from question where author = any(:authors) group by author""")
                .bind("silent", session.isOn(Switch.TELL_DISRESPECTFUL) ? null : DismissReason.DISRESPECTFUL.name())
                .bindArray(
                        "authors",
                        UUID.class,
                        authors.stream().map(AuthorId::value).toList())
                .map((row, _) -> records.put(
                        new AuthorId(row.getObject("author", UUID.class)),
                        new AskerRecord(row.getInt("waiting"), row.getInt("total"), instant(row, "last"))))
                .list();
        return records;
    }

    /// Those of the numbers that a question of this session bears.
    public Set<Integer> takenNumbers(Handle handle, InfoSessionId infoSession, Collection<Integer> numbers) {
        return handle.createQuery(
                        "select number from question where info_session = :infoSession and number = any(:numbers)")
                .bind("infoSession", infoSession.value())
                .bindArray("numbers", Integer.class, numbers)
                .mapTo(Integer.class)
                .set();
    }

    /// Those of the ids that are questions of another session.
    public Set<QuestionId> elsewhere(Handle handle, InfoSessionId infoSession, Collection<QuestionId> ids) {
        return handle
                .createQuery("select id from question where id = any(:ids) and info_session <> :infoSession")
                .bindArray(
                        "ids", UUID.class, ids.stream().map(QuestionId::value).toList())
                .bind("infoSession", infoSession.value())
                .mapTo(UUID.class)
                .stream()
                .map(QuestionId::new)
                .collect(Collectors.toSet());
    }

    /// Removes the questions of a session that is being deleted, with their texts.
    public void delete(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate("""
                delete from question_text using question \
                where question_text.question = question.id and question.info_session = :infoSession""").bind("infoSession", infoSession.value()).execute();
        handle.createUpdate("delete from question where info_session = :infoSession")
                .bind("infoSession", infoSession.value())
                .execute();
    }

    /// Stores rows, new or changed, in ascending order of their ids.
    public void save(Handle handle, InfoSessionId infoSession, Collection<QuestionRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch(UPSERT);
        rows.stream().sorted((a, b) -> a.id().compareTo(b.id())).forEach(row -> {
            var standing = row.standing();
            var decided = row.decided();
            var settled = row.settled();
            batch.bind("infoSession", infoSession.value())
                    .bind("id", row.id().value())
                    .bind("number", row.number())
                    .bind("author", row.author() == null ? null : row.author().value())
                    .bind("origin", row.origin().name())
                    .bind("textVersion", row.textVersion())
                    .bind("nameVersion", row.nameVersion())
                    .bind("noteVersion", row.noteVersion())
                    .bind("revision", row.revision())
                    .bind("status", standing.status().name())
                    .bind("held", standing.held())
                    .bind("pinned", standing.pinned())
                    .bind("rank", standing.rank())
                    .bind(
                            "mergedInto",
                            standing.mergedInto() == null
                                    ? null
                                    : standing.mergedInto().value())
                    .bind(
                            "reason",
                            standing.reason() == null ? null : standing.reason().name())
                    .bind("inWriting", standing.inWriting())
                    .bind("language", standing.language().name())
                    .bind("before", row.before() == null ? null : StandingText.write(row.before()))
                    .bind("noteBefore", row.noteBefore())
                    .bind("decidedActor", decided == null ? null : decided.actor())
                    .bind("decidedName", decided == null ? null : decided.name())
                    .bind("decidedAt", decided == null ? null : decided.at())
                    .bind("decidedSeq", decided == null ? null : decided.seq())
                    .bind("settledName", settled == null ? null : settled.name())
                    .bind("settledAt", settled == null ? null : settled.at())
                    .bind("askedAt", row.askedAt())
                    .bind("publishedAt", row.publishedAt())
                    .bind("queuedAt", row.queuedAt())
                    .bind("airedAt", row.airedAt())
                    .bind("answeredAt", row.answeredAt())
                    .add();
        });
        batch.execute();
    }

    /// Stores new texts and returns each with the salt it was stored under.
    public Map<QuestionText, byte[]> saveTexts(Handle handle, Collection<QuestionText> texts) {
        var salted = new HashMap<QuestionText, byte[]>();
        if (texts.isEmpty()) {
            return salted;
        }
        var batch = handle.prepareBatch(
                "insert into question_text (question, version, body, salt) values (:question, :version, :body, :salt)");
        for (var text : texts) {
            var salt = new byte[SALT_BYTES];
            salts.nextBytes(salt);
            salted.put(text, salt);
            batch.bind("question", text.question().value())
                    .bind("version", text.version())
                    .bind("body", text.body())
                    .bind("salt", salt)
                    .add();
        }
        batch.execute();
        return salted;
    }

    /// All texts of these questions.
    public List<QuestionText> texts(Handle handle, Collection<QuestionId> questions) {
        return handle.createQuery("select question, version, body from question_text where question = any(:questions)")
                .bindArray(
                        "questions",
                        UUID.class,
                        questions.stream().map(QuestionId::value).toList())
                .map((row, _) -> new QuestionText(
                        new QuestionId(row.getObject("question", UUID.class)),
                        row.getInt("version"),
                        row.getString("body")))
                .list();
    }

    private static List<QuestionRow> rows(Query query) {
        return query.map((row, _) -> read(row)).list();
    }

    private static QuestionRow read(ResultSet row) throws SQLException {
        var before = row.getString("before");
        var decidedAt = instant(row, "decided_at");
        var settledAt = instant(row, "settled_at");
        return new QuestionRow(
                new QuestionId(row.getObject("id", UUID.class)),
                row.getInt("number"),
                Optional.ofNullable(row.getObject("author", UUID.class))
                        .map(AuthorId::new)
                        .orElse(null),
                UnknownWord.read(Origin.class, row.getString("origin")),
                row.getInt("text_version"),
                row.getObject("name_version", Integer.class),
                row.getObject("note_version", Integer.class),
                row.getObject("note_before", Integer.class),
                row.getInt("revision"),
                new Standing(
                        UnknownWord.read(Status.class, row.getString("status")),
                        row.getBoolean("held"),
                        row.getBoolean("pinned"),
                        row.getLong("rank"),
                        Optional.ofNullable(row.getObject("merged_into", UUID.class))
                                .map(QuestionId::new)
                                .orElse(null),
                        Optional.ofNullable(row.getString("reason"))
                                .map(word -> UnknownWord.read(DismissReason.class, word))
                                .orElse(null),
                        row.getBoolean("in_writing"),
                        UnknownWord.read(Language.class, row.getString("language"))),
                before == null ? null : StandingText.read(before),
                decidedAt == null
                        ? null
                        : new QuestionRow.Decided(
                                row.getString("decided_actor"),
                                row.getString("decided_name"),
                                decidedAt,
                                row.getLong("decided_seq")),
                settledAt == null ? null : new QuestionRow.Settled(row.getString("settled_name"), settledAt),
                row.getTimestamp("asked_at").toInstant(),
                instant(row, "published_at"),
                instant(row, "queued_at"),
                instant(row, "aired_at"),
                instant(row, "answered_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
