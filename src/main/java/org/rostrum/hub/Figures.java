package org.rostrum.hub;

import java.util.concurrent.atomic.LongAdder;

/// What the hub of this node has done since it started. Any thread.
final class Figures {

    /// Frames cut at the head of a feed, each for everybody who stood there.
    final LongAdder frames = new LongAdder();

    /// Merged frames sent to single subscribers who had fallen behind or come back.
    final LongAdder catchUps = new LongAdder();

    /// Times a subscriber was told to fetch a snapshot.
    final LongAdder resyncs = new LongAdder();

    /// Connections closed because they did not read.
    final LongAdder tooSlow = new LongAdder();
}
