package org.rostrum;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Optional;
import org.rostrum.address.AddressConfig;
import org.rostrum.address.ForwardingConfig;
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
/// @param listeners where the server is to listen and shares the port with nobody
/// @param objection why a server must not start with these settings
record LaunchSettings(
        Optional<DatabaseAccess> database,
        Optional<DatabaseAccess> owner,
        DataFolder folder,
        PublicAddress address,
        LinkConfig links,
        List<Listener> listeners,
        Optional<String> objection) {

    /// @param name what its settings begin with
    /// @param host `0.0.0.0` for all of the machine's addresses
    /// @param port 0 for any
    record Listener(String name, String host, int port) {

        static Listener of(SmallRyeConfig config, String name) {
            return new Listener(
                    name,
                    config.getValue(name + ".host", String.class),
                    config.getValue(name + ".port", Integer.class));
        }
    }

    static LaunchSettings read() {
        var config = ConfigUtils.configBuilder()
                .withMapping(DatabaseConfig.class)
                .withMapping(AddressConfig.class)
                .withMapping(LinkConfig.class)
                .withMapping(ForwardingConfig.class)
                // the other features' settings are mapped later, by Quarkus
                .withValidateUnknown(false)
                .build();
        var http = Listener.of(config, "quarkus.http");
        var management = Listener.of(config, "quarkus.management");
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
                new PublicAddress(config.getConfigMapping(AddressConfig.class).publicUrl(), http.host(), http::port),
                config.getConfigMapping(LinkConfig.class),
                isPortOurs(config) ? List.of(http, management) : List.of(management),
                config.getConfigMapping(ForwardingConfig.class).objection());
    }

    /// Whether it listens without TLS, on a port that it shares with nobody.
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
