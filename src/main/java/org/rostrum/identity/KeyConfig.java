package org.rostrum.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How many new participants one network may bring to this node.
@ConfigMapping(prefix = "rostrum.limits")
interface KeyConfig {

    /// Participants' keys made a minute for one network (an IPv4 address, an IPv6 /64): as many at once as a large
    /// school brings when questions open, few enough that nobody makes thousands of votes. Beyond it
    /// `too-many-requests`; pages wait and ask again.
    @WithDefault("600")
    int keysPerNetwork();
}
