package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// A feed at position 100 with hand-driven time and loop, and what its subscribers are told in short words.
final class FeedStand {

    static final HubConfig CONFIG = HubConfigs.defaults();
    static final UUID EPOCH = new UUID(7, 7);

    /// The row that every entry touches where nothing else is said.
    static final UUID ROW = new UUID(1, 1);

    private final HandClock clock = new HandClock();
    private final HandLoop loop = new HandLoop();
    private final ReentrantLock lock = new ReentrantLock();
    final Hub hub = new Hub(CONFIG, clock, () -> {});
    final Map<UUID, Long> votes = new TreeMap<>();
    boolean frameFails;
    int frameSize;
    int framesMade;
    final Feed feed = open(1_000_000);
    long seq = 100;

    Feed open(long bytesPerSecond) {
        return hub.open(at(100), lock, bytesPerSecond, new FrameMaker() {
            @Override
            public ServerMessage.Frame frame(long prev, Position to, Set<UUID> touched, boolean sessionTouched) {
                if (frameFails) {
                    throw new IllegalStateException("on purpose");
                }
                framesMade++;
                var padding = Collections.nCopies(frameSize / 39, ROW);
                var shown = new TreeMap<>(votes);
                shown.keySet().retainAll(touched);
                return new ServerMessage.Frame(
                        to.seq(), to.tag(), prev, Instant.EPOCH, List.of(), padding, null, shown);
            }

            @Override
            public ServerMessage.Tally tally() {
                return new ServerMessage.Tally(Map.copyOf(votes), null);
            }

            @Override
            public RawJson view(UUID id) {
                return FeedStand.view(id);
            }
        });
    }

    static RawJson view(UUID id) {
        return RawJson.ofText("{\"id\":\"" + id + "\"}");
    }

    void advance() {
        advance(Barrier.NONE);
    }

    void advance(UUID row) {
        seq++;
        locked(() -> feed.advance(seq, HandHub.tag(seq), List.of(row), false, Barrier.NONE));
    }

    void advance(Barrier barrier) {
        seq++;
        locked(() -> feed.advance(seq, HandHub.tag(seq), List.of(ROW), false, barrier));
    }

    void advance(Feed other) {
        seq++;
        locked(() -> other.advance(seq, HandHub.tag(seq), List.of(ROW), false, Barrier.NONE));
    }

    void restart(Position start) {
        locked(() -> feed.restart(start));
    }

    void vote(long count) {
        votes.put(ROW, count);
        locked(() -> feed.tally());
    }

    void pass(Duration time) {
        clock.pass(time);
    }

    void runAll() {
        loop.runAll();
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    HandOutlet join(Feed feed, @Nullable Position position) {
        var outlet = new HandOutlet(loop, CONFIG.connection());
        var _ = feed.join(outlet, position, HandHub::hello);
        return outlet;
    }

    /// One who has joined and read its first messages.
    HandOutlet attending(Feed feed) {
        var outlet = join(feed, feed.position());
        assertThat(read(outlet)).isNotEmpty();
        return outlet;
    }

    List<String> read(HandOutlet outlet) {
        loop.runAll();
        var told = new ArrayList<String>();
        for (var message = outlet.read(); message != null; message = outlet.read()) {
            told.add(
                    switch (message) {
                        case ServerMessage.Hello hello -> "hello " + hello.seq();
                        case ServerMessage.Frame frame -> "frame " + frame.prev() + "-" + frame.seq();
                        case ServerMessage.Tally tally when tally.viewers() != null -> "viewers " + tally.viewers();
                        case ServerMessage.Tally tally ->
                            "tally " + tally.votes().get(ROW)
                                    + (tally.rows() == null
                                            ? ""
                                            : " with " + tally.rows().size());
                        case ServerMessage.Resync _ -> "resync";
                        case ServerMessage.Bye _ -> "bye";
                        default -> message.toString();
                    });
        }
        return told;
    }

    static Position at(long seq) {
        return HandHub.position(EPOCH, seq);
    }
}
