package org.rostrum.hub;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.rostrum.wire.ServerMessage;

/// When each of those who are connected to a stopping node is asked to come back: spread evenly over a time that grows
/// with their number, so that the nodes they come back to have only so many a second. Any thread.
final class ReturnTimes {

    private static final long UNKNOWN = -1;

    private final HubConfig.Farewell config;
    private final IntSupplier connections;
    private final RandomGenerator random;

    /// In milliseconds. Taken once: while they leave, those left are ever fewer.
    private final AtomicLong spread = new AtomicLong(UNKNOWN);

    ReturnTimes(HubConfig.Farewell config, IntSupplier connections, RandomGenerator random) {
        this.config = config;
        this.connections = connections;
        this.random = random;
    }

    /// What one connection is told.
    Encoded bye() {
        return Encoded.personal(ServerMessage.Bye.restarting(next()));
    }

    /// Milliseconds for one connection to wait.
    long next() {
        return random.nextLong(spread() + 1);
    }

    private long spread() {
        if (spread.get() == UNKNOWN) {
            long wanted = connections.getAsInt() * 1_000L / config.returnsPerSecond();
            spread.compareAndSet(
                    UNKNOWN,
                    Math.clamp(
                            wanted,
                            config.minSpread().toMillis(),
                            config.maxSpread().toMillis()));
        }
        return spread.get();
    }
}
