package org.rostrum.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.PAUL;
import static org.rostrum.testing.Refusals.refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.question.QuestionCommand.Move;
import org.rostrum.question.QuestionCommand.Place;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.PaperSession;

class QueueOrderTest {

    private static final int MOVES_UNTIL_RENUMBERED = 40;

    private final PaperSession paper = new PaperSession(anInfoSession().live());

    private List<QuestionId> queued(int count) {
        return Stream.generate(() -> paper.queue(paper.asked())).limit(count).toList();
    }

    @Nested
    class given_a_queue_of_three {

        private final List<QuestionId> three = queued(3);
        private final QuestionId first = three.get(0);
        private final QuestionId second = three.get(1);
        private final QuestionId third = three.get(2);

        @Test
        void when_one_is_moved_before_another_then_only_its_row_changes() {
            // When
            var change = paper.give(PAUL, new Move(third, second));

            // Then
            assertThat(paper.queueIds()).containsExactly(first, third, second);
            assertThat(change.rows()).extracting(QuestionRow::id).containsExactly(third);
        }

        @Test
        void when_one_is_moved_before_none_then_it_is_last() {
            paper.give(PAUL, new Move(first, null));

            assertThat(paper.queueIds()).containsExactly(second, third, first);
        }

        @Test
        void when_one_is_made_next_then_it_is_first() {
            paper.give(MAYA, new QuestionCommand.Queue(third, paper.revision(third), Place.FIRST));

            assertThat(paper.queueIds()).containsExactly(third, first, second);
        }

        @Test
        void when_what_is_on_air_is_kept_for_later_then_it_is_first() {
            // Given
            paper.air(second);

            // When
            paper.give(PAUL, new QuestionCommand.Later(second, paper.revision(second)));

            // Then
            assertThat(paper.queueIds()).containsExactly(second, first, third);
        }

        @Test
        void when_the_neighbour_has_left_then_the_move_is_refused() {
            // Given
            paper.air(second);

            // When
            var refusal = refusal(() -> paper.give(PAUL, new Move(third, second)));

            // Then
            assertThat(refusal.code()).isEqualTo(RefusalCode.CHANGED);
        }

        @Test
        void when_a_move_is_undone_then_the_order_is_as_before() {
            // Given
            paper.give(PAUL, new Move(third, first));

            // When
            paper.give(PAUL, new QuestionCommand.Undo(paper.seq()));

            // Then
            assertThat(paper.queueIds()).containsExactly(first, second, third);
        }

        @Test
        void when_ever_more_are_moved_into_one_gap_then_the_order_is_right_and_one_move_numbers_all_anew() {
            // Given
            boolean renumbered = false;
            var low = first;
            var high = second;

            // When
            for (int i = 0; i < MOVES_UNTIL_RENUMBERED; i++) {
                var moved = paper.queueIds().getLast();
                var change = paper.give(PAUL, new Move(moved, high));
                renumbered |= change.rows().size() > 1;
                assertThat(paper.queueIds()).containsSubsequence(low, moved, high);
                low = moved;
                paper.queue(paper.asked());
            }

            // Then
            assertThat(renumbered).isTrue();
        }

        /// Moves ever more before `second`, until a move numbers all anew; the queue before that move.
        private List<QuestionId> renumbered() {
            Change change;
            List<QuestionId> before;
            do {
                paper.queue(paper.asked());
                before = paper.queueIds();
                change = paper.give(PAUL, new Move(before.getLast(), second));
            } while (change.rows().size() == 1);
            return before;
        }

        @Test
        void when_a_move_that_numbered_all_anew_is_undone_then_the_order_is_as_before() {
            // Given
            var before = renumbered();

            // When
            paper.give(PAUL, new QuestionCommand.Undo(paper.seq()));

            // Then
            assertThat(paper.queueIds()).isEqualTo(before);
        }

        @Test
        void when_what_was_put_on_air_from_the_queue_is_undone_over_new_numbers_then_it_is_back_in_its_place() {
            // Given
            var before = paper.queueIds();
            var aired = before.get(1);
            paper.air(aired);
            long step = paper.seq();
            Change change;
            do {
                var last = paper.queue(paper.asked());
                change = paper.give(PAUL, new Move(last, first));
            } while (change.rows().size() == 1);

            // When
            paper.give(MAYA, new QuestionCommand.Undo(step));

            // Then
            assertThat(paper.queueIds()).containsSubsequence(before);
        }

        @Test
        void when_questions_are_put_first_for_ever_then_ranks_stay_within_what_browsers_count() {
            for (int i = 0; i < 70_000; i++) {
                paper.give(
                        MAYA,
                        new QuestionCommand.Queue(
                                paper.queueIds().getLast(),
                                paper.revision(paper.queueIds().getLast()),
                                Place.FIRST));
            }

            assertThat(paper.queue())
                    .allSatisfy(
                            row -> assertThat(Math.abs(row.standing().rank())).isLessThan(1L << 53));
        }

        @Test
        void when_all_are_numbered_anew_then_only_the_moved_one_is_decided_on() {
            // Given
            var decided = paper.row(first).decided();

            // When
            var moved = renumbered().getLast();

            // Then
            assertThat(paper.row(first).decided()).isEqualTo(decided);
            assertThat(paper.rows())
                    .filteredOn(row -> row.isDecidedAt(paper.seq()))
                    .extracting(QuestionRow::id)
                    .containsExactly(moved);
        }

        @Test
        void when_a_move_is_undone_over_new_numbers_then_it_is_between_its_old_neighbours() {
            // Given
            paper.give(MAYA, new Move(first, null));
            long step = paper.seq();
            renumbered();

            // When
            paper.give(MAYA, new QuestionCommand.Undo(step));

            // Then
            assertThat(paper.queueIds()).first().isEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261121})
    void any_walk_of_moves_gives_the_order_that_a_list_gives(long seed) {
        // Given
        var random = new Random(seed);
        var model = new ArrayList<>(queued(6));

        // When
        for (int i = 0; i < 400; i++) {
            var moved = model.remove(random.nextInt(model.size()));
            int index = random.nextInt(model.size() + 1);
            paper.give(PAUL, new Move(moved, index == model.size() ? null : model.get(index)));
            model.add(index, moved);
        }

        // Then
        assertThat(paper.queueIds()).as("seed %d", seed).isEqualTo(model);
    }
}
