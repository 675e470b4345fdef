package org.rostrum.hub;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Two event loops, little patience, and TLS beside plain HTTP.
public final class HubTestProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.vertx.event-loops-pool-size", "2",
                "quarkus.http.test-ssl-port", "0",
                "quarkus.http.ssl.certificate.key-store-file",
                        TestCertificate.file().toString(),
                "quarkus.http.ssl.certificate.key-store-password", TestCertificate.PASSWORD,
                "rostrum.limits.request-time", "1s",
                "rostrum.hub.tick", "5ms",
                "rostrum.hub.connection.stall-limit", "3s",
                "rostrum.hub.connection.sweep", "200ms",
                "rostrum.hub.connection.close-grace", "500ms");
    }
}
