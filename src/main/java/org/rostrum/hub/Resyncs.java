package org.rostrum.hub;

import java.time.Duration;
import java.util.concurrent.locks.Lock;

/// When everybody who is lost is told to fetch a snapshot: at once, but not again within the interval, so that
/// a session that changes faster than it can be told costs each client one snapshot per interval. Guarded by
/// the feed's lock.
final class Resyncs {

    private final HubConfig.Resync config;
    private final Clockwork clockwork;
    private final Lock lock;
    private final Runnable wave;
    private long lastAt;
    private boolean scheduled;

    Resyncs(HubConfig.Resync config, Clockwork clockwork, Lock lock, Runnable wave) {
        this.config = config;
        this.clockwork = clockwork;
        this.lock = lock;
        this.wave = wave;
        this.lastAt = clockwork.nanoTime() - config.interval().toNanos();
    }

    void request() {
        if (scheduled) {
            return;
        }
        long wait = lastAt + config.interval().toNanos() - clockwork.nanoTime();
        if (wait <= 0) {
            send();
            return;
        }
        scheduled = true;
        clockwork.after(Duration.ofNanos(wait), () -> {
            lock.lock();
            try {
                scheduled = false;
                send();
            } finally {
                lock.unlock();
            }
        });
    }

    /// Over how long so many clients spread their fetching.
    Duration spread(int clients) {
        var even = Duration.ofMillis(clients * 1000L / config.snapshotsPerSecond());
        return even.compareTo(config.maxSpread()) < 0 ? even : config.maxSpread();
    }

    private void send() {
        lastAt = clockwork.nanoTime();
        wave.run();
    }
}
