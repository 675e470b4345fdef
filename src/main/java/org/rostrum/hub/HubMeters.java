package org.rostrum.hub;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/// The hub's figures for those who watch the node.
@Singleton
final class HubMeters implements MeterBinder {

    private final Hub hub;

    HubMeters(Hub hub) {
        this.hub = hub;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("rostrum.hub.subscribers", hub, Hub::subscribers)
                .description("Connections that have joined a feed")
                .register(registry);
        Gauge.builder("rostrum.hub.feeds", hub, Hub::feeds)
                .description("Feeds that are open: one for each audience of each session in memory")
                .register(registry);
        var figures = hub.figures();
        count(registry, "rostrum.hub.frames", "Frames cut, each for everybody at the head of a feed", figures.frames);
        count(registry, "rostrum.hub.catch.ups", "Merged frames sent to one who had fallen behind", figures.catchUps);
        count(registry, "rostrum.hub.resyncs", "Times somebody was told to fetch a snapshot", figures.resyncs);
        count(registry, "rostrum.hub.too.slow", "Connections closed because they did not read", figures.tooSlow);
    }

    private static void count(MeterRegistry registry, String name, String description, LongAdder figure) {
        FunctionCounter.builder(name, figure, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
