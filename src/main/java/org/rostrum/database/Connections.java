package org.rostrum.database;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.postgres.PostgresPlugin;

/// Hands out the one way to the database that everything of ours shares: SQL by JDBI on the pooled data source.
@Singleton
final class Connections {

    /// Thread-safe; each use takes a connection from the pool for as long as its handle is open. What is thrown names
    /// neither statement nor values, which may be what somebody wrote: faults are logged, texts never.
    @Produces
    @Singleton
    Jdbi jdbi(DataSource pool) {
        return Jdbi.create(pool)
                .installPlugin(new PostgresPlugin())
                .configure(StatementExceptions.class, config -> config.setMessageRendering(MessageRendering.NONE));
    }
}
