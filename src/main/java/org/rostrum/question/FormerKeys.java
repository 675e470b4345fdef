package org.rostrum.question;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jdbi.v3.core.Jdbi;
import org.rostrum.identity.KeyExchanged;

/// Sees to it that whoever exchanges their key keeps their questions and votes.
@ApplicationScoped
class FormerKeys {

    private final Jdbi jdbi;
    private final Authors authors;

    FormerKeys(Jdbi jdbi, Authors authors) {
        this.jdbi = jdbi;
        this.authors = authors;
    }

    void take(@Observes KeyExchanged exchanged) {
        jdbi.useHandle(handle -> authors.move(handle, exchanged.former(), exchanged.present()));
    }
}
