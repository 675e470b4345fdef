package org.rostrum.infosession;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Adds the migration that is Java to those that are SQL.
@Singleton
class JavaMigrations implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.javaMigrations(new LocalTimesMigration());
    }
}
