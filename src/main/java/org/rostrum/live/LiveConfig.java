package org.rostrum.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What one network may take of this node, generous because a school or a base is one address, and how long staff are
/// taken at their word and sessions are kept for whoever comes back. A limit a minute is an allowance of as many at
/// once, which comes back within about a minute; of one that is shared a participant has at most half.
@ConfigMapping(prefix = "rostrum.limits")
interface LiveConfig {

    /// Connections to sessions open at the same time from one network; beyond it the newest of whoever has most is
    /// closed with `too-many-connections`, and all who show no key count as one.
    @WithDefault("2000")
    int connectionsPerAddress();

    /// Commands of the audience a minute, of whatever kind, from one participant; beyond it they are told to `retry`.
    @WithDefault("180")
    int commandsPerParticipant();

    /// The same from one address, shared among its participants.
    @WithDefault("6000")
    int commandsPerAddress();

    /// Questions a minute from one address, shared among its participants; beyond it new ones are refused with
    /// `too-many-requests`, and as many are looked for among those stored.
    @WithDefault("120")
    int questionsPerAddress();

    /// Join codes a minute from one address that no session has; beyond it codes that are new to the address are
    /// refused with `too-many-requests`.
    @WithDefault("60")
    int unknownCodesPerAddress();

    /// Votes a minute from one address, shared among its participants.
    @WithDefault("3000")
    int votesPerAddress();

    /// Votes a minute from one participant; beyond it new ones are refused with `too-many-requests`, and as many
    /// are looked for among those stored.
    @WithDefault("60")
    int votesPerParticipant();

    /// How long a connection of the desk or the stage lasts before it is asked to come back, so that a role or a link
    /// that was taken away in the meantime is noticed. Coming back takes a fraction of a second and loses nothing.
    @WithDefault("30M")
    Duration staffConnection();

    /// How long an information session stays in this node's memory after the last one who looked at it has left.
    @WithDefault("2M")
    Duration idleSession();
}
