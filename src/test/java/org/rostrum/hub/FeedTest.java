package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rostrum.hub.FeedStand.at;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// When a feed says what of the entries, with hand-driven time and loop.
class FeedTest {

    private static final Duration TICK = FeedStand.CONFIG.tick();

    private final FeedStand stand = new FeedStand();

    @Nested
    class given_a_subscriber_at_the_head {

        private final HandOutlet outlet = stand.attending(stand.feed);

        @Test
        void the_first_frame_after_a_pause_is_cut_at_once() {
            stand.advance();
            assertThat(stand.read(outlet)).containsExactly("frame 100-101");
        }

        @Test
        void within_a_tick_what_follows_is_gathered_into_one_frame() {
            stand.advance();
            stand.advance();
            stand.advance();
            assertThat(stand.read(outlet)).containsExactly("frame 100-101");
            stand.pass(TICK);
            assertThat(stand.read(outlet)).containsExactly("frame 101-103");
            stand.pass(TICK);
            stand.advance();
            assertThat(stand.read(outlet)).containsExactly("frame 103-104");
        }

        @Test
        void one_frame_is_made_for_any_number_of_subscribers() {
            for (int i = 0; i < 50; i++) {
                stand.join(stand.feed, at(100));
            }
            stand.advance();
            stand.runAll();
            assertThat(stand.framesMade).isEqualTo(1);
            assertThat(stand.hub.figures().frames.sum()).isEqualTo(1);
        }

        @Test
        void numbers_may_have_holes() {
            stand.seq += 10;
            stand.advance();
            assertThat(stand.read(outlet)).containsExactly("frame 100-111");
        }

        @Test
        void a_barrier_is_told_once_however_many_follow_in_two_seconds() {
            stand.advance(Barrier.RESYNC);
            assertThat(stand.read(outlet)).containsExactly("resync");
            assertThat(stand.hub.figures().resyncs.sum()).isEqualTo(1);
            stand.advance(Barrier.RESYNC);
            stand.advance(Barrier.RESYNC);
            assertThat(stand.read(outlet)).isEmpty();
            stand.pass(FeedStand.CONFIG.resync().interval());
            assertThat(stand.read(outlet)).containsExactly("resync");
            stand.pass(FeedStand.CONFIG.resync().interval().multipliedBy(3));
            assertThat(stand.read(outlet)).isEmpty();
        }

        @Test
        void frames_go_on_from_the_resync() {
            stand.advance(Barrier.RESYNC);
            stand.advance();
            assertThat(stand.read(outlet)).containsExactly("resync", "frame 101-102");
        }

        @Test
        void a_frame_that_cannot_be_made_becomes_a_resync() {
            stand.frameFails = true;
            stand.advance();
            assertThat(stand.read(outlet)).containsExactly("resync");
        }

        @Test
        void a_frame_that_is_too_large_becomes_a_resync() {
            stand.frameSize = 30_000;
            stand.advance();
            assertThat(stand.read(outlet)).containsExactly("resync");
        }

        @Test
        void another_epoch_is_told_by_a_resync() {
            stand.restart(HandHub.position(new UUID(8, 8), 3));
            assertThat(stand.read(outlet)).containsExactly("resync");
        }

        @Test
        void the_end_of_the_feed_is_said_before_the_close() {
            stand.hub.farewell();
            assertThat(stand.read(outlet)).containsExactly("bye");
            assertThat(outlet.closedWith).isEqualTo(CloseCode.RESTARTING);
            assertThat(stand.hub.subscribers()).isZero();
        }
    }

    @Nested
    class given_a_position_at_joining {

        @Test
        void one_who_missed_something_gets_it_in_one_frame() {
            stand.advance();
            stand.advance();
            assertThat(stand.read(stand.join(stand.feed, at(100)))).containsExactly("hello 102", "frame 100-102");
        }

        @Test
        void many_who_missed_the_same_share_the_frame() {
            stand.advance();
            stand.advance();
            stand.pass(TICK);
            for (int i = 0; i < 50; i++) {
                stand.join(stand.feed, at(100));
            }
            stand.runAll();
            assertThat(stand.framesMade).isEqualTo(1);
        }

        @Test
        void one_who_is_ahead_waits_until_the_feed_passes_it() {
            var ahead = stand.join(stand.feed, at(103));
            assertThat(stand.read(ahead)).containsExactly("hello 100");
            for (int i = 0; i < 3; i++) {
                stand.advance();
                stand.pass(TICK);
                assertThat(stand.read(ahead)).isEmpty();
            }
            stand.advance();
            assertThat(stand.read(ahead)).containsExactly("frame 103-104");
        }

        @Test
        void one_from_another_epoch_from_before_the_backlog_or_from_nowhere_is_resynced() {
            assertThat(stand.read(stand.join(stand.feed, HandHub.position(new UUID(8, 8), 100))))
                    .containsExactly("hello 100", "resync");
            assertThat(stand.read(stand.join(stand.feed, at(99)))).containsExactly("hello 100", "resync");
            assertThat(stand.read(stand.join(stand.feed, null))).containsExactly("hello 100", "resync");
        }
    }

    @Nested
    class given_a_small_budget {

        private final Feed small = stand.open(1_000);
        private final HandOutlet outlet = stand.attending(small);

        @Test
        void a_tick_beyond_it_becomes_a_resync_and_frames_return_with_the_budget() {
            stand.frameSize = 700;
            stand.advance(small);
            stand.pass(TICK);
            stand.advance(small);
            assertThat(stand.read(outlet)).containsExactly("frame 100-101", "resync");
            stand.pass(Duration.ofSeconds(1));
            stand.advance(small);
            assertThat(stand.read(outlet)).containsExactly("frame 102-103");
        }
    }

    @Test
    void advancing_wants_the_lock_and_a_greater_number() {
        assertThatThrownBy(() -> stand.feed.advance(101, HandHub.tag(101), List.of(), true, Barrier.NONE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        stand.locked(() -> stand.feed.advance(100, HandHub.tag(100), List.of(), true, Barrier.NONE)))
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
            stand.advance();
        }
        assertThat(stand.framesMade).isZero();
        assertThat(stand.read(stand.join(stand.feed, at(102)))).containsExactly("hello 105", "frame 102-105");
    }

    private long spread(int subscribers) {
        var crowd = stand.open(1_000_000);
        var last = stand.attending(crowd);
        for (int i = 1; i < subscribers; i++) {
            last = stand.attending(crowd);
        }
        stand.locked(() -> crowd.advance(101, HandHub.tag(101), List.of(), true, Barrier.RESYNC));
        stand.runAll();
        return ((ServerMessage.Resync) last.read()).spreadMs();
    }
}
