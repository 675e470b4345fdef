package org.rostrum.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.viewer;
import static org.rostrum.testing.Refusals.refusal;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.rostrum.infosession.Switch;
import org.rostrum.question.QuestionCommand.Dismiss;
import org.rostrum.question.QuestionCommand.Merge;
import org.rostrum.question.QuestionCommand.Pin;
import org.rostrum.question.QuestionCommand.Undo;
import org.rostrum.question.QuestionCommand.Unmerge;
import org.rostrum.question.QuestionCommand.Withdraw;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.PaperSession;

class GroupsTest {

    private final PaperSession paper = new PaperSession(anInfoSession().live());

    private QuestionId asked(int viewer) {
        paper.pass(Duration.ofMinutes(1));
        return paper.askedBy(viewer(viewer));
    }

    private void merge(QuestionId question, QuestionId into) {
        paper.give(MAYA, new Merge(question, paper.revision(question), into));
    }

    private void unmerge(QuestionId question) {
        paper.give(MILO, new Unmerge(question, paper.revision(question)));
    }

    private void dismiss(QuestionId question, DismissReason reason) {
        paper.give(MAYA, new Dismiss(question, paper.revision(question), reason));
    }

    private Standing standing(QuestionId question) {
        return paper.row(question).standing();
    }

    @Nested
    class given_a_leader_that_its_asker_withdraws {

        private final QuestionId leader = paper.in(Status.PUBLISHED);

        @Test
        void when_members_were_published_then_the_oldest_of_them_leads_in_its_place() {
            // Given
            var waiting = asked(1);
            var older = paper.approve(asked(2));
            var newer = paper.approve(asked(3));
            merge(newer, leader);
            merge(older, leader);
            merge(waiting, leader);
            paper.give(MAYA, new Pin(leader, paper.revision(leader)));

            // When
            paper.give(VERA, new Withdraw(leader));

            // Then
            assertThat(paper.status(leader)).isEqualTo(Status.WITHDRAWN);
            assertThat(paper.status(older)).isEqualTo(Status.PUBLISHED);
            assertThat(standing(older).pinned()).isTrue();
            assertThat(standing(newer).mergedInto()).isEqualTo(older);
            assertThat(standing(waiting).mergedInto()).isEqualTo(older);
        }

        @Test
        void when_it_was_queued_then_the_next_takes_its_place_in_the_queue() {
            // Given
            var member = paper.approve(asked(1));
            merge(member, leader);
            paper.queue(leader);
            var behind = paper.queue(paper.approve(asked(2)));

            // When
            paper.give(VERA, new Withdraw(leader));

            // Then
            assertThat(paper.queueIds()).containsExactly(member, behind);
        }

        @Test
        void when_no_member_was_ever_published_then_the_next_waits_for_review() {
            // Given
            var member = asked(1);
            merge(member, leader);

            // When
            paper.give(VERA, new Withdraw(leader));

            // Then
            assertThat(paper.status(member)).isEqualTo(Status.PENDING);
            assertThat(paper.row(member).publishedAt()).isNull();
        }

        @Test
        void when_a_member_was_taken_back_before_it_was_merged_then_it_is_not_shown_again() {
            // Given
            var member = paper.approve(asked(1));
            dismiss(member, DismissReason.UNCLEAR);
            paper.give(MAYA, new QuestionCommand.Restore(member, paper.revision(member)));
            merge(member, leader);

            // When
            paper.give(VERA, new Withdraw(leader));

            // Then
            assertThat(paper.status(member)).isEqualTo(Status.PENDING);
        }

        @Test
        void then_those_who_voted_on_it_count_for_the_next_and_for_the_one_after() {
            // Given
            var second = paper.approve(asked(1));
            var third = paper.approve(asked(2));
            merge(second, leader);
            merge(third, leader);

            // When
            paper.give(VERA, new Withdraw(leader));
            paper.give(viewer(1), new Withdraw(second));

            // Then
            assertThat(paper.status(third)).isEqualTo(Status.PUBLISHED);
            assertThat(standing(leader).mergedInto()).isEqualTo(third);
            assertThat(standing(second).mergedInto()).isEqualTo(third);
        }

        @Test
        void then_the_step_is_not_the_moderators_to_undo() {
            // Given
            var member = paper.approve(asked(1));
            merge(member, leader);
            long merged = paper.seq();
            paper.give(VERA, new Withdraw(leader));

            // When
            var refused = refusal(() -> paper.give(MAYA, new Undo(merged)));

            // Then
            assertThat(refused.code()).isEqualTo(RefusalCode.NOT_UNDOABLE);
        }
    }

    @Nested
    class given_a_question_merged_by_a_colleague {

        private final QuestionId leader = paper.in(Status.PUBLISHED);

        @Test
        void when_the_audience_saw_it_before_then_it_is_published_again() {
            var question = paper.approve(asked(1));
            merge(question, leader);

            unmerge(question);

            assertThat(paper.status(question)).isEqualTo(Status.PUBLISHED);
            assertThat(standing(question).mergedInto()).isNull();
        }

        @Test
        void when_it_waited_then_it_waits_again() {
            var question = asked(1);
            merge(question, leader);

            unmerge(question);

            assertThat(paper.status(question)).isEqualTo(Status.PENDING);
        }

        @Test
        void when_its_group_was_dismissed_then_it_goes_to_review_and_not_to_the_audience() {
            var question = paper.approve(asked(1));
            merge(question, leader);
            dismiss(leader, DismissReason.OFF_TOPIC);

            unmerge(question);

            assertThat(paper.status(question)).isEqualTo(Status.PENDING);
        }

        @Test
        void when_it_is_undone_then_it_is_merged_again() {
            var question = paper.approve(asked(1));
            merge(question, leader);
            unmerge(question);

            paper.give(MILO, new Undo(paper.seq()));

            assertThat(paper.status(question)).isEqualTo(Status.MERGED);
            assertThat(standing(question).mergedInto()).isEqualTo(leader);
        }
    }

    @Nested
    class given_a_dismissal_that_its_asker_is_not_told {

        private final QuestionId question = paper.in(Status.PENDING);

        given_a_dismissal_that_its_asker_is_not_told() {
            paper.flip(Switch.TELL_DISRESPECTFUL, false);
            dismiss(question, DismissReason.DISRESPECTFUL);
        }

        @Test
        void when_the_asker_withdraws_then_that_succeeds_as_of_one_that_waits() {
            paper.give(VERA, new Withdraw(question));

            assertThat(paper.status(question)).isEqualTo(Status.WITHDRAWN);
        }

        @Test
        void then_it_counts_among_those_that_wait() {
            // Given
            paper.pass(Duration.ofMinutes(1));
            paper.askedBy(VERA);
            paper.pass(Duration.ofMinutes(1));
            paper.askedBy(VERA);
            paper.pass(Duration.ofMinutes(1));

            // When
            var refused = refusal(() -> paper.askedBy(VERA));

            // Then
            assertThat(refused.code()).isEqualTo(RefusalCode.TOO_MANY_WAITING);
        }

        @Test
        void when_it_is_told_after_all_then_it_cannot_be_withdrawn() {
            paper.flip(Switch.TELL_DISRESPECTFUL, true);

            var refused = refusal(() -> paper.give(VERA, new Withdraw(question)));

            assertThat(refused.code()).isEqualTo(RefusalCode.WRONG_STATUS);
        }
    }
}
