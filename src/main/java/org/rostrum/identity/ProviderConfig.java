package org.rostrum.identity;

import io.smallrye.config.ConfigMapping;

/// What of Quarkus's own settings for the identity provider our answers must know.
@ConfigMapping(prefix = "quarkus.oidc")
interface ProviderConfig {

    /// Whether there is a provider to sign in with.
    boolean tenantEnabled();
}
