package org.rostrum.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/// Which of the identity provider's roles or groups stand for ours, in every information session, and how long it is
/// waited for. Where in a token roles are found is said to Quarkus (`quarkus.oidc.roles.role-claim-path`); names
/// are compared letter by letter.
@ConfigMapping(prefix = "rostrum.sign-in")
interface SignInConfig {

    /// Those who plan sessions and may do everything in them.
    @WithDefault("rostrum-host")
    Set<String> host();

    /// Those who work at the desk.
    @WithDefault("rostrum-moderator")
    Set<String> moderator();

    /// Those who answer on stage.
    @WithDefault("rostrum-panelist")
    Set<String> panelist();

    /// How long anybody waits for the provider before it counts as out of reach.
    @WithDefault("5S")
    Duration providerTimeout();
}
