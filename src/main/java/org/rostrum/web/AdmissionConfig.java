package org.rostrum.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What strangers may hold of this node before anybody knows who they are.
@ConfigMapping(prefix = "rostrum.limits")
interface AdmissionConfig {

    /// How long a request's head may take to come, and then its body. Whoever is slower is cut off.
    @WithDefault("10S")
    Duration requestTime();

    /// Connections to sessions from one network. Twice as many may be open in all, with those that ask for pages. Does
    /// not hold where a proxy tells the addresses: then all come from the proxy, which has limits of its own.
    @WithDefault("2000")
    int connectionsPerAddress();
}
