package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// When a feed says what, with hand-driven time and loop.
class FeedTest {

    private static final HubConfig CONFIG = HubConfigs.defaults();
    private static final Duration TICK = CONFIG.tick();
    private static final UUID EPOCH = new UUID(7, 7);
    private static final UUID ROW = new UUID(1, 1);

    private final HandClock clock = new HandClock();
    private final HandLoop loop = new HandLoop();
    private final ReentrantLock lock = new ReentrantLock();
    private final Hub hub = new Hub(CONFIG, clock, () -> {});
    private final Map<UUID, Long> votes = new java.util.TreeMap<>();
    private boolean frameFails;
    private int frameSize;
    private int framesMade;
    private final Feed feed = open(1_000_000);
    private long seq = 100;

    @Nested
    class given_a_subscriber_at_the_head {

        private final HandOutlet outlet = attending(feed);

        @Test
        void the_first_frame_after_a_pause_is_cut_at_once() {
            advance();
            assertThat(read(outlet)).containsExactly("frame 100-101");
        }

        @Test
        void within_a_tick_what_follows_is_gathered_into_one_frame() {
            advance();
            advance();
            advance();
            assertThat(read(outlet)).containsExactly("frame 100-101");
            clock.pass(TICK);
            assertThat(read(outlet)).containsExactly("frame 101-103");
            clock.pass(TICK);
            advance();
            assertThat(read(outlet)).containsExactly("frame 103-104");
        }

        @Test
        void one_frame_is_made_for_any_number_of_subscribers() {
            for (int i = 0; i < 50; i++) {
                join(feed, at(100));
            }
            advance();
            loop.runAll();
            assertThat(framesMade).isEqualTo(1);
            assertThat(hub.figures().frames.sum()).isEqualTo(1);
        }

        @Test
        void numbers_may_have_holes() {
            seq += 10;
            advance();
            assertThat(read(outlet)).containsExactly("frame 100-111");
        }

        @Test
        void a_barrier_is_told_once_however_many_follow_in_two_seconds() {
            advance(Barrier.RESYNC);
            assertThat(read(outlet)).containsExactly("resync");
            assertThat(hub.figures().resyncs.sum()).isEqualTo(1);
            advance(Barrier.RESYNC);
            advance(Barrier.RESYNC);
            assertThat(read(outlet)).isEmpty();
            clock.pass(CONFIG.resync().interval());
            assertThat(read(outlet)).containsExactly("resync");
            clock.pass(CONFIG.resync().interval().multipliedBy(3));
            assertThat(read(outlet)).isEmpty();
        }

        @Test
        void frames_go_on_from_the_resync() {
            advance(Barrier.RESYNC);
            advance();
            assertThat(read(outlet)).containsExactly("resync", "frame 101-102");
        }

        @Test
        void a_frame_that_cannot_be_made_becomes_a_resync() {
            frameFails = true;
            advance();
            assertThat(read(outlet)).containsExactly("resync");
        }

        @Test
        void a_frame_that_is_too_large_becomes_a_resync() {
            frameSize = 30_000;
            advance();
            assertThat(read(outlet)).containsExactly("resync");
        }

        @Test
        void another_epoch_is_told_by_a_resync() {
            restart(new Position(new UUID(8, 8), 3));
            assertThat(read(outlet)).containsExactly("resync");
        }

        @Test
        void the_end_of_the_feed_is_said_before_the_close() {
            hub.farewell(
                    Encoded.shared(new ServerMessage.Bye(ServerMessage.Bye.Reason.RESTARTING, 500)),
                    CloseCode.RESTARTING);
            assertThat(read(outlet)).containsExactly("bye");
            assertThat(outlet.closedWith).isEqualTo(CloseCode.RESTARTING);
            assertThat(hub.subscribers()).isZero();
        }
    }

    @Nested
    class given_a_position_at_joining {

