package org.rostrum.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.PAUL;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.Refusals.refusal;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.infosession.Switch;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.PaperSession;

/// What the table of steps cannot say: revisions, the air, merging and what is kept on record.
class LifeTest {

    private final PaperSession paper = new PaperSession(anInfoSession().live());

    @Nested
    class given_a_decision_on_an_old_revision {

        private final QuestionId question = paper.in(Status.PUBLISHED);
        private final int old = paper.revision(question) - 1;

        @Test
        void then_it_is_refused_as_changed() {
            assertThat(refusal(() -> paper.give(
                                    MAYA, new QuestionCommand.Queue(question, old, QuestionCommand.Place.LAST)))
                            .code())
                    .isEqualTo(RefusalCode.CHANGED);
        }

        @Test
        void when_its_goal_is_reached_then_it_succeeds_and_says_who_was_first() {
            var change = paper.give(MILO, new QuestionCommand.Approve(question, old));

            assertThat(change.storesNothing()).isTrue();
            assertThat(change.already()).isEqualTo(new Change.Already("Maya", paper.now()));
        }

        @Test
        void when_a_colleague_has_set_a_mark_since_then_it_names_who_reached_the_goal() {
            // Given
            paper.give(MILO, new QuestionCommand.SetLanguage(question, Language.FR));

            // When
            var change = paper.give(MILO, new QuestionCommand.Approve(question, old));

            // Then
            assertThat(change.already()).isEqualTo(new Change.Already("Maya", paper.now()));
        }

        @Test
        void when_the_goal_is_a_mark_that_is_set_then_it_succeeds_too() {
            // Given
            paper.give(MAYA, new QuestionCommand.Pin(question, paper.revision(question)));

            // When
            var change = paper.give(MILO, new QuestionCommand.Pin(question, old));

            // Then
            assertThat(change.already()).isEqualTo(new Change.Already("Maya", paper.now()));
        }

        @Test
        void when_the_goal_is_the_front_of_the_queue_and_it_is_there_then_it_succeeds() {
            // Given
            paper.queue(question);

            // When
            var change = paper.give(MILO, new QuestionCommand.Queue(question, old, QuestionCommand.Place.FIRST));

            // Then
            assertThat(change.already()).isNotNull();
        }

        @Test
        void when_the_goal_is_a_mark_that_is_not_set_then_it_is_refused() {
            assertThat(refusal(() -> paper.give(MAYA, new QuestionCommand.Pin(question, old)))
                            .code())
                    .isEqualTo(RefusalCode.CHANGED);
        }
    }

    @Nested
    class given_marks {

        private final QuestionId question = paper.in(Status.PUBLISHED);
        private final int revision = paper.revision(question);

        @Test
        void pin_language_and_order_leave_the_revision() {
            paper.give(MAYA, new QuestionCommand.Pin(question, revision));
            paper.give(MAYA, new QuestionCommand.SetLanguage(question, Language.FR));

            assertThat(paper.revision(question)).isEqualTo(revision);
        }

        @ParameterizedTest
        @EnumSource(names = {"QUEUED", "ON_AIR", "ANSWERED"})
        void a_pin_stays_while_the_audience_sees_the_question(Status next) {
            // Given
            paper.give(MAYA, new QuestionCommand.Pin(question, revision));

            // When
            step(question, next);

            // Then
            assertThat(paper.row(question).standing().pinned()).isTrue();
        }

        @ParameterizedTest
        @EnumSource(names = {"DISMISSED", "MERGED", "WITHDRAWN"})
        void a_pin_falls_off_what_the_audience_no_longer_sees(Status next) {
            // Given
            paper.give(MAYA, new QuestionCommand.Pin(question, revision));

            // When
            step(question, next);

            // Then
            assertThat(paper.row(question).standing().pinned()).isFalse();
        }

        private void step(QuestionId id, Status next) {
            switch (next) {
                case QUEUED -> paper.queue(id);
                case ON_AIR -> paper.air(id);
                case ANSWERED -> paper.give(MAYA, new QuestionCommand.Answer(id, revision, true));
                case DISMISSED -> paper.give(MAYA, new QuestionCommand.Dismiss(id, revision, DismissReason.OTHER));
                case MERGED -> paper.give(MAYA, new QuestionCommand.Merge(id, revision, paper.asked()));
                case WITHDRAWN -> paper.give(VERA, new QuestionCommand.Withdraw(id));
                case PENDING, PUBLISHED -> throw new IllegalArgumentException();
            }
        }
    }

    @Nested
    class given_a_held_question {

        private final QuestionId question = paper.in(Status.PENDING);

        {
            hold("Ask the recruiter first");
        }

        private void hold(String note) {
            paper.give(MAYA, new QuestionCommand.Hold(question, paper.revision(question), ScreenedText.note(note)));
        }

        @Test
        void its_note_is_a_text_of_its_own_and_the_wording_is_kept() {
            assertThat(paper.textsOf(question))
                    .containsExactly("What does the training look like?", "Ask the recruiter first");
            assertThat(paper.row(question).textVersion()).isEqualTo(1);
            assertThat(paper.row(question).noteVersion()).isEqualTo((int) paper.seq());
        }

        @Test
        void when_another_note_is_written_then_it_is_a_newer_version() {
            int earlier = paper.row(question).noteVersion();

            hold("Answered by the website");

            assertThat(paper.row(question).noteVersion()).isGreaterThan(earlier);
        }

