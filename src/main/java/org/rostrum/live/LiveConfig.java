package org.rostrum.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What one network address may take of this node. Generous, because a school or a base is one address.
@ConfigMapping(prefix = "rostrum.limits")
interface LiveConfig {

    /// Connections open at the same time from one address; beyond it they are closed with `too-many-connections`.
    @WithDefault("2000")
    int connectionsPerAddress();

    /// Questions a minute from one address; beyond it new ones are refused with `too-many-requests`, and as many
    /// are looked for among those stored.
    @WithDefault("120")
    int questionsPerAddress();

    /// Votes a minute from one participant; beyond it new ones are refused with `too-many-requests`, and as many
    /// are looked for among those stored.
    @WithDefault("60")
    int votesPerParticipant();
}