        @Test
        void one_who_missed_something_gets_it_in_one_frame() {
            advance();
            advance();
            assertThat(read(join(feed, at(100)))).containsExactly("hello 102", "frame 100-102");
        }

        @Test
        void many_who_missed_the_same_share_the_frame() {
            advance();
            advance();
            clock.pass(TICK);
            for (int i = 0; i < 50; i++) {
                join(feed, at(100));
            }
            loop.runAll();
            assertThat(framesMade).isEqualTo(1);
        }

        @Test
        void one_who_is_ahead_waits_until_the_feed_passes_it() {
            var ahead = join(feed, at(103));
            assertThat(read(ahead)).containsExactly("hello 100");
            for (int i = 0; i < 3; i++) {
                advance();
                clock.pass(TICK);
                assertThat(read(ahead)).isEmpty();
            }
            advance();
            assertThat(read(ahead)).containsExactly("frame 103-104");
        }

        @Test
        void one_from_another_epoch_from_before_the_backlog_or_from_nowhere_is_resynced() {
            assertThat(read(join(feed, new Position(new UUID(8, 8), 100)))).containsExactly("hello 100", "resync");
            assertThat(read(join(feed, at(99)))).containsExactly("hello 100", "resync");
            assertThat(read(join(feed, null))).containsExactly("hello 100", "resync");
        }
    }

    @Nested
    class given_a_small_budget {

        private final Feed small = open(1_000);
        private final HandOutlet outlet = attending(small);

        @Test
        void a_tick_beyond_it_becomes_a_resync_and_frames_return_with_the_budget() {
            frameSize = 700;
            advance(small);
            clock.pass(TICK);
            advance(small);
            assertThat(read(outlet)).containsExactly("frame 100-101", "resync");
            clock.pass(Duration.ofSeconds(1));
            advance(small);
            assertThat(read(outlet)).containsExactly("frame 102-103");
        }
    }

    @Nested
    class given_votes {

        private HandOutlet outlet;

        @BeforeEach
        void one_attends() {
            votes.put(ROW, 0L);
            outlet = attending(feed);
        }

        @Test
        void the_first_is_told_at_once_and_the_newest_after_the_interval() {
            vote(1);
            vote(2);
            vote(3);
            assertThat(read(outlet)).containsExactly("tally 1");
            clock.pass(CONFIG.tallyInterval());
            assertThat(read(outlet)).containsExactly("tally 3");
            clock.pass(CONFIG.tallyInterval());
            assertThat(read(outlet)).isEmpty();
        }

        @Test
        void one_who_joins_gets_all_of_them_and_nothing_older_afterwards() {
            vote(1);
            vote(2);
            var joiner = join(feed, at(100));
            assertThat(read(joiner)).containsExactly("hello 100", "tally 2");
            clock.pass(CONFIG.tallyInterval());
            assertThat(read(joiner)).containsExactly("tally 2");
        }

        @Test
        void one_who_was_handed_a_number_that_has_turned_back_is_told_so_once() {
            vote(1);
            vote(2);
            var joiner = join(feed, at(100));
            assertThat(read(joiner)).containsExactly("hello 100", "tally 2");
            vote(1);
            clock.pass(CONFIG.tallyInterval());
            assertThat(read(joiner)).containsExactly("tally 1");
            clock.pass(CONFIG.tallyInterval());
            votes.put(new UUID(2, 2), 1L);
            locked(feed::tally);
            assertThat(read(joiner)).containsExactly("tally null with 1");
        }

        @Test
        void one_who_was_handed_an_older_number_is_told_the_newer_though_everybody_else_knows_it() {
            vote(1);
            clock.pass(CONFIG.tallyInterval());
            locked(() -> feed.handOut(Map.of(ROW, 0L)));
            assertThat(read(outlet)).containsExactly("tally 1", "tally 1");
        }

