package org.rostrum.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long personal links and what they leave in browsers are good for.
@ConfigMapping(prefix = "rostrum.links")
public interface LinkConfig {

    /// How long a session's link lives at most after it was made, however the session's end is moved.
    @WithDefault("366D")
    Duration longest();

    /// How long a link for a host of the installation waits to be opened.
    @WithDefault("24H")
    Duration hostLinkWaits();

    /// How long such a link, once opened, makes a browser the host's: without an identity provider there is no other
    /// way in but the console.
    @WithDefault("180D")
    Duration hostLasts();

    /// What a link has left in a browser ends when it was not used for this time. The link may be opened again.
    @WithDefault("30D")
    Duration idleLimit();
}
