package org.rostrum.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.PAUL;
import static org.rostrum.testing.People.PETRA;
import static org.rostrum.testing.Refusals.refusal;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.rostrum.infosession.Switch;
import org.rostrum.question.QuestionCommand.Air;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.PaperSession;

/// At most one question is on air, and the graphic shows that one or nothing.
class OnAirTest {

    private final PaperSession paper = new PaperSession(anInfoSession().live());
    private final QuestionId present = paper.in(Status.ON_AIR);
    private final QuestionId next = paper.queue(paper.asked());

    private boolean graphic() {
        return paper.session().isOn(Switch.GRAPHIC);
    }

    private void showGraphic() {
        paper.flip(Switch.GRAPHIC, true);
    }

    @Nested
    class given_another_on_air {

        @Test
        void when_the_command_names_it_then_it_is_answered_in_the_same_step() {
            // When
            var change = paper.give(PAUL, new Air(next, paper.revision(next), present, false));

            // Then
            assertThat(change.rows()).extracting(QuestionRow::id).containsExactlyInAnyOrder(present, next);
            assertThat(paper.status(present)).isEqualTo(Status.ANSWERED);
            assertThat(paper.row(present).answeredAt()).isEqualTo(paper.now());
            assertThat(paper.status(next)).isEqualTo(Status.ON_AIR);
        }

        @Test
        void when_the_command_names_none_then_it_is_refused() {
            assertThat(refusal(() -> paper.give(PAUL, new Air(next, paper.revision(next), null, false)))
                            .code())
                    .isEqualTo(RefusalCode.ON_AIR_TAKEN);
        }

        @Test
        void when_a_second_panelist_presses_on_the_old_picture_then_it_is_refused() {
            // Given
            var third = paper.queue(paper.asked());
            paper.give(PAUL, new Air(next, paper.revision(next), present, false));

            // When
            var refusal = refusal(() -> paper.give(PETRA, new Air(third, paper.revision(third), present, false)));

            // Then
            assertThat(refusal.code()).isEqualTo(RefusalCode.ON_AIR_TAKEN);
        }

        @Test
        void when_two_panelists_take_the_same_question_then_the_second_is_told_who_was_first() {
            // Given
            int revision = paper.revision(next);
            paper.give(PAUL, new Air(next, revision, present, false));

            // When
            var change = paper.give(PETRA, new Air(next, revision, present, false));

            // Then
            assertThat(change.already()).isEqualTo(new Change.Already("Paul", paper.now()));
        }

        @Test
        void when_the_one_named_has_left_already_then_the_air_is_free() {
            // Given
            paper.give(MAYA, new QuestionCommand.Answer(present, paper.revision(present), false));

            // When
            paper.give(PAUL, new Air(next, paper.revision(next), present, false));

            // Then
            assertThat(paper.onAir()).map(QuestionRow::id).contains(next);
        }
    }

    @Nested
    class given_the_graphic_is_shown {

        {
            showGraphic();
        }

        @Test
        void when_the_question_is_answered_then_it_goes_off() {
            paper.give(PAUL, new QuestionCommand.Answer(present, paper.revision(present), false));

            assertThat(graphic()).isFalse();
        }

        @Test
        void when_the_question_is_postponed_then_it_goes_off() {
            paper.give(PAUL, new QuestionCommand.Later(present, paper.revision(present)));

            assertThat(graphic()).isFalse();
        }

        @Test
        void when_the_question_is_handed_back_then_it_goes_off() {
            paper.give(PAUL, new QuestionCommand.HandBack(present, paper.revision(present), null));

            assertThat(graphic()).isFalse();
        }

        @Test
        void when_the_question_is_dismissed_then_it_goes_off() {
            paper.give(MAYA, new QuestionCommand.Dismiss(present, paper.revision(present), DismissReason.OPERATIONAL));

            assertThat(graphic()).isFalse();
        }

        @Test
        void when_the_next_is_aired_without_it_then_it_goes_off() {
            paper.give(PAUL, new Air(next, paper.revision(next), present, false));

            assertThat(graphic()).isFalse();
        }

        @Test
        void when_the_next_is_aired_with_it_then_it_stays() {
            paper.give(MAYA, new Air(next, paper.revision(next), present, true));

            assertThat(graphic()).isTrue();
        }

        @Test
        void when_a_queued_question_is_handed_back_then_it_stays() {
            paper.give(PAUL, new QuestionCommand.HandBack(next, paper.revision(next), null));

            assertThat(graphic()).isTrue();
        }

        @Test
        void when_another_question_is_dismissed_then_it_stays() {
            paper.give(MAYA, new QuestionCommand.Dismiss(next, paper.revision(next), DismissReason.UNCLEAR));

            assertThat(graphic()).isTrue();
        }
    }

    @Nested
    class given_the_graphic_is_off {

        @Test
        void when_a_question_on_air_is_put_on_air_and_shown_then_it_goes_on() {
            // Given
            var airedAt = paper.row(present).airedAt();
            paper.pass(Duration.ofMinutes(2));

            // When
            var change = paper.give(MAYA, new Air(present, paper.revision(present), null, true));

            // Then
            assertThat(graphic()).isTrue();
            assertThat(change.already()).isNull();
            assertThat(paper.row(present).airedAt()).isEqualTo(airedAt);
        }
    }
}
