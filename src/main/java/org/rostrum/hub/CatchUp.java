package org.rostrum.hub;

/// What a subscriber is to be sent so that it stands where the feed does.
sealed interface CatchUp {

    /// Nothing: it stands there, or ahead.
    record Nothing() implements CatchUp {}

    /// One frame, made from the rows as they are at `to`.
    record By(Position to, Encoded frame) implements CatchUp {}

    /// No frame leads there: the backlog does not reach back, or the frame would be too large.
    record Lost() implements CatchUp {}
}
