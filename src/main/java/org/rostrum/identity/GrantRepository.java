package org.rostrum.identity;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/// What opened links have left in browsers, in PostgreSQL.
@Singleton
class GrantRepository {

    private static final RowMapper<Grant> GRANT = (row, _) -> new Grant(
            new GrantId(row.getObject("grant_id", UUID.class)),
            new InvitationId(row.getObject("id", UUID.class)),
            InvitationRepository.infoSession(row),
            row.getString("join_code"),
            Role.valueOf(row.getString("role")),
            row.getString("name"),
            row.getTimestamp("expires_at").toInstant());

    private static final String GOOD = """
            from access_grant g
                join invitation i on i.id = g.invitation
                left join info_session s on s.id = i.info_session
            where g.secret_hash = any(:secretHashes) and g.ended_at is null
                and i.revoked_at is null and i.expires_at > :now
                and coalesce(g.last_used_at, g.created_at) > :idleSince
            """;

    private final Jdbi jdbi;

    GrantRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The good ones among these grants, newest first. Where a use was not noted for a while it is.
    List<Grant> use(List<byte[]> secretHashes, Instant now, Instant idleSince, Duration notedEvery) {
        return jdbi.withHandle(handle -> {
            var unnoted = new ArrayList<UUID>();
            var noted = now.minus(notedEvery);
            var good = handle.createQuery("""
                            select g.id as grant_id, g.last_used_at, i.id, i.info_session, s.join_code, i.role, i.name,
                                i.expires_at
                            """ + GOOD + "order by g.created_at desc, g.id")
                    .bindArray("secretHashes", byte[].class, secretHashes)
                    .bind("now", now)
                    .bind("idleSince", idleSince)
                    .map((row, context) -> {
                        var last = InvitationRepository.instant(row, "last_used_at");
                        if (last == null || last.isBefore(noted)) {
                            unnoted.add(row.getObject("grant_id", UUID.class));
                        }
                        return GRANT.map(row, context);
                    })
                    .list();
            if (!unnoted.isEmpty()) {
                // rows that somebody else has just locked are noted by them
                handle.createUpdate("""
                                update access_grant set last_used_at = :now where id in (
                                    select id from access_grant where id = any(:ids) for update skip locked)
                                """)
                        .bind("now", now)
                        .bindArray("ids", UUID.class, unnoted)
                        .execute();
            }
            return good;
        });
    }

    /// The hashes of the good ones among these grants, in hexadecimal.
    Set<String> findGoodHashes(List<byte[]> secretHashes, Instant now, Instant idleSince) {
        return jdbi.withHandle(handle -> handle.createQuery("select encode(g.secret_hash, 'hex') " + GOOD)
                .bindArray("secretHashes", byte[].class, secretHashes)
                .bind("now", now)
                .bind("idleSince", idleSince)
                .mapTo(String.class)
                .set());
    }

    void end(List<GrantId> grants, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update access_grant set ended_at = :now where id = any(:ids) and ended_at is null")
                .bind("now", now)
                .bindArray(
                        "ids", UUID.class, grants.stream().map(GrantId::value).toList())
                .execute());
    }

    List<GrantId> endedSince(Instant since) {
        return jdbi.withHandle(handle -> handle.createQuery("select id from access_grant where ended_at > :since")
                .bind("since", since)
                .mapTo(UUID.class)
                .map(GrantId::new)
                .list());
    }
}