        @Test
        void one_who_is_ahead_of_a_barrier_and_fetches_nothing_is_told_what_changed_before_it() {
            vote(1);
            var ahead = join(feed, at(101));
            assertThat(read(ahead)).containsExactly("hello 100", "tally 1");
            vote(2);
            advance(Barrier.RESYNC);
            clock.pass(CONFIG.tallyInterval());
            assertThat(read(ahead)).containsExactly("tally 2");
        }

        @Test
        void the_viewers_are_told_with_them() {
            locked(() -> feed.viewers(312));
            assertThat(read(outlet)).containsExactly("viewers 312");
        }
    }

    @Nested
    class given_a_bounded_set {

        private static final UUID BETTER = new UUID(8, 8);
        private static final UUID BEST = new UUID(9, 9);

        private HandOutlet outlet;

        @BeforeEach
        void one_attends() {
            votes.put(ROW, 3L);
            outlet = attending(feed);
        }

        @Test
        void a_row_that_votes_lift_into_it_comes_whole_with_its_position() {
            lift(BETTER, 4);
            loop.runAll();
            assertThat(outlet.read())
                    .isEqualTo(new ServerMessage.Tally(Map.of(BETTER, 4L), null, EPOCH, 100L, List.of(view(BETTER))));
        }

        @Test
        void only_what_has_changed_in_it_is_told() {
            votes.clear();
            lift(BETTER, 4);
            assertThat(read(outlet)).containsExactly("tally null with 1");
            lift(BETTER, 5);
            pass();
            assertThat(read(outlet)).containsExactly("tally null");
        }

        @Test
        void a_row_that_falls_out_and_rises_again_comes_again() {
            votes.clear();
            lift(BETTER, 4);
            votes.clear();
            vote(3);
            pass();
            assertThat(read(outlet)).containsExactly("tally null with 1", "tally 3 with 1");
        }

        @Test
        void a_row_that_a_frame_brings_does_not_come_twice() {
            votes.put(ROW, 4L);
            votes.put(BETTER, 4L);
            seq++;
            locked(() -> feed.advance(seq, List.of(BETTER), false, Barrier.NONE));
            assertThat(read(outlet)).containsExactly("frame 100-101", "tally 4");
        }

        @Test
        void a_row_that_takes_the_place_of_one_taken_back_comes_whole() {
            votes.clear();
            votes.put(BETTER, 1L);
            advance();
            assertThat(read(outlet)).containsExactly("frame 100-101", "tally null with 1");
        }

        @Test
        void one_who_joins_is_told_of_those_that_rose_last() {
            lift(BETTER, 4);
            assertThat(read(join(feed, at(100)))).containsExactly("hello 100", "tally 3 with 1");
        }

        @Test
        void one_who_joins_after_a_row_was_taken_back_is_not_told_of_it() {
            lift(BETTER, 4);
            assertThat(read(join(feed, at(100)))).containsExactly("hello 100", "tally 3 with 1");
            votes.remove(BETTER);
            advance();
            assertThat(read(join(feed, at(101)))).containsExactly("hello 101", "tally 3");
        }

        @Test
        void what_everybody_fetches_has_not_risen() {
            votes.put(BETTER, 4L);
            advance(Barrier.RESYNC);
            assertThat(read(outlet)).containsExactly("resync", "tally 3");
            pass();
            assertThat(read(outlet)).isEmpty();
        }

        @Test
        void another_epoch_begins_with_what_is_in_the_set_then() {
            votes.put(BETTER, 4L);
            restart(new Position(new UUID(5, 5), 5));
            assertThat(read(outlet)).containsExactly("resync", "tally 3");
            lift(BEST, 9);
            loop.runAll();
            assertThat(((ServerMessage.Tally) outlet.read()).epoch()).isEqualTo(new UUID(5, 5));
        }

