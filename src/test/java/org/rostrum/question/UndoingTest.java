package org.rostrum.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.PAUL;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.Refusals.refusal;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.identity.Actor;
import org.rostrum.infosession.Switch;
import org.rostrum.question.QuestionCommand.Air;
import org.rostrum.question.QuestionCommand.Undo;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.PaperSession;

class UndoingTest {

    private final PaperSession paper = new PaperSession(anInfoSession().live());

    private Change undo(Actor actor, long seq) {
        return paper.give(actor, new Undo(seq));
    }

    private RefusalCode refused(Actor actor, long seq) {
        return refusal(() -> undo(actor, seq)).code();
    }

    @Nested
    class given_ones_own_newest_step {

        @ParameterizedTest
        @EnumSource(names = {"PUBLISHED", "QUEUED", "ON_AIR", "ANSWERED", "DISMISSED", "MERGED"})
        void then_the_question_stands_as_before_at_a_higher_revision(Status status) {
            // Given
            var question = paper.in(status);
            var taken = paper.row(question);

            // When
            undo(MAYA, paper.seq());

            // Then
            assertThat(paper.row(question).standing()).isEqualTo(taken.before());
            assertThat(paper.revision(question)).isEqualTo(taken.revision() + 1);
        }

        @Test
        void when_it_brought_a_note_then_the_note_before_it_is_back() {
            // Given
            var question = paper.in(Status.PENDING);
            hold(question, "Is this one case?");
            var earlier = paper.row(question).noteVersion();
            hold(question, "It is.");

            // When
            undo(MAYA, paper.seq());

            // Then
            assertThat(paper.row(question).noteVersion()).isEqualTo(earlier);
        }

        @Test
        void when_it_brought_the_first_note_then_there_is_none_and_the_next_is_another_text() {
            // Given
            var question = paper.in(Status.PENDING);
            hold(question, "Is this one case?");
            var taken = paper.row(question).noteVersion();
            undo(MAYA, paper.seq());
            assertThat(paper.row(question).noteVersion()).isNull();

            // When
            hold(question, "It is.");

            // Then
            assertThat(paper.row(question).noteVersion()).isNotEqualTo(taken);
        }

        private void hold(QuestionId question, String note) {
            paper.give(MAYA, new QuestionCommand.Hold(question, paper.revision(question), ScreenedText.note(note)));
        }

        @Test
        void then_what_the_audience_may_have_seen_stays_on_record() {
            // Given
            var question = paper.in(Status.PUBLISHED);

            // When
            undo(MAYA, paper.seq());

            // Then
            assertThat(paper.status(question)).isEqualTo(Status.PENDING);
            assertThat(paper.row(question).publishedAt()).isNotNull();
        }

        @Test
        void when_it_was_a_mark_then_the_revision_stays() {
            // Given
            var question = paper.in(Status.PUBLISHED);
            int revision = paper.revision(question);
            paper.give(MAYA, new QuestionCommand.Pin(question, revision));

            // When
            undo(MAYA, paper.seq());

            // Then
            assertThat(paper.row(question).standing().pinned()).isFalse();
            assertThat(paper.revision(question)).isEqualTo(revision);
        }

        @Test
        void when_it_is_undone_twice_then_the_second_is_refused() {
            // Given
            paper.in(Status.PUBLISHED);
            long step = paper.seq();
            undo(MAYA, step);

            // When
            var code = refused(MAYA, step);

            // Then
            assertThat(code).isEqualTo(RefusalCode.NOT_UNDOABLE);
        }

        @Test
        void when_it_was_taking_the_air_from_another_then_both_are_as_before() {
            // Given
            var first = paper.in(Status.ON_AIR);
            var second = paper.queue(paper.asked());
            paper.give(PAUL, new Air(second, paper.revision(second), first, false));

            // When
            var change = undo(PAUL, paper.seq());

            // Then
            assertThat(change.rows()).hasSize(2);
            assertThat(paper.status(first)).isEqualTo(Status.ON_AIR);
            assertThat(paper.status(second)).isEqualTo(Status.QUEUED);
        }
    }

