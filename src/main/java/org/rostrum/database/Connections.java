package org.rostrum.database;

import io.vertx.pgclient.PgConnectOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// Makes the two ways to the configured database: JDBI over the pool for everything, and the options for the one
/// connection outside it that listens for notifications.
@ApplicationScoped
class Connections {

    private static final String JDBC = "jdbc:";
    private static final int DEFAULT_PORT = 5432;

    /// Thread-safe; each use takes a connection from the pool for as long as its handle is open.
    @Produces
    @Singleton
    Jdbi jdbi(DataSource pool) {
        return Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /// The same database for the reactive client, read from the JDBC address. A new object each time, for the options
    /// can be changed.
    @Produces
    @Dependent
    PgConnectOptions listening(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        return options(jdbcUrl, user, password);
    }

    static PgConnectOptions options(String jdbcUrl, Optional<String> user, Optional<String> password) {
        if (!jdbcUrl.startsWith(JDBC + "postgresql://")) {
            throw new IllegalArgumentException(
                    "quarkus.datasource.jdbc.url must have the form jdbc:postgresql://host:port/database");
        }
        var address = URI.create(jdbcUrl.substring(JDBC.length()));
        var options = new PgConnectOptions()
                .setHost(address.getHost())
                .setPort(address.getPort() < 0 ? DEFAULT_PORT : address.getPort())
                .setDatabase(address.getPath().substring(1));
        user.ifPresent(options::setUser);
        password.ifPresent(options::setPassword);
        return options;
    }
}
