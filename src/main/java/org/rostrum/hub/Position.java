package org.rostrum.hub;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where in a session's history something is. Sequence numbers of different epochs cannot be compared.
public record Position(UUID epoch, long seq) {

    public Position {
        if (seq < 0) {
            throw new IllegalArgumentException("negative seq");
        }
    }

    /// The position a client says it holds; empty where it holds none or writes it wrongly, which comes to the
    /// same: it is asked to fetch a snapshot.
    public static Optional<Position> parse(@Nullable String epoch, @Nullable String seq) {
        if (epoch == null || seq == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Position(UUID.fromString(epoch), Long.parseLong(seq)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
