package org.rostrum.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Whom the identity provider's issuer and subject stand for, in PostgreSQL.
@Singleton
class AccountRepository {

    private final Jdbi jdbi;
    private final Clock clock;

    AccountRepository(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// The id of a person, made when they are seen for the first time. Of two servers that see them at once one
    /// makes it.
    AccountId get(String issuer, String subject) {
        return jdbi.withHandle(handle -> find(handle, issuer, subject).orElseGet(() -> {
            insert(handle, issuer, subject);
            return find(handle, issuer, subject).orElseThrow();
        }));
    }

    private static Optional<AccountId> find(Handle handle, String issuer, String subject) {
        return handle.createQuery("select id from account where issuer = :issuer and subject = :subject")
                .bind("issuer", issuer)
                .bind("subject", subject)
                .mapTo(UUID.class)
                .findOne()
                .map(AccountId::new);
    }

    private void insert(Handle handle, String issuer, String subject) {
        handle.createUpdate("""
                        insert into account (id, issuer, subject, created_at)
                        values (:id, :issuer, :subject, :now) on conflict (issuer, subject) do nothing
                        """)
                .bind("id", UuidCreator.getTimeOrderedEpoch())
                .bind("issuer", issuer)
                .bind("subject", subject)
                .bind("now", clock.instant())
                .execute();
    }
}
