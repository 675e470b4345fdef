package org.rostrum.database;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// All standing work of this node.
@ApplicationScoped
public class StandingWorks {

    /// Longer than any round takes whose waits all come to their deadlines.
    private static final Duration STUCK = Duration.ofSeconds(60);

    private static final Duration STOPPING = Duration.ofSeconds(10);

    private final Outages outages;
    private final MeterRegistry meters;
    private final List<StandingWork> works = new CopyOnWriteArrayList<>();

    StandingWorks(Outages outages, MeterRegistry meters) {
        this.outages = outages;
        this.meters = meters;
    }

    /// Begins standing work.
    ///
    /// @param pause between two rounds
    public void begin(String name, Duration pause, StandingWork.Round round) {
        var work = new StandingWork(name, pause, round, outages);
        works.add(work);
        FunctionCounter.builder("rostrum.work.failures", work, StandingWork::failures)
                .description("Rounds of standing work that failed and were tried again")
                .tag("work", name)
                .register(meters);
    }

    /// The names of those whose present round has gone on for far too long.
    public List<String> stuck() {
        return works.stream()
                .filter(work -> work.underWay().compareTo(STUCK) > 0)
                .map(StandingWork::name)
                .toList();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        works.forEach(StandingWork::stop);
        for (var work : works) {
            work.awaitEnd(STOPPING);
        }
    }
}
