package org.rostrum;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.util.Optional;
import org.rostrum.address.AddressConfig;
import org.rostrum.address.PublicAddress;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.DatabaseConfig;

/// What must be known without Quarkus, from the same sources that it reads (system properties, environment,
/// `config/application.properties` beside the working directory, the packaged file).
///
/// @param database where one is configured; then none is embedded
/// @param port where the server is to listen; 0 for any
record LaunchSettings(Optional<DatabaseAccess> database, DataFolder folder, PublicAddress address, int port) {

    static LaunchSettings read() {
        var config = ConfigUtils.configBuilder()
                .withMapping(DatabaseConfig.class)
                .withMapping(AddressConfig.class)
                // the other features' settings are mapped later, by Quarkus
                .withValidateUnknown(false)
                .build();
        int port = config.getValue("quarkus.http.port", Integer.class);
        return new LaunchSettings(
                text(config, "quarkus.datasource.jdbc.url")
                        .map(url -> new DatabaseAccess(
                                url,
                                text(config, "quarkus.datasource.username").orElse(""),
                                text(config, "quarkus.datasource.password").orElse(""))),
                new DataFolder(config.getConfigMapping(DatabaseConfig.class).dataDir()),
                new PublicAddress(config.getConfigMapping(AddressConfig.class).publicUrl(), () -> port),
                port);
    }

    private static Optional<String> text(SmallRyeConfig config, String property) {
        return config.getOptionalValue(property, String.class);
    }
}
