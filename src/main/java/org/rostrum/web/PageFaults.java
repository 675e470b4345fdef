package org.rostrum.web;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.rostrum.pace.Network;
import org.rostrum.pace.Pace;
import org.rostrum.refusal.Refusal;

/// Tells the operator of faults in pages: the first of its kind at once, all others once an hour as a count. However
/// many come, an hour has [#KINDS_MAX] kinds and so at most twice as many lines and one. Any thread.
@Singleton
class PageFaults {

    static final int KINDS_MAX = 20;

    /// More than a page that is reloaded again and again has to say, and a whole school's pages.
    private static final int PER_NETWORK = 60;

    private static final Logger LOG = Logger.getLogger(PageFaults.class);

    private final Pace<Network> pace;

    /// How often each was seen again. Guarded by this.
    private final Map<PageFault, Integer> again = new LinkedHashMap<>();

    /// Of kinds for which there was no room. Guarded by this.
    private int others;

    PageFaults(Clock clock) {
        this.pace = new Pace<>(PER_NETWORK, clock);
    }

    /// Takes one from a network.
    ///
    /// @return nothing, or why it is not counted
    Optional<Refusal> take(PageFault fault, Network from) {
        var excess = pace.count(from);
        if (excess.isEmpty()) {
            count(fault);
        }
        return excess;
    }

    private synchronized void count(PageFault fault) {
        if (again.computeIfPresent(fault, (_, times) -> times + 1) != null) {
            return;
        }
        if (again.size() == KINDS_MAX) {
            others++;
            return;
        }
        again.put(fault, 0);
        LOG.warnf("a page has failed: page=%s at=%s message=%s", fault.page(), fault.at(), fault.message());
    }

    @Scheduled(every = "1h", delayed = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void tell() {
        again.forEach((fault, times) -> {
            if (times > 0) {
                LOG.warnf(
                        "a page has failed again: times=%d page=%s at=%s message=%s",
                        times, fault.page(), fault.at(), fault.message());
            }
        });
        if (others > 0) {
            LOG.warnf("pages have failed in other ways: times=%d", others);
        }
        again.clear();
        others = 0;
    }
}
