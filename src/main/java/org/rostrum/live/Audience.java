package org.rostrum.live;

import java.util.Locale;
import java.util.Optional;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Role;

/// Who may see what: the four surfaces of an information session.
enum Audience {
    ROOM,
    DESK,
    STAGE,
    OVERLAY;

    /// Whether anyone with the join code belongs to it.
    boolean isOpen() {
        return this == ROOM || this == OVERLAY;
    }

    /// Whether this person may see it.
    boolean admits(Actor.Staff staff) {
        return switch (this) {
            case ROOM, OVERLAY -> true;
            case DESK -> staff.role().covers(Role.MODERATOR);
            case STAGE -> staff.role() != Role.VIEWER;
        };
    }

    /// The audience as the protocol spells it.
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Audience> ofWire(String word) {
        for (var audience : values()) {
            if (audience.wire().equals(word)) {
                return Optional.of(audience);
            }
        }
        return Optional.empty();
    }
}
