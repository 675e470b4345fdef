package org.rostrum.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Everybody joins, and decisions are taken one after another, each when the one before is on the last screen.
///
/// @param joined from the first request to the last `hello`
/// @param memory bytes per connection, objects and outside the heap together
/// @param last from giving a decision to its frame on the last screen
/// @param cpu of all decisions together
/// @param lost frames that did not follow, resyncs and connections lost
record FanOut(int viewers, Duration joined, Loaded.Cpu joining, double memory, Times last, Loaded.Cpu cpu, int lost) {

    /// Longer than a feed's tick, so that each decision meets a feed at rest.
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(60);

    static FanOut play(Loaded server, String code, List<String> cookies, int viewers, int decisions, Decider decider)
            throws IOException, InterruptedException {
        var before = server.memory();
        try (var crowd = new Crowd(server.address(), code, "room", viewers)) {
            var idle = server.cpu();
            var joined = crowd.join(cookies);
            var joining = server.cpu().since(idle);
            var memory = server.memory().perConnection(before, viewers);
            var last = new Times();
            var start = server.cpu();
            for (int i = 0; i < decisions; i++) {
                crowd.expect(1);
                long given = System.nanoTime();
                decider.decide();
                decider.awaitAnswer();
                last.add(crowd.awaitLast() - given);
                LockSupport.parkNanos(PAUSE);
            }
            var cpu = server.cpu().since(start);
            return new FanOut(viewers, joined, joining, memory, last, cpu, crowd.troubles());
        }
    }

    double microsPerDelivery() {
        return cpu.server().toNanos() / 1e3 / viewers / last.count();
    }
}
