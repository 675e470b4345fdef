package org.rostrum;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.util.Optional;
import org.rostrum.address.AddressConfig;
import org.rostrum.address.PublicAddress;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.DatabaseConfig;
import org.rostrum.identity.LinkConfig;

/// What must be known without Quarkus, from the same sources that it reads (system properties, environment,
/// `config/application.properties` in the working directory, the packaged file).
///
/// @param database where one is configured; then none is embedded
/// @param owner who may make that one's tables
/// @param host where the server is to listen; `0.0.0.0` for all of the machine's addresses
/// @param port where the server is to listen; 0 for any
/// @param isPortOurs whether the server needs that port for itself: it listens without TLS, and shares it with nobody
record LaunchSettings(
        Optional<DatabaseAccess> database,
        Optional<DatabaseAccess> owner,
        DataFolder folder,
        PublicAddress address,
        LinkConfig links,
        String host,
        int port,
        boolean isPortOurs) {

    static LaunchSettings read() {
        var config = ConfigUtils.configBuilder()
                .withMapping(DatabaseConfig.class)
                .withMapping(AddressConfig.class)
                .withMapping(LinkConfig.class)
                // the other features' settings are mapped later, by Quarkus
                .withValidateUnknown(false)
                .build();
        var host = config.getValue("quarkus.http.host", String.class);
        int port = config.getValue("quarkus.http.port", Integer.class);
        var database = text(config, "quarkus.datasource.jdbc.url")
                .map(url -> new DatabaseAccess(
                        url,
                        text(config, "quarkus.datasource.username").orElse(""),
                        text(config, "quarkus.datasource.password").orElse("")));
        return new LaunchSettings(
                database,
                database.map(user -> new DatabaseAccess(
                        text(config, "quarkus.flyway.jdbc-url").orElse(user.jdbcUrl()),
                        text(config, "quarkus.flyway.username").orElse(user.user()),
                        text(config, "quarkus.flyway.password").orElse(user.password()))),
                new DataFolder(config.getConfigMapping(DatabaseConfig.class).dataDir()),
                new PublicAddress(config.getConfigMapping(AddressConfig.class).publicUrl(), host, () -> port),
                config.getConfigMapping(LinkConfig.class),
                host,
                port,
                isPortOurs(config));
    }

    private static boolean isPortOurs(SmallRyeConfig config) {
        boolean disabled = text(config, "quarkus.http.insecure-requests")
                .filter("disabled"::equalsIgnoreCase)
                .isPresent();
        boolean shared = config.getOptionalValue("quarkus.http.so-reuse-port", Boolean.class)
                .orElse(false);
        return !disabled && !shared;
    }

    private static Optional<String> text(SmallRyeConfig config, String property) {
        return config.getOptionalValue(property, String.class);
    }
}
