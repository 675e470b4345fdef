package org.rostrum.identity;

import java.util.Locale;

/// What a person may do. What a person may *see* is an audience, which the desk, the stage and the room derive from
/// this.
public enum Role {
    VIEWER,
    PANELIST,
    MODERATOR,
    HOST;

    /// Whether holding this role allows acting as `wanted`: a host may do what moderators and panelists do,
    /// everyone else only their own.
    public boolean covers(Role wanted) {
        return this == wanted || (this == HOST && wanted != VIEWER);
    }

    /// The role as the protocol spells it.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
