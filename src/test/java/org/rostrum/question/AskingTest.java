package org.rostrum.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.Refusals.refusal;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.infosession.Switch;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.PaperSession;

class AskingTest {

    private final PaperSession paper = new PaperSession(anInfoSession().live());

    private Refusal refusedFor(org.rostrum.identity.Actor.Viewer viewer) {
        return refusal(() -> paper.askedBy(viewer));
    }

    @Nested
    class given_a_question_from_the_audience {

        @Test
        void then_it_waits_for_review() {
            // When
            var row = paper.row(paper.askedBy(VERA));

            // Then
            assertThat(row.status()).isEqualTo(Status.PENDING);
            assertThat(row.revision()).isEqualTo(1);
            assertThat(row.origin()).isEqualTo(Origin.VIEWER);
            assertThat(row.author()).isEqualTo(((Caller.Asker) paper.caller(VERA)).author());
            assertThat(row.publishedAt()).isNull();
            assertThat(row.decided()).isNull();
        }

        @Test
        void when_there_is_no_premoderation_then_it_is_published_at_once() {
            // Given
            paper.flip(Switch.PREMODERATION, false);

            // When
            var row = paper.row(paper.askedBy(VERA));

            // Then
            assertThat(row.status()).isEqualTo(Status.PUBLISHED);
            assertThat(row.publishedAt()).isEqualTo(paper.now());
        }

        @Test
        void when_names_are_on_then_the_name_is_a_text_beside_the_wording() {
            paper.flip(Switch.NAMES, true);

            assertThat(paper.textsOf(askedWithName())).containsExactly("Is there a fitness test?", "Véronique");
        }

        @Test
        void when_names_are_off_then_a_name_is_not_even_stored() {
            var question = askedWithName();

            assertThat(paper.textsOf(question)).containsExactly("Is there a fitness test?");
            assertThat(paper.row(question).nameVersion()).isNull();
        }

        private QuestionId askedWithName() {
            var id = newId();
            paper.give(
                    VERA,
                    new QuestionCommand.Ask(
                            id,
                            ScreenedText.question("Is there a fitness test?"),
                            Language.EN,
                            ScreenedText.name("Véronique")));
            return id;
        }

        @Test
        void when_its_id_is_another_questions_then_it_is_refused() {
            var question = paper.askedBy(VERA);

            assertThat(refusal(() -> paper.give(VITO, asking(question, "Mine, not yours")))
                            .code())
                    .isEqualTo(RefusalCode.ID_REUSED);
        }

        @Test
        void when_intake_is_paused_then_it_is_refused() {
            paper.flip(Switch.INTAKE_PAUSED, true);

            assertThat(refusedFor(VERA).code()).isEqualTo(RefusalCode.INTAKE_PAUSED);
        }
    }

    @Nested
    class given_a_viewer_who_asks_much {

        @Test
        void when_the_last_question_is_not_15_seconds_old_then_they_are_told_how_long_to_wait() {
            // Given
            paper.askedBy(VERA);
            paper.pass(Duration.ofMillis(4_999));

            // When
            var refusal = refusedFor(VERA);

            // Then
            assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_SOON);
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(10_001));
        }

        @Test
        void when_it_is_15_seconds_old_then_they_may() {
            // Given
            paper.askedBy(VERA);
            paper.pass(Duration.ofSeconds(15));

            // When
            var second = paper.askedBy(VERA);

            // Then
            assertThat(paper.status(second)).isEqualTo(Status.PENDING);
        }

        @Test
        void when_slow_mode_is_on_then_the_pause_is_a_minute() {
            // Given
            paper.askedBy(VERA);
            paper.flip(Switch.SLOW_MODE, true);
            paper.pass(Duration.ofSeconds(15));

            // When
            var refusal = refusedFor(VERA);

            // Then
            assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_SOON);
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(45));
        }

        @Test
        void when_a_question_was_withdrawn_then_its_time_still_counts() {
            // Given
            paper.give(VERA, new QuestionCommand.Withdraw(paper.askedBy(VERA)));

            // When
            var refusal = refusedFor(VERA);

            // Then
            assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_SOON);
        }

        @Test
        void when_three_wait_for_review_then_a_fourth_is_refused() {
            askSlowly(3);

            assertThat(refusedFor(VERA).code()).isEqualTo(RefusalCode.TOO_MANY_WAITING);
        }

        @Test
        void when_one_of_three_is_read_then_another_may_come() {
            // Given
            paper.approve(askSlowly(3));

            // When
            var fourth = paper.askedBy(VERA);

            // Then
            assertThat(paper.status(fourth)).isEqualTo(Status.PENDING);
        }

        @Test
        void when_three_of_somebody_else_wait_then_it_is_no_matter() {
            askSlowly(3);

            assertThat(paper.status(paper.askedBy(VITO))).isEqualTo(Status.PENDING);
        }

        @Test
        void when_there_have_been_thirty_then_one_more_is_refused() {
            // Given
            paper.flip(Switch.PREMODERATION, false);
            askSlowly(30);

            // When
            var refusal = refusedFor(VERA);

            // Then
            assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_MANY_QUESTIONS);
        }

        private QuestionId askSlowly(int times) {
            QuestionId last = null;
            for (int i = 0; i < times; i++) {
                last = paper.askedBy(VERA);
                paper.pass(Duration.ofSeconds(15));
            }
            return last;
        }
    }

    @Nested
    class given_a_question_added_by_the_team {

        private QuestionCommand.AskFor adding(Origin origin) {
            return new QuestionCommand.AskFor(
                    newId(), ScreenedText.question("Envoyée à l'avance"), Language.FR, origin);
        }

        @ParameterizedTest
        @EnumSource(names = {"AHEAD", "ORGANIZER"})
        void then_it_is_published_with_its_origin_and_without_an_author(Origin origin) {
            // When
            var row = paper.give(HANA, adding(origin)).subject();

            // Then
            assertThat(row.status()).isEqualTo(Status.PUBLISHED);
            assertThat(row.origin()).isEqualTo(origin);
            assertThat(row.author()).isNull();
            assertThat(row.decided().name()).isEqualTo("Hana");
        }

        @Test
        void when_it_claims_to_come_from_the_audience_then_it_is_refused() {
            assertThat(refusal(() -> paper.give(MAYA, adding(Origin.VIEWER))).code())
                    .isEqualTo(RefusalCode.BAD_VALUE);
        }

        @Test
        void when_intake_is_paused_and_the_session_closed_then_it_is_still_taken() {
            // Given
            var closed = new PaperSession(anInfoSession().closed().with(Switch.INTAKE_PAUSED));

            // When
            var row = closed.give(MAYA, adding(Origin.ORGANIZER)).subject();

            // Then
            assertThat(row.status()).isEqualTo(Status.PUBLISHED);
        }
    }
}
