package org.rostrum.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// Hands out the one way to the database that everything of ours shares: SQL by JDBI on the pooled data source.
final class Database {

    private Database() {}

    @Produces
    @ApplicationScoped
    static Jdbi jdbi(DataSource dataSource) {
        return Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    }
}
