package org.rostrum.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Adds the migrations that are Java to those that are SQL. Whoever migrates beside the server asks for it too.
@Singleton
public class JavaMigrations implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.javaMigrations(new LocalTimesMigration());
    }
}
