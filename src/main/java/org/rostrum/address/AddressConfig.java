package org.rostrum.address;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/// Where the installation says it is reached.
@ConfigMapping(prefix = "rostrum")
public interface AddressConfig {

    /// Scheme, host and where needed a port, without a path. Unset, the machine's address in the local network is
    /// found, which is what trying it on a phone needs.
    Optional<URI> publicUrl();
}
