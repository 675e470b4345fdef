package org.rostrum.writer;

import java.time.Duration;

/// How a test's writers gather.
record Pace(int batchMax, Duration gather, int waitingMax) implements WriterConfig {
    @Override
    public Duration retryAfter() {
        return Duration.ofSeconds(1);
    }
}
