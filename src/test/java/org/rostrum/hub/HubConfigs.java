package org.rostrum.hub;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/// The hub's configuration outside of a running server.
final class HubConfigs {

    private HubConfigs() {}

    static HubConfig defaults() {
        return with(Map.of());
    }

    /// The defaults but for some properties, without their prefix.
    static HubConfig with(Map<String, String> properties) {
        var prefixed = new java.util.HashMap<String, String>();
        properties.forEach((name, value) -> prefixed.put("rostrum.hub." + name, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(HubConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build()
                .getConfigMapping(HubConfig.class);
    }
}