    @Nested
    class given_a_step_that_is_not_to_be_undone {

        @Test
        void when_it_is_somebody_elses_then_it_is_refused() {
            paper.in(Status.PUBLISHED);

            assertThat(refused(MILO, paper.seq())).isEqualTo(RefusalCode.NOT_UNDOABLE);
        }

        @Test
        void when_somebody_decided_since_then_it_is_refused() {
            // Given
            var question = paper.in(Status.PUBLISHED);
            long step = paper.seq();
            paper.give(MILO, new QuestionCommand.Pin(question, paper.revision(question)));

            // When
            var code = refused(MAYA, step);

            // Then
            assertThat(code).isEqualTo(RefusalCode.NOT_UNDOABLE);
        }

        @Test
        void when_one_of_several_rows_changed_since_then_none_is_undone() {
            // Given
            var first = paper.in(Status.ON_AIR);
            var second = paper.queue(paper.asked());
            paper.give(PAUL, new Air(second, paper.revision(second), first, false));
            long step = paper.seq();
            paper.give(MAYA, new QuestionCommand.Reopen(first, paper.revision(first)));
            var before = paper.rows();

            // When
            var code = refused(PAUL, step);

            // Then
            assertThat(code).isEqualTo(RefusalCode.NOT_UNDOABLE);
            assertThat(paper.rows()).isEqualTo(before);
        }

        @Test
        void when_it_is_the_asking_itself_then_it_is_refused() {
            paper.askedBy(VERA);

            assertThat(refused(MAYA, paper.seq())).isEqualTo(RefusalCode.NOT_UNDOABLE);
        }

        @Test
        void when_there_is_no_such_entry_then_it_is_refused() {
            assertThat(refused(MAYA, 4711)).isEqualTo(RefusalCode.NOT_UNDOABLE);
        }

        @Test
        void when_the_asker_withdrew_since_then_it_is_refused() {
            // Given
            var question = paper.in(Status.PUBLISHED);
            long step = paper.seq();
            paper.give(VERA, new QuestionCommand.Withdraw(question));

            // When
            var code = refused(MAYA, step);

            // Then
            assertThat(code).isEqualTo(RefusalCode.NOT_UNDOABLE);
        }
    }

    @Nested
    class given_the_air {

        @Test
        void when_another_took_it_since_then_undoing_the_answer_is_refused() {
            // Given
            paper.in(Status.ANSWERED);
            long step = paper.seq();
            paper.air(paper.asked());

            // When
            var code = refused(MAYA, step);

            // Then
            assertThat(code).isEqualTo(RefusalCode.ON_AIR_TAKEN);
        }

        @Test
        void when_airing_is_undone_then_the_graphic_goes_off() {
            // Given
            var question = paper.queue(paper.asked());
            paper.give(MAYA, new Air(question, paper.revision(question), null, true));

            // When
            undo(MAYA, paper.seq());

            // Then
            assertThat(paper.session().isOn(Switch.GRAPHIC)).isFalse();
        }

        @Test
        void when_a_step_on_another_question_is_undone_then_the_graphic_stays() {
            // Given
            var question = paper.queue(paper.asked());
            paper.give(MAYA, new Air(question, paper.revision(question), null, true));
            paper.in(Status.PUBLISHED);

            // When
            undo(MAYA, paper.seq());

            // Then
            assertThat(paper.session().isOn(Switch.GRAPHIC)).isTrue();
        }

        @Test
        void when_a_pin_on_the_question_on_air_is_undone_then_the_graphic_stays() {
            // Given
            var question = paper.queue(paper.asked());
            paper.give(MAYA, new Air(question, paper.revision(question), null, true));
            paper.give(MAYA, new QuestionCommand.Pin(question, paper.revision(question)));

            // When
            undo(MAYA, paper.seq());

            // Then
            assertThat(paper.session().isOn(Switch.GRAPHIC)).isTrue();
        }
    }
}
