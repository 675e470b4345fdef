package org.rostrum;

import io.quarkus.runtime.configuration.ConfigUtils;
import java.nio.file.Path;
import java.util.Optional;
import org.rostrum.database.DatabaseConfig;

/// What must be known before Quarkus starts, from the same sources it reads later (system properties, environment,
/// `config/application.properties` beside the working directory, the packaged file).
///
/// @param databaseUrl where a database is configured; then none is embedded
record LaunchSettings(Optional<String> databaseUrl, Path dataDir) {

    static LaunchSettings read() {
        var config = ConfigUtils.configBuilder()
                .withMapping(DatabaseConfig.class)
                // the other features' settings are mapped later, by Quarkus
                .withValidateUnknown(false)
                .build();
        return new LaunchSettings(
                config.getOptionalValue("quarkus.datasource.jdbc.url", String.class),
                config.getConfigMapping(DatabaseConfig.class).dataDir());
    }
}
