package org.rostrum.hub;

import org.rostrum.wire.CloseCode;

/// What a feed tells all its subscribers at once, each on its own loop.
sealed interface Broadcast {

    /// The frame (prev, to].
    record Head(long prev, Position to, Encoded frame) implements Broadcast {}

    /// A snapshot is to be fetched by everybody before `floor` or in another epoch; frames go on from `at`.
    record Wave(Encoded resync, Position at, long floor) implements Broadcast {}

    /// The tally numbered `stamp`, made where the feed was at `at`.
    record Votes(long stamp, Position at, Encoded tally) implements Broadcast {}

    /// A state, of which only the newest of its kind counts.
    record State(Encoded state) implements Broadcast {}

    /// The node stops.
    record Stop() implements Broadcast {}

    /// The feed ends.
    record Farewell(Encoded bye, CloseCode code) implements Broadcast {}

    /// Time to look for stalled and silent connections.
    record Sweep(long nanoTime) implements Broadcast {}
}
