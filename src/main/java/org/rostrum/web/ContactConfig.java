package org.rostrum.web;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/// Whom people reach who have found a weakness.
@ConfigMapping(prefix = "rostrum")
interface ContactConfig {

    /// The operator's address for reports, `mailto:…` or `https://…`. Unset, there is no `security.txt`.
    Optional<URI> securityContact();
}
