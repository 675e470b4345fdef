package org.rostrum.identity;

import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// The installation's signing secrets, in PostgreSQL.
@Singleton
class SigningSecretRepository {

    private final Jdbi jdbi;

    SigningSecretRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// All that are kept, the newest first.
    List<SigningSecret> all() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from signing_secret order by generation desc")
                .map((row, _) -> new SigningSecret(
                        row.getInt("generation"),
                        row.getBytes("secret"),
                        row.getTimestamp("made_at").toInstant()))
                .list());
    }

    /// Stores a secret, unless another server has made that generation meanwhile.
    void insert(SigningSecret secret) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into signing_secret (generation, secret, made_at) values (:generation, :secret, :madeAt)
                        on conflict do nothing
                        """)
                .bind("generation", secret.generation())
                .bind("secret", secret.bytes())
                .bind("madeAt", secret.madeAt())
                .execute());
    }

    /// Forgets what is older than a generation.
    void deleteBefore(int generation) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from signing_secret where generation < :generation")
                .bind("generation", generation)
                .execute());
    }
}
