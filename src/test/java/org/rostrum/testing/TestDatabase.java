package org.rostrum.testing;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.JavaMigrations;

/// The database of the server under test, for tests that reach it beside the server.
@Singleton
public class TestDatabase {

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    public DatabaseAccess access() {
        return new DatabaseAccess(url, user, password);
    }

    /// Another database of the same PostgreSQL.
    public DatabaseAccess named(String name) {
        return new DatabaseAccess(url.substring(0, url.lastIndexOf('/') + 1) + name, user, password);
    }

    /// All our migrations for a schema of its own.
    public FluentConfiguration migrations(String schema) {
        return migrations(access()).schemas(schema).locations("classpath:db/migration");
    }

    /// All our migrations for a database.
    public static FluentConfiguration migrations(DatabaseAccess access) {
        var configuration = Flyway.configure().dataSource(access.jdbcUrl(), access.user(), access.password());
        new JavaMigrations().customize(configuration);
        return configuration;
    }
}
