package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.hub.FeedStand.ROW;
import static org.rostrum.hub.FeedStand.at;
import static org.rostrum.hub.FeedStand.view;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.rostrum.wire.ServerMessage;

/// When a feed says what of the votes and of the rows that they lift, with hand-driven time and loop.
class FeedTallyTest {

    private static final Duration INTERVAL = FeedStand.CONFIG.tallyInterval();

    private static final Duration TICK = FeedStand.CONFIG.tick();

    private final FeedStand stand = new FeedStand();

    @Nested
    class given_votes {

        private HandOutlet outlet;

        @BeforeEach
        void one_attends() {
            stand.votes.put(ROW, 0L);
            outlet = stand.attending(stand.feed);
        }

        @Test
        void the_first_is_told_at_once_and_the_newest_after_the_interval() {
            stand.vote(1);
            stand.vote(2);
            stand.vote(3);
            assertThat(stand.read(outlet)).containsExactly("tally 1");
            stand.pass(INTERVAL);
            assertThat(stand.read(outlet)).containsExactly("tally 3");
            stand.pass(INTERVAL);
            assertThat(stand.read(outlet)).isEmpty();
        }

        @Test
        void one_who_joins_gets_all_of_them_and_nothing_older_afterwards() {
            stand.vote(1);
            stand.vote(2);
            var joiner = stand.join(stand.feed, at(100));
            assertThat(stand.read(joiner)).containsExactly("hello 100", "tally 2");
            stand.pass(INTERVAL);
            assertThat(stand.read(joiner)).containsExactly("tally 2");
        }

        @Test
        void one_who_was_handed_a_number_that_has_turned_back_is_told_so_once() {
            stand.vote(1);
            stand.vote(2);
            var joiner = stand.join(stand.feed, at(100));
            assertThat(stand.read(joiner)).containsExactly("hello 100", "tally 2");
            stand.vote(1);
            stand.pass(INTERVAL);
            assertThat(stand.read(joiner)).containsExactly("tally 1");
            stand.pass(INTERVAL);
            stand.votes.put(new UUID(2, 2), 1L);
            stand.locked(stand.feed::tally);
            assertThat(stand.read(joiner)).containsExactly("tally null with 1");
        }

        @Test
        void one_who_was_handed_an_older_number_is_told_the_newer_though_everybody_else_knows_it() {
            stand.vote(1);
            stand.pass(INTERVAL);
            stand.locked(() -> stand.feed.handOut(Map.of(ROW, 0L)));
            assertThat(stand.read(outlet)).containsExactly("tally 1", "tally 1");
        }

        @Test
        void one_who_is_ahead_of_a_barrier_and_fetches_nothing_is_told_what_changed_before_it() {
            stand.vote(1);
            var ahead = stand.join(stand.feed, at(101));
            assertThat(stand.read(ahead)).containsExactly("hello 100", "tally 1");
            stand.vote(2);
            stand.advance(Barrier.RESYNC);
            stand.pass(INTERVAL);
            assertThat(stand.read(ahead)).containsExactly("tally 2");
        }

        @Test
        void the_viewers_are_told_with_them() {
            stand.locked(() -> stand.feed.viewers(312));
            assertThat(stand.read(outlet)).containsExactly("viewers 312");
        }
    }

    @Nested
    class given_a_bounded_set {

        private static final UUID BETTER = new UUID(8, 8);
        private static final UUID BEST = new UUID(9, 9);

        private HandOutlet outlet;

        @BeforeEach
        void one_attends() {
            stand.votes.put(ROW, 3L);
            outlet = stand.attending(stand.feed);
        }

        @Test
        void a_row_that_votes_lift_into_it_comes_whole_with_its_position() {
            lift(BETTER, 4);
            stand.runAll();
            assertThat(outlet.read())
                    .isEqualTo(new ServerMessage.Tally(
                            Map.of(BETTER, 4L), null, FeedStand.EPOCH, 100L, List.of(view(BETTER))));
        }

        @Test
        void only_what_has_changed_in_it_is_told() {
            stand.votes.clear();
            lift(BETTER, 4);
            assertThat(stand.read(outlet)).containsExactly("tally null with 1");
            lift(BETTER, 5);
            pass();
            assertThat(stand.read(outlet)).containsExactly("tally null");
        }

        @Test
        void a_row_that_falls_out_and_rises_again_comes_again() {
            stand.votes.clear();
            lift(BETTER, 4);
            stand.votes.clear();
            stand.vote(3);
            pass();
            assertThat(stand.read(outlet)).containsExactly("tally null with 1", "tally 3 with 1");
        }

