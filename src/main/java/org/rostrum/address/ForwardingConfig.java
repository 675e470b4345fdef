package org.rostrum.address;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/// What Quarkus's HTTP server believes of proxies, as far as we must know it.
@ConfigMapping(prefix = "quarkus.http.proxy")
public interface ForwardingConfig {

    /// Whether headers of proxies are believed at all.
    @WithDefault("false")
    boolean proxyAddressForwarding();

    /// Whether `Forwarded` (RFC 7239) is.
    @WithDefault("false")
    boolean allowForwarded();

    /// Addresses, networks and names of those that are believed.
    Optional<List<String>> trustedProxies();

    /// Why a server must not start with these settings: nothing where it may.
    default Optional<String> objection() {
        if (!proxyAddressForwarding()) {
            return Optional.empty();
        }
        if (trustedProxies().filter(proxies -> !proxies.isEmpty()).isEmpty()) {
            return Optional.of("Headers of proxies are believed (quarkus.http.proxy.proxy-address-forwarding), but"
                    + " nothing says of which: everybody could choose the address that limits count by. Name them with"
                    + " quarkus.http.proxy.trusted-proxies, for instance 127.0.0.1 or 10.0.0.0/8.");
        }
        return allowForwarded()
                ? Optional.of("Clients' addresses are read from X-Forwarded-For alone. Leave"
                        + " quarkus.http.proxy.allow-forwarded off and have the proxy set that header.")
                : Optional.empty();
    }
}
