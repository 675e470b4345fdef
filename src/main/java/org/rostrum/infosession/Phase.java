package org.rostrum.infosession;

import java.util.Locale;
import java.util.Optional;

/// Where an information session is between planning and archive.
public enum Phase {
    DRAFT,
    SCHEDULED,
    OPEN,
    LIVE,
    CLOSED,
    ARCHIVED;

    /// Whether viewers may ask in this phase, switches apart.
    public boolean acceptsQuestions() {
        return this == OPEN || this == LIVE;
    }

    /// Whether viewers may vote in this phase, switches apart.
    public boolean acceptsVotes() {
        return acceptsQuestions();
    }

    /// Whether one step leads from here to `to`. Every step forward can be taken back, and a forgotten one may be
    /// skipped: a session goes live straight from its schedule.
    public boolean leadsTo(Phase to) {
        return switch (this) {
            case DRAFT -> to == SCHEDULED || to == OPEN || to == LIVE;
            case SCHEDULED -> to == DRAFT || to == OPEN || to == LIVE;
            case OPEN -> to == SCHEDULED || to == LIVE || to == CLOSED;
            case LIVE -> to == OPEN || to == CLOSED;
            case CLOSED -> to == OPEN || to == LIVE || to == ARCHIVED;
            case ARCHIVED -> to == CLOSED;
        };
    }

    /// The phase as the protocol spells it.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The phase of that wire word.
    public static Optional<Phase> ofWire(String word) {
        for (var phase : values()) {
            if (phase.wire().equals(word)) {
                return Optional.of(phase);
            }
        }
        return Optional.empty();
    }
}
