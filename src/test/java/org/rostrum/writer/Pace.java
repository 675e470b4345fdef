package org.rostrum.writer;

import java.time.Duration;

/// How a test's writers gather.
record Pace(int batchMax, Duration gather, int waitingMax) implements WriterConfig {

    /// Long enough that a batch waits until it is full.
    private static final Duration UNTIL_FULL = Duration.ofSeconds(20);

    /// Exactly so many commands are committed together.
    static Pace untilFull(int batchMax) {
        return untilFull(batchMax, 100);
    }

    /// The same with so many places in the line.
    static Pace untilFull(int batchMax, int waitingMax) {
        return new Pace(batchMax, UNTIL_FULL, waitingMax);
    }

    @Override
    public int staffWaitingMax() {
        return waitingMax;
    }

    @Override
    public Duration retryAfter() {
        return Duration.ofSeconds(1);
    }
}
