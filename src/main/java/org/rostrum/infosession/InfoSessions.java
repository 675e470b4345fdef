package org.rostrum.infosession;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.UnknownWord;
import org.rostrum.identity.InfoSessionId;

/// Stores information sessions. Changing one is the writer's business; it holds the journal's head row meanwhile.
@ApplicationScoped
public class InfoSessions {

    private static final String COLUMNS = """
            id, join_code, phase, title_en, title_fr, description_en, description_fr, starts_at, ends_at, \
            starts_local, ends_local, time_zone, stream_url, switches, notice_en, notice_fr, notice_at, rehearsal_of, created_at""";

    public Optional<InfoSession> find(Handle handle, InfoSessionId id) {
        return handle.createQuery("select " + COLUMNS + " from info_session where id = :id")
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    public Optional<InfoSessionId> idOf(Handle handle, JoinCode code) {
        return handle.createQuery("select id from info_session where join_code = :code")
                .bind("code", code.value())
                .mapTo(UUID.class)
                .findOne()
                .map(InfoSessionId::new);
    }

    public Optional<InfoSession> findByCode(Handle handle, JoinCode code) {
        return handle.createQuery("select " + COLUMNS + " from info_session where join_code = :code")
                .bind("code", code.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    /// All sessions, the newest first.
    public List<InfoSession> all(Handle handle) {
        return handle.createQuery("select " + COLUMNS + " from info_session order by created_at desc, id desc")
                .map((row, _) -> read(row))
                .list();
    }

    /// Stores a new session.
    ///
    /// @return false where its join code is taken, and then nothing is stored
    public boolean insert(Handle handle, InfoSession session) {
        var insert = handle.createUpdate("insert into info_session (" + COLUMNS + """
                ) values (:id, :code, :phase, :titleEn, :titleFr, :descriptionEn, :descriptionFr, :startsAt, :endsAt, \
                cast(:starts as timestamp), cast(:ends as timestamp), :timeZone, :streamUrl, :switches, :noticeEn, :noticeFr, :noticeAt, :rehearsalOf, :createdAt) \
                on conflict (join_code) do nothing""");
        var rehearsalOf = session.rehearsalOf();
        bindState(insert, session)
                .bind("code", session.code().value())
                .bind("rehearsalOf", rehearsalOf == null ? null : rehearsalOf.value())
                .bind("createdAt", session.createdAt());
        return insert.execute() == 1;
    }

    /// Stores what can change of a session.
    public void update(Handle handle, InfoSession session) {
        var update = handle.createUpdate("""
                update info_session set phase = :phase, title_en = :titleEn, title_fr = :titleFr, \
                description_en = :descriptionEn, description_fr = :descriptionFr, starts_at = :startsAt, \
                ends_at = :endsAt, starts_local = cast(:starts as timestamp), \
                ends_local = cast(:ends as timestamp), time_zone = :timeZone, stream_url = :streamUrl, switches = :switches, \
                notice_en = :noticeEn, notice_fr = :noticeFr, notice_at = :noticeAt where id = :id""");
        bindState(update, session);
        update.execute();
    }

    /// Keeps a session from being deleted until the transaction ends. Others may keep it at the same time.
    ///
    /// @return false where there is no such session
    public boolean keep(Handle handle, InfoSessionId id) {
        return handle.createQuery("select 1 from info_session where id = :id for key share")
                .bind("id", id.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /// Takes a rehearsal that is to be deleted, once nobody [#keep]s it any more. The journal's head row must be held.
    ///
    /// @throws IllegalArgumentException where the session is no rehearsal
    public void lockRehearsal(Handle handle, InfoSessionId id) {
        boolean isRehearsal = handle.createQuery(
                        "select 1 from info_session where id = :id and rehearsal_of is not null for update")
                .bind("id", id.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (!isRehearsal) {
            throw new IllegalArgumentException("only a rehearsal can be deleted");
        }
    }

    /// Removes the row of a session that [#lockRehearsal] took.
    public void delete(Handle handle, InfoSessionId id) {
        handle.createUpdate("delete from info_session where id = :id")
                .bind("id", id.value())
                .execute();
    }

    private static <S extends SqlStatement<S>> S bindState(S statement, InfoSession session) {
        var plan = session.plan();
        var notice = session.notice();
        var noticeText = notice == null ? Localized.NONE : notice.text();
        return statement
                .bind("id", session.id().value())
                .bind("phase", session.phase().name())
                .bind("titleEn", plan.titles().en())
                .bind("titleFr", plan.titles().fr())
                .bind("descriptionEn", plan.descriptions().en())
                .bind("descriptionFr", plan.descriptions().fr())
                // the instants are for servers of a version that knows no local times, while both are running
                .bind("startsAt", plan.startsAt())
                .bind("endsAt", plan.endsAt())
                .bind("starts", text(plan.starts()))
                .bind("ends", text(plan.ends()))
                .bind("timeZone", plan.timeZone().getId())
                .bind("streamUrl", plan.streamUrl())
                .bind("switches", switchesToText(session.switches()))
                .bind("noticeEn", noticeText.en())
                .bind("noticeFr", noticeText.fr())
                .bind("noticeAt", notice == null ? null : notice.at());
    }

    private static InfoSession read(ResultSet row) throws SQLException {
        var noticeAt = instant(row, "notice_at");
        var timeZone = ZoneId.of(row.getString("time_zone"));
        var rehearsalOf = row.getObject("rehearsal_of", UUID.class);
        return new InfoSession(
                new InfoSessionId(row.getObject("id", UUID.class)),
                new JoinCode(row.getString("join_code")),
                UnknownWord.read(Phase.class, row.getString("phase")),
                new InfoSession.Plan(
                        new Localized(row.getString("title_en"), row.getString("title_fr")),
                        new Localized(row.getString("description_en"), row.getString("description_fr")),
                        local(row, "starts", timeZone),
                        local(row, "ends", timeZone),
                        timeZone,
                        row.getString("stream_url")),
                switchesFromText(row.getString("switches")),
                noticeAt == null
                        ? null
                        : new Notice(new Localized(row.getString("notice_en"), row.getString("notice_fr")), noticeAt),
                rehearsalOf == null ? null : new InfoSessionId(rehearsalOf),
                row.getTimestamp("created_at").toInstant());
    }

    /// A planned time. Where a server without local times has made the row since, it is what clocks show at
    /// its instant.
    private static @Nullable LocalDateTime local(ResultSet row, String which, ZoneId zone) throws SQLException {
        var instant = instant(row, which + "_at");
        if (instant == null) {
            return null;
        }
        var local = row.getObject(which + "_local", LocalDateTime.class);
        return local == null ? LocalDateTime.ofInstant(instant, zone) : local;
    }

    /// As text, because the driver's own way leads over the JVM's time zone, which may leave the time out.
    private static @Nullable String text(@Nullable LocalDateTime time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static String switchesToText(Switches switches) {
        return switches.on().stream().map(Switch::name).collect(Collectors.joining(","));
    }

    private static Switches switchesFromText(String text) {
        return new Switches(Arrays.stream(text.split(","))
                .filter(word -> !word.isEmpty())
                .map(word -> UnknownWord.read(Switch.class, word))
                .collect(Collectors.toSet()));
    }
}
