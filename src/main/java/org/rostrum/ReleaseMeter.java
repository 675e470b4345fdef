package org.rostrum;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;

/// Says among the figures which Rostrum runs, always 1.
@Singleton
class ReleaseMeter {

    void start(@Observes StartupEvent event, MeterRegistry meters) throws IOException {
        var release = Release.read();
        Gauge.builder("rostrum.info", () -> 1)
                .description("Which version and commit runs")
                .tag("version", release.version())
                .tag("commit", release.commit())
                .register(meters);
    }
}
