package org.rostrum.hub;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Two event loops, and little patience.
public final class HubTestProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.vertx.event-loops-pool-size", "2",
                "rostrum.hub.connection.stall-limit", "3s",
                "rostrum.hub.connection.sweep", "200ms",
                "rostrum.hub.connection.close-grace", "500ms");
    }
}
