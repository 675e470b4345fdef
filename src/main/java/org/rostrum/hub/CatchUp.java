package org.rostrum.hub;

import java.util.Map;
import java.util.UUID;

/// What a subscriber is to be sent so that it stands where the feed does.
sealed interface CatchUp {

    /// Nothing: it stands there, or ahead.
    record Nothing() implements CatchUp {}

    /// One frame, made from the rows as they are at `to`; `votes` is what it says of them.
    record By(Position to, Encoded frame, Map<UUID, Long> votes) implements CatchUp {}

    /// No frame leads there: the backlog does not reach back, or the frame would be too large.
    record Lost() implements CatchUp {}
}
