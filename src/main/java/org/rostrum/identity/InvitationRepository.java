package org.rostrum.identity;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/// The personal links and the grants they have left, in PostgreSQL.
@Singleton
class InvitationRepository {

    private static final RowMapper<Invitation> INVITATION = (row, _) -> new Invitation(
            new InvitationId(row.getObject("id", UUID.class)),
            infoSession(row),
            Role.valueOf(row.getString("role")),
            row.getString("name"),
            row.getBoolean("single_use"),
            row.getTimestamp("created_at").toInstant(),
            row.getTimestamp("expires_at").toInstant(),
            instant(row, "used_at"),
            instant(row, "revoked_at"));

    private static final RowMapper<Grant> GRANT = (row, _) -> new Grant(
            new InvitationId(row.getObject("id", UUID.class)),
            infoSession(row),
            row.getString("join_code"),
            Role.valueOf(row.getString("role")),
            row.getString("name"),
            row.getTimestamp("expires_at").toInstant());

    private final Jdbi jdbi;

    InvitationRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(Invitation invitation, byte[] tokenHash) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into invitation (id, info_session, role, name, token_hash, single_use, created_at, expires_at)
                        values (:id, :infoSession, :role, :name, :tokenHash, :singleUse, :createdAt, :expiresAt)
                        """)
                .bind("id", invitation.id().value())
                .bindByType("infoSession", value(invitation.infoSession()), UUID.class)
                .bind("role", invitation.role().name())
                .bind("name", invitation.name())
                .bind("tokenHash", tokenHash)
                .bind("singleUse", invitation.singleUse())
                .bind("createdAt", invitation.createdAt())
                .bind("expiresAt", invitation.expiresAt())
                .execute());
    }

    List<Invitation> find(InfoSessionId infoSession) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from invitation where info_session = :infoSession order by created_at, id")
                .bind("infoSession", infoSession.value())
                .map(INVITATION)
                .list());
    }

    Optional<Invitation> find(byte[] tokenHash) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from invitation where token_hash = :tokenHash")
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
    /// single-use link at once one succeeds, for the update holds the row.
    ///
    /// @return false where it cannot be opened
    boolean open(byte[] tokenHash, byte[] secretHash, UUID grant, Instant now) {
        return jdbi.inTransaction(handle -> handle.createUpdate("""
                                with opened as (
                                    update invitation set used_at = coalesce(used_at, :now)
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
                        .execute()
                == 1);
    }

    /// The good ones among these grants, newest first.
    List<Grant> findGood(List<byte[]> secretHashes, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select i.id, i.info_session, s.join_code, i.role, i.name, i.expires_at
                        from access_grant g
                            join invitation i on i.id = g.invitation
                            left join info_session s on s.id = i.info_session
                        where g.secret_hash = any(:secretHashes) and i.revoked_at is null and i.expires_at > :now
                        order by g.created_at desc, g.id
                        """)
                .bindArray("secretHashes", byte[].class, secretHashes)
                .bind("now", now)
                .map(GRANT)
                .list());
    }

    /// Takes an invitation back; one that was taken back before stays as it was.
    ///
    /// @return false where the session has no such invitation
    boolean revoke(InfoSessionId infoSession, InvitationId id, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update invitation set revoked_at = coalesce(revoked_at, :now)
                                where id = :id and info_session = :infoSession
                                """)
                        .bind("now", now)
                        .bind("id", id.value())
                        .bind("infoSession", infoSession.value())
                        .execute()
                == 1);
    }

    /// Invitations of these sessions that were taken back since.
    List<InvitationId> revokedSince(Collection<InfoSessionId> infoSessions, Instant since) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from invitation where info_session = any(:infoSessions) and revoked_at > :since")
                .bindArray(
                        "infoSessions",
                        UUID.class,
                        infoSessions.stream().map(InfoSessionId::value).toList())
                .bind("since", since)
                .mapTo(UUID.class)
                .map(InvitationId::new)
                .list());
    }

    void moveExpiry(Handle handle, InfoSessionId infoSession, Instant expiresAt) {
        handle.createUpdate("update invitation set expires_at = :expiresAt where info_session = :infoSession")
                .bind("expiresAt", expiresAt)
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

    private static @Nullable InfoSessionId infoSession(ResultSet row) throws SQLException {
        var id = row.getObject("info_session", UUID.class);
        return id == null ? null : new InfoSessionId(id);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable UUID value(@Nullable InfoSessionId infoSession) {
        return infoSession == null ? null : infoSession.value();
    }
}
