package org.rostrum.hub;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/// All feeds of this node, and their common time.
@Singleton
public final class Hub {

    private final HubConfig config;
    private final Clockwork clockwork;
    private final Runnable onShutdown;
    private final Figures figures = new Figures();
    private final ReturnTimes returnTimes;
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
        this.returnTimes = new ReturnTimes(
                config.farewell(),
                this::subscribers,
                () -> ThreadLocalRandom.current().nextLong());
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

    /// Ends every feed, before this node stops: each connection is told when to come back.
    public void farewell() {
        feeds.forEach(Feed::farewell);
    }

    public HubConfig config() {
        return config;
    }

    Clockwork clockwork() {
        return clockwork;
    }

    ReturnTimes returnTimes() {
        return returnTimes;
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
