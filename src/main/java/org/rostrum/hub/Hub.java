package org.rostrum.hub;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.rostrum.wire.CloseCode;

/// All feeds of this node, and their common time.
@Singleton
public final class Hub {

    private final HubConfig config;
    private final Clockwork clockwork;
    private final Runnable onShutdown;
    private final Figures figures = new Figures();
    private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();

    @Inject
    Hub(HubConfig config) {
        this(config, timer());
    }

    private Hub(HubConfig config, ScheduledExecutorService timer) {
        this(config, Clockwork.on(timer), timer::shutdownNow);
    }

    Hub(HubConfig config, Clockwork clockwork, Runnable onShutdown) {
        this.config = config;
        this.clockwork = clockwork;
        this.onShutdown = onShutdown;
        clockwork.after(config.connection().sweep(), this::sweep);
    }

    /// Opens a feed at a position. The owner ends it; until then the hub keeps it.
    ///
    /// @param lock under which the owner's rows change, see [Feed]
    /// @param bytesPerSecond what one of its connections may cost, see [HubConfig#budget]
    public Feed open(Position position, ReentrantLock lock, long bytesPerSecond, FrameMaker maker) {
        var feed = new Feed(this, position, lock, bytesPerSecond, maker);
        feeds.add(feed);
        return feed;
    }

    /// Connections of this node that have joined a feed.
    public int subscribers() {
        return feeds.stream().mapToInt(Feed::subscribers).sum();
    }

    /// Feeds that are open.
    public int feeds() {
        return feeds.size();
    }

    /// Ends every feed, before this node stops.
    public void farewell(Encoded bye, CloseCode code) {
        feeds.forEach(feed -> feed.end(bye, code));
    }

    public HubConfig config() {
        return config;
    }

    Clockwork clockwork() {
        return clockwork;
    }

    Figures figures() {
        return figures;
    }

    void forget(Feed feed) {
        feeds.remove(feed);
    }

    @PreDestroy
    void stop() {
        onShutdown.run();
    }

    private void sweep() {
        clockwork.after(config.connection().sweep(), this::sweep);
        feeds.forEach(feed -> feed.sweep(clockwork.nanoTime()));
    }

    private static ScheduledExecutorService timer() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("hub-timer").daemon().factory());
    }
}
