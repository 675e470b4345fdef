package org.rostrum.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/// Sign-in switched on, with Quarkus's light development provider in place of a real one. It asks no password, takes
/// any name with any roles, checks neither the code's verifier nor the address to return to, and ends no session of
/// its own.
public class WithProvider implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<String, String>();
        settings.put("quarkus.devservices.enabled", "true");
        settings.put("quarkus.datasource.devservices.enabled", "false");
        settings.put("quarkus.oidc.devservices.enabled", "true");
        settings.put("quarkus.oidc.devservices.roles.hana", "rostrum-host");
        settings.put("quarkus.oidc.tenant-enabled", "true");
        settings.put("quarkus.oidc.client-id", "rostrum");
        return settings;
    }
}
