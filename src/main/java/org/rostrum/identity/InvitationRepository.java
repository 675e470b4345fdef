package org.rostrum.identity;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/// The personal links, in PostgreSQL.
@Singleton
class InvitationRepository {

    /// SQL state of PostgreSQL.
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private static final RowMapper<Invitation> INVITATION = (row, _) -> new Invitation(
            new InvitationId(row.getObject("id", UUID.class)),
            infoSession(row),
            Role.valueOf(row.getString("role")),
            row.getString("name"),
            row.getBoolean("single_use"),
            row.getTimestamp("created_at").toInstant(),
            row.getTimestamp("expires_at").toInstant(),
            row.getString("made_by"),
            instant(row, "used_at"),
            instant(row, "last_used_at"),
            row.getInt("browsers"),
            instant(row, "revoked_at"),
            row.getString("revoked_by"));

    /// With what its grants tell of it.
    private static final String SELECT = """
            select i.*, g.last_used_at, coalesce(g.browsers, 0) as browsers from invitation i
                left join lateral (
                    select max(coalesce(last_used_at, created_at)) as last_used_at,
                        count(*) filter (where ended_at is null) as browsers
                    from access_grant where invitation = i.id) g on true
            """;

    /// Any number, the same for all servers: whoever makes links for hosts does so one after the other.
    private static final long HOSTS_LOCK = 7_416_311_520_088_001_003L;

    private final Jdbi jdbi;

    InvitationRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Stores it, unless its session is gone; one may end at any moment.
    ///
    /// @return whether it is stored
    boolean insert(Invitation invitation, byte[] tokenHash) {
        try {
            jdbi.useHandle(handle -> insert(handle, invitation, tokenHash));
            return true;
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException cause && FOREIGN_KEY_VIOLATION.equals(cause.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static void insert(Handle handle, Invitation invitation, byte[] tokenHash) {
        handle.createUpdate("""
                        insert into invitation (id, info_session, role, name, token_hash, single_use, created_at, expires_at, made_by)
                        values (:id, :infoSession, :role, :name, :tokenHash, :singleUse, :createdAt, :expiresAt, :madeBy)
                        """)
                .bind("id", invitation.id().value())
                .bindByType("infoSession", value(invitation.infoSession()), UUID.class)
                .bind("role", invitation.role().name())
                .bind("name", invitation.name())
                .bind("tokenHash", tokenHash)
                .bind("singleUse", invitation.singleUse())
                .bind("createdAt", invitation.createdAt())
                .bind("expiresAt", invitation.expiresAt())
                .bind("madeBy", invitation.madeBy())
                .execute();
    }

    /// Stores a link for a host of the installation and takes back any other made by the same that waits.
    void replaceWaitingHost(Invitation invitation, byte[] tokenHash) {
        jdbi.useTransaction(handle -> {
            lockHosts(handle);
            handle.createUpdate("""
                            update invitation set revoked_at = :now, revoked_by = :madeBy
                            where info_session is null and single_use and used_at is null and revoked_at is null
                                and coalesce(made_by, :madeBy) = :madeBy
                            """)
                    .bind("now", invitation.createdAt())
                    .bind("madeBy", invitation.madeBy())
                    .execute();
            insert(handle, invitation, tokenHash);
        });
    }

    /// Stores a link for a host of the installation where there is no host yet, nor another link that waits.
    ///
    /// @return false where there is
    boolean insertFirstHost(Invitation invitation, byte[] tokenHash) {
        return jdbi.inTransaction(handle -> {
            lockHosts(handle);
            boolean hasWayIn = !hosts(handle, invitation.createdAt()).isEmpty();
            if (!hasWayIn) {
                insert(handle, invitation, tokenHash);
            }
            return !hasWayIn;
        });
    }

    private static void lockHosts(Handle handle) {
        handle.createQuery("select 1 from pg_advisory_xact_lock(:lock)")
                .bind("lock", HOSTS_LOCK)
                .mapTo(Integer.class)
                .one();
    }

    /// Links for hosts of the installation that are good or can be opened, oldest first.
    List<Invitation> findHosts(Instant now) {
        return jdbi.withHandle(handle -> hosts(handle, now));
    }

    private static List<Invitation> hosts(Handle handle, Instant now) {
        return handle.createQuery(SELECT + """
                        where i.info_session is null and i.revoked_at is null and i.expires_at > :now
                        order by i.created_at, i.id
                        """).bind("now", now).map(INVITATION).list();
    }

    List<Invitation> find(InfoSessionId infoSession) {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + "where i.info_session = :infoSession order by i.created_at, i.id")
                        .bind("infoSession", infoSession.value())
                        .map(INVITATION)
                        .list());
    }

    Optional<Invitation> find(byte[] tokenHash) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "where i.token_hash = :tokenHash")
                .bind("tokenHash", tokenHash)
                .map(INVITATION)
                .findOne());
    }

    /// What the session of an invitation is called, for the page on which it is opened.
    Optional<Entrance> findEntrance(byte[] tokenHash) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select i.role, i.name, s.join_code, s.title_en, s.title_fr
                        from invitation i left join info_session s on s.id = i.info_session
                        where i.token_hash = :tokenHash
                        """)
                .bind("tokenHash", tokenHash)
                .map((row, _) -> new Entrance(
                        Role.valueOf(row.getString("role")).wire(),
                        row.getString("name"),
                        row.getString("join_code"),
                        Entrance.Titles.of(row.getString("title_en"), row.getString("title_fr"))))
                .findOne());
    }

    /// Opens an invitation for somebody new: marks it used and adds a grant, both or neither. Of two who open a
    /// single-use link at once one succeeds, for the update holds the row. The link of a host of the installation
    /// is good from then on until `hostUntil`.
    ///
    /// @return false where it cannot be opened
    boolean open(byte[] tokenHash, byte[] secretHash, UUID grant, Instant now, Instant hostUntil) {
        return jdbi.inTransaction(handle -> handle.createUpdate("""
                                with opened as (
                                    update invitation set used_at = coalesce(used_at, :now),
                                        expires_at = case when info_session is null then :hostUntil else expires_at end
                                    where token_hash = :tokenHash and revoked_at is null and expires_at > :now
                                        and not (single_use and used_at is not null)
                                    returning id)
                                insert into access_grant (id, invitation, secret_hash, created_at)
                                select :grant, id, :secretHash, :now from opened
                                """)
                        .bind("tokenHash", tokenHash)
                        .bind("secretHash", secretHash)
                        .bind("grant", grant)
                        .bind("now", now)
                        .bind("hostUntil", hostUntil)
                        .execute()
                == 1);
    }

    /// Takes an invitation back; one that was taken back before stays as it was.
    ///
    /// @return empty where the session has no such invitation
    Optional<Invitation> revoke(InfoSessionId infoSession, InvitationId id, String by, Instant now) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate(REVOKE + "and info_session = :infoSession")
                    .bind("now", now)
                    .bind("by", by)
                    .bind("id", id.value())
                    .bind("infoSession", infoSession.value())
                    .execute();
            return handle.createQuery(SELECT + "where i.id = :id and i.info_session = :infoSession")
                    .bind("id", id.value())
                    .bind("infoSession", infoSession.value())
                    .map(INVITATION)
                    .findOne();
        });
    }

    /// The same for the link of a host of the whole installation.
    Optional<Invitation> revokeHost(InvitationId id, String by, Instant now) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate(REVOKE + "and info_session is null")
                    .bind("now", now)
                    .bind("by", by)
                    .bind("id", id.value())
                    .execute();
            return handle.createQuery(SELECT + "where i.id = :id and i.info_session is null")
                    .bind("id", id.value())
                    .map(INVITATION)
                    .findOne();
        });
    }

    private static final String REVOKE =
            "update invitation set revoked_at = :now, revoked_by = :by where id = :id and revoked_at is null ";

    /// Invitations of these sessions, or to the whole installation, that were taken back since.
    List<InvitationId> revokedSince(Collection<InfoSessionId> infoSessions, Instant since) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id from invitation
                        where revoked_at > :since and (info_session is null or info_session = any(:infoSessions))
                        """)
                .bindArray(
                        "infoSessions",
                        UUID.class,
                        infoSessions.stream().map(InfoSessionId::value).toList())
                .bind("since", since)
                .mapTo(UUID.class)
                .map(InvitationId::new)
                .list());
    }

    /// Those of these invitations that were taken back or have expired.
    Set<InvitationId> findBad(Handle handle, Collection<InvitationId> ids, Instant now) {
        return handle.createQuery(
                        "select id from invitation where id = any(:ids) and (revoked_at is not null or expires_at <= :now)")
                .bindArray(
                        "ids", UUID.class, ids.stream().map(InvitationId::value).toList())
                .bind("now", now)
                .mapTo(UUID.class)
                .map(InvitationId::new)
                .set();
    }

    void moveExpiry(Handle handle, InfoSessionId infoSession, Instant expiresAt, Duration longest) {
        handle.createUpdate("""
                        update invitation set expires_at = least(:expiresAt, created_at + make_interval(secs => :longest))
                        where info_session = :infoSession
                        """)
                .bind("expiresAt", expiresAt)
                .bind("longest", (double) longest.toSeconds())
                .bind("infoSession", infoSession.value())
                .execute();
    }

    void delete(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate("""
                delete from access_grant using invitation \
                where access_grant.invitation = invitation.id and invitation.info_session = :infoSession""").bind("infoSession", infoSession.value()).execute();
        handle.createUpdate("delete from invitation where info_session = :infoSession")
                .bind("infoSession", infoSession.value())
                .execute();
    }

    static @Nullable InfoSessionId infoSession(ResultSet row) throws SQLException {
        var id = row.getObject("info_session", UUID.class);
        return id == null ? null : new InfoSessionId(id);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable UUID value(@Nullable InfoSessionId infoSession) {
        return infoSession == null ? null : infoSession.value();
    }
}
