package org.rostrum.infosession;

import java.util.Optional;
import org.rostrum.identity.Role;

/// A two-way setting of an information session that somebody flips while it runs. Each says where it stands by
/// default and who may flip it.
public enum Switch {
    INTAKE_PAUSED("intakePaused", false, Role.MODERATOR),
    VOTING_PAUSED("votingPaused", false, Role.MODERATOR),
    SLOW_MODE("slowMode", false, Role.MODERATOR),
    HIDDEN("hidden", false, Role.MODERATOR),
    GRAPHIC("graphic", false, Role.MODERATOR),
    PREMODERATION("premoderation", true, Role.HOST),
    VOTING("voting", true, Role.HOST),
    NAMES("names", false, Role.HOST),
    TELL_DISRESPECTFUL("tellDisrespectful", true, Role.HOST);

    private final String wire;
    private final boolean onByDefault;
    private final Role flippedBy;

    Switch(String wire, boolean onByDefault, Role flippedBy) {
        this.wire = wire;
        this.onByDefault = onByDefault;
        this.flippedBy = flippedBy;
    }

    /// The switch as the protocol spells it.
    public String wire() {
        return wire;
    }

    public boolean onByDefault() {
        return onByDefault;
    }

    /// The least role that may flip it.
    public Role flippedBy() {
        return flippedBy;
    }

    /// The switch of that wire word.
    public static Optional<Switch> ofWire(String word) {
        for (var each : values()) {
            if (each.wire.equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