        @Test
        void when_it_is_approved_then_it_is_held_no_more() {
            paper.approve(question);

            assertThat(paper.row(question).standing().held()).isFalse();
        }
    }

    @Nested
    class given_a_question_that_is_not_the_callers {

        @Test
        void when_another_viewer_withdraws_it_then_it_is_unknown() {
            var question = paper.in(Status.PUBLISHED);

            assertThat(refusal(() -> paper.give(VITO, new QuestionCommand.Withdraw(question)))
                            .code())
                    .isEqualTo(RefusalCode.UNKNOWN_QUESTION);
        }

        @ParameterizedTest
        @EnumSource(names = {"DISMISSED", "MERGED", "WITHDRAWN", "PENDING"})
        void when_a_panelist_names_what_was_never_published_then_it_is_unknown(Status status) {
            // Given
            var question = paper.askedBy(VERA);
            switch (status) {
                case DISMISSED -> paper.give(MAYA, new QuestionCommand.Dismiss(question, 1, DismissReason.OTHER));
                case MERGED -> paper.give(MAYA, new QuestionCommand.Merge(question, 1, paper.asked()));
                case WITHDRAWN -> paper.give(VERA, new QuestionCommand.Withdraw(question));
                default -> {}
            }

            // When
            var refusal = refusal(() -> paper.give(PAUL, new QuestionCommand.Air(question, 1, null, false)));

            // Then
            assertThat(refusal.code()).isEqualTo(RefusalCode.UNKNOWN_QUESTION);
        }

        @Test
        void when_a_panelist_names_what_was_restored_then_it_is_unknown() {
            var question = paper.in(Status.DISMISSED);
            paper.give(MAYA, new QuestionCommand.Restore(question, paper.revision(question)));

            assertThat(refusal(() -> paper.give(
                                    PAUL, new QuestionCommand.Answer(question, paper.revision(question), false)))
                            .code())
                    .isEqualTo(RefusalCode.UNKNOWN_QUESTION);
        }
    }

    @Nested
    class given_a_merge {

        private final QuestionId question = paper.in(Status.PUBLISHED);

        private RefusalCode refusedInto(QuestionId into) {
            return refusal(() -> paper.give(MAYA, new QuestionCommand.Merge(question, paper.revision(question), into)))
                    .code();
        }

        @ParameterizedTest
        @EnumSource(names = {"PENDING", "PUBLISHED", "QUEUED", "ON_AIR", "ANSWERED"})
        void when_the_target_is_alive_then_it_takes_the_question_in(Status status) {
            // Given
            paper.pass(java.time.Duration.ofMinutes(1));
            var into = paper.in(status);

            // When
            paper.give(MAYA, new QuestionCommand.Merge(question, paper.revision(question), into));

            // Then
            assertThat(paper.row(question).standing().mergedInto()).isEqualTo(into);
            assertThat(paper.status(into)).isEqualTo(status);
        }

        @ParameterizedTest
        @EnumSource(names = {"MERGED", "DISMISSED", "WITHDRAWN"})
        void when_the_target_is_gone_then_it_is_refused(Status status) {
            paper.pass(java.time.Duration.ofMinutes(1));

            assertThat(refusedInto(paper.in(status))).isEqualTo(RefusalCode.MERGE_TARGET);
        }

        @Test
        void when_the_target_is_itself_then_it_is_refused() {
            assertThat(refusedInto(question)).isEqualTo(RefusalCode.MERGE_TARGET);
        }

        @Test
        void when_there_is_no_target_then_it_is_refused() {
            assertThat(refusedInto(newId())).isEqualTo(RefusalCode.UNKNOWN_QUESTION);
        }

        @Test
        void when_it_is_merged_elsewhere_then_the_goal_is_not_reached() {
            paper.give(MAYA, new QuestionCommand.Merge(question, paper.revision(question), paper.asked()));

            assertThat(refusedInto(paper.asked())).isEqualTo(RefusalCode.WRONG_STATUS);
        }
    }

    @Nested
    class given_first_times {

        @Test
        void when_a_question_comes_back_then_they_are_as_they_were() {
            // Given
            var question = paper.in(Status.QUEUED);
            var first = paper.now();
            paper.pass(java.time.Duration.ofMinutes(5));

            // When
            paper.give(MAYA, new QuestionCommand.Unqueue(question, paper.revision(question)));
            paper.queue(question);

            // Then
            assertThat(paper.row(question).publishedAt()).isEqualTo(first);
            assertThat(paper.row(question).queuedAt()).isEqualTo(first);
        }

        @Test
        void when_it_goes_on_air_again_then_the_last_time_counts() {
            // Given
            var question = paper.in(Status.ANSWERED);
            paper.pass(java.time.Duration.ofMinutes(5));

            // When
            paper.air(question);

            // Then
            assertThat(paper.row(question).airedAt()).isEqualTo(paper.now());
        }
    }

    @Test
    void a_host_may_hand_back_and_the_note_is_stored() {
        // Given
        var question = paper.in(Status.QUEUED);
        paper.flip(Switch.GRAPHIC, false);

        // When
        paper.give(
                HANA,
                new QuestionCommand.HandBack(question, paper.revision(question), ScreenedText.note("Not our field")));

        // Then
        assertThat(paper.textsOf(question)).contains("Not our field");
    }
}
