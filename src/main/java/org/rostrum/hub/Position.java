package org.rostrum.hub;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where in a session's history something is. Sequence numbers of different epochs cannot be compared. `tag` is
/// made of all that has happened up to there, so that two histories of one epoch are told apart by it; what it
/// is made of is the owner's business.
public record Position(UUID epoch, long seq, String tag) {

    public Position {
        if (seq < 0) {
            throw new IllegalArgumentException("negative seq");
        }
    }

    /// The position a client says it holds; empty where it holds none or writes it wrongly, which comes to the
    /// same: it is asked to fetch a snapshot.
    public static Optional<Position> parse(@Nullable String epoch, @Nullable String seq, @Nullable String tag) {
        if (epoch == null || seq == null || tag == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Position(UUID.fromString(epoch), Long.parseLong(seq), tag));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