        @Test
        void rows_beyond_their_share_of_the_budget_wait_for_the_next_tally() {
            var narrow = open(1_000);
            var slow = attending(narrow);
            votes.put(BETTER, 4L);
            votes.put(BEST, 4L);
            for (int i = 0; i < 5; i++) {
                votes.put(new UUID(3, i), 4L);
            }
            locked(narrow::tally);
            assertThat(read(slow)).containsExactly("tally null with 2");
            for (int i = 0; i < 20; i++) {
                pass();
            }
            assertThat(read(slow)).containsExactly("tally null with 2", "tally null with 2", "tally null with 1");
        }

        private void lift(UUID id, long count) {
            votes.put(id, count);
            locked(feed::tally);
        }

        private void pass() {
            clock.pass(CONFIG.tallyInterval());
        }
    }

    @Test
    void advancing_wants_the_lock_and_a_greater_number() {
        assertThatThrownBy(() -> feed.advance(101, List.of(), true, Barrier.NONE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> locked(() -> feed.advance(100, List.of(), true, Barrier.NONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_spread_of_a_resync_grows_with_the_subscribers() {
        assertThat(spread(1)).isZero();
        assertThat(spread(400)).isEqualTo(200);
    }

    @Test
    void the_backlog_can_be_filled_before_anybody_joins() {
        for (int i = 0; i < 5; i++) {
            advance();
        }
        assertThat(framesMade).isZero();
        assertThat(read(join(feed, at(102)))).containsExactly("hello 105", "frame 102-105");
    }

    private long spread(int subscribers) {
        var crowd = open(1_000_000);
        var last = attending(crowd);
        for (int i = 1; i < subscribers; i++) {
            last = attending(crowd);
        }
        locked(() -> crowd.advance(101, List.of(), true, Barrier.RESYNC));
        loop.runAll();
        return ((ServerMessage.Resync) last.read()).spreadMs();
    }

    private Feed open(long bytesPerSecond) {
        return hub.open(at(100), lock, bytesPerSecond, new FrameMaker() {
            @Override
            public Encoded frame(long prev, long to, Set<UUID> touched, boolean sessionTouched) {
                if (frameFails) {
                    throw new IllegalStateException("on purpose");
                }
                framesMade++;
                var padding = java.util.Collections.nCopies(frameSize / 39, ROW);
                return Encoded.shared(new ServerMessage.Frame(to, prev, Instant.EPOCH, List.of(), padding, null));
            }

            @Override
            public ServerMessage.Tally tally() {
                return new ServerMessage.Tally(Map.copyOf(votes), null);
            }

            @Override
            public RawJson view(UUID id) {
                return FeedTest.view(id);
            }
        });
    }

    private static RawJson view(UUID id) {
        return RawJson.ofText("{\"id\":\"" + id + "\"}");
    }

    private void advance() {
        advance(Barrier.NONE);
    }

    private void advance(Barrier barrier) {
        seq++;
        locked(() -> feed.advance(seq, List.of(ROW), false, barrier));
    }

    private void advance(Feed other) {
        seq++;
        locked(() -> other.advance(seq, List.of(ROW), false, Barrier.NONE));
    }

    private void restart(Position start) {
        locked(() -> feed.restart(start));
    }

    private void vote(long count) {
        votes.put(ROW, count);
        locked(() -> feed.tally());
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private HandOutlet join(Feed feed, @Nullable Position position) {
        var outlet = new HandOutlet(loop, CONFIG.connection());
        var _ = feed.join(outlet, position, FeedTest::hello);
        return outlet;
    }

    /// One who has joined and read its first messages.
    private HandOutlet attending(Feed feed) {
        var outlet = join(feed, feed.position());
        assertThat(read(outlet)).isNotEmpty();
        return outlet;
    }

    private static Encoded hello(Position here) {
        return Encoded.personal(new ServerMessage.Hello(
                here.epoch(),
                here.seq(),
                "room",
                Instant.EPOCH,
                new ServerMessage.You("viewer", null, false),
                new ServerMessage.Limits(1, 2, 3, 4)));
    }

    private List<String> read(HandOutlet outlet) {
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

    private static Position at(long seq) {
        return new Position(EPOCH, seq);
    }
}