        @Test
        void a_row_that_a_frame_brings_does_not_come_twice() {
            stand.votes.put(ROW, 4L);
            stand.votes.put(BETTER, 4L);
            stand.advance(BETTER);
            assertThat(stand.read(outlet)).containsExactly("frame 100-101", "tally 4");
        }

        @Test
        void the_votes_of_a_row_that_a_frame_shows_come_with_it_and_not_again() {
            stand.votes.put(BETTER, 4L);
            stand.advance(BETTER);
            stand.runAll();
            assertThat(((ServerMessage.Frame) outlet.read()).votes()).isEqualTo(Map.of(BETTER, 4L));
            pass();
            assertThat(stand.read(outlet)).isEmpty();
        }

        @Test
        void a_row_that_leaves_and_is_back_within_a_tally_has_its_votes_again() {
            stand.votes.put(BETTER, 4L);
            stand.advance(BETTER);
            assertThat(stand.read(outlet)).containsExactly("frame 100-101");
            stand.votes.remove(BETTER);
            stand.advance(BETTER);
            stand.votes.put(BETTER, 4L);
            stand.advance(BETTER);
            stand.pass(TICK);
            stand.runAll();
            assertThat(((ServerMessage.Frame) outlet.read()).votes()).isEqualTo(Map.of(BETTER, 4L));
        }

        @Test
        void one_who_took_a_snapshot_of_where_a_frame_leads_is_told_what_it_says_of_votes() {
            stand.advance(BETTER);
            assertThat(stand.read(outlet)).containsExactly("frame 100-101");
            stand.votes.put(ROW, 4L);
            stand.advance();
            stand.locked(() -> stand.feed.handOut(Map.of(ROW, 3L)));
            stand.pass(TICK);
            assertThat(stand.read(outlet)).containsExactly("frame 101-102");
            pass();
            assertThat(stand.read(outlet)).containsExactly("tally 4");
        }

        @Test
        void a_row_that_takes_the_place_of_one_taken_back_comes_whole() {
            stand.votes.clear();
            stand.votes.put(BETTER, 1L);
            stand.advance();
            assertThat(stand.read(outlet)).containsExactly("frame 100-101", "tally null with 1");
        }

        @Test
        void one_who_joins_is_told_of_those_that_rose_last() {
            lift(BETTER, 4);
            assertThat(stand.read(stand.join(stand.feed, at(100)))).containsExactly("hello 100", "tally 3 with 1");
        }

        @Test
        void one_who_joins_after_a_row_was_taken_back_is_not_told_of_it() {
            lift(BETTER, 4);
            assertThat(stand.read(stand.join(stand.feed, at(100)))).containsExactly("hello 100", "tally 3 with 1");
            stand.votes.remove(BETTER);
            stand.advance();
            assertThat(stand.read(stand.join(stand.feed, at(101)))).containsExactly("hello 101", "tally 3");
        }

        @Test
        void what_everybody_fetches_has_not_risen() {
            stand.votes.put(BETTER, 4L);
            stand.advance(Barrier.RESYNC);
            assertThat(stand.read(outlet)).containsExactly("resync", "tally 3");
            pass();
            assertThat(stand.read(outlet)).isEmpty();
        }

        @Test
        void another_epoch_begins_with_what_is_in_the_set_then() {
            stand.votes.put(BETTER, 4L);
            stand.restart(HandHub.position(new UUID(5, 5), 5));
            assertThat(stand.read(outlet)).containsExactly("resync", "tally 3");
            lift(BEST, 9);
            stand.runAll();
            assertThat(((ServerMessage.Tally) outlet.read()).epoch()).isEqualTo(new UUID(5, 5));
        }

        @Test
        void rows_beyond_their_share_of_the_budget_wait_for_the_next_tally() {
            var narrow = stand.open(1_000);
            var slow = stand.attending(narrow);
            stand.votes.put(BETTER, 4L);
            stand.votes.put(BEST, 4L);
            for (int i = 0; i < 5; i++) {
                stand.votes.put(new UUID(3, i), 4L);
            }
            stand.locked(narrow::tally);
            assertThat(stand.read(slow)).containsExactly("tally null with 2");
            for (int i = 0; i < 20; i++) {
                pass();
            }
            assertThat(stand.read(slow)).containsExactly("tally null with 2", "tally null with 2", "tally null with 1");
        }

        private void lift(UUID id, long count) {
            stand.votes.put(id, count);
            stand.locked(stand.feed::tally);
        }

        private void pass() {
            stand.pass(INTERVAL);
        }
    }
}
