package org.rostrum.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.rostrum.testing.HttpBrowser;

/// Some viewers stop reading while decisions go on, until the server closes them.
///
/// @param memory bytes that one who does not read costs beyond what a connection costs that does
/// @param before from a decision to the last of the others' screens, while everybody reads
/// @param during the same while some do not
/// @param closed how many the server closed by name
record SlowReaders(int readers, int stalled, double memory, Times before, Times during, int closed, int lost) {

    /// The smallest window the kernel gives.
    private static final int WINDOW = 2048;

    private static final Duration UNTIL_FULL = Duration.ofSeconds(20);
    private static final Duration UNTIL_CLOSED = Duration.ofSeconds(90);
    private static final int DECISIONS = 50;
    /// With frames of 700 bytes this stays below the budget of a feed, 16 KiB/s, beyond which it calls for
    /// snapshots.
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Pattern CLOSED = Pattern.compile("rostrum_hub_too_slow_total (\\d+)");

    static SlowReaders play(Loaded server, House house, int readers, int stalled)
            throws IOException, InterruptedException {
        try (var crowd = new Crowd(server.address(), house.code(), "room", readers);
                var slow = new Crowd(server.address(), house.code(), "room", stalled).window(WINDOW);
                var decider = Decider.moderator(server, house)) {
            crowd.join(List.of());
            slow.join(List.of());
            int closed = closed(server);
            var before = decide(crowd, decider, DECISIONS);
            var reading = server.memory();
            for (int i = 0; i < stalled; i++) {
                slow.viewer(i).read(false);
            }
            var during = new Times();
            long full = System.nanoTime() + UNTIL_FULL.toNanos();
            while (System.nanoTime() < full) {
                decide(crowd, decider, during);
            }
            var memory = server.memory().perConnection(reading, stalled);
            long giveUp = System.nanoTime() + UNTIL_CLOSED.toNanos();
            while (closed(server) - closed < stalled && System.nanoTime() < giveUp) {
                decide(crowd, decider, during);
            }
            return new SlowReaders(readers, stalled, memory, before, during, closed(server) - closed, crowd.troubles());
        }
    }

    private static Times decide(Crowd crowd, Decider decider, int times) throws InterruptedException {
        var last = new Times();
        for (int i = 0; i < times; i++) {
            decide(crowd, decider, last);
        }
        return last;
    }

    private static void decide(Crowd crowd, Decider decider, Times last) throws InterruptedException {
        crowd.expect(1);
        long given = System.nanoTime();
        decider.decide();
        decider.awaitAnswer();
        last.add(crowd.awaitLast() - given);
        LockSupport.parkNanos(PAUSE);
    }

    private static int closed(Loaded server) throws IOException {
        var figure = CLOSED.matcher(
                new HttpBrowser(server.management()).get("/q/metrics").body());
        if (!figure.find()) {
            throw new IllegalStateException("the server does not count whom it closes");
        }
        return Integer.parseInt(figure.group(1));
    }
}
