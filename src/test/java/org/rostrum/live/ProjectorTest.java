package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.infosession.Switch;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.Status;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.PaperSession;

class ProjectorTest {

    private static final String NAME = "Zoé";

    private final PaperSession paper = new PaperSession(anInfoSession().live());

    private String text(QuestionId question, int version) {
        return version == 2 ? NAME : "text " + version;
    }

    private Views.MineQuestion mine(QuestionId question) {
        var row = paper.row(question);
        var into = row.standing().mergedInto();
        return Projector.mine(paper.session(), row, into == null ? row : paper.row(into), this::text);
    }

    private void dismissSilently(QuestionId question) {
        paper.give(MAYA, new QuestionCommand.Dismiss(question, paper.revision(question), DismissReason.DISRESPECTFUL));
    }

    @Nested
    class given_an_asker_who_is_not_told_of_disrespect {

        given_an_asker_who_is_not_told_of_disrespect() {
            paper.flip(Switch.TELL_DISRESPECTFUL, false);
        }

        @Test
        void then_nothing_that_the_desk_does_with_an_unpublished_question_changes_what_the_asker_reads() {
            // Given
            var question = paper.in(Status.PENDING);
            var seen = new ArrayList<>(List.of(mine(question)));

            // When
            paper.give(MAYA, new QuestionCommand.Hold(question, paper.revision(question), ScreenedText.note("rude")));
            seen.add(mine(question));
            paper.give(MAYA, new QuestionCommand.Release(question, paper.revision(question)));
            seen.add(mine(question));
            dismissSilently(question);
            seen.add(mine(question));
            paper.give(MAYA, new QuestionCommand.Restore(question, paper.revision(question)));
            seen.add(mine(question));

            // Then
            assertThat(seen).containsOnly(seen.getFirst());
        }

        @Test
        void when_a_waiting_group_is_dismissed_then_its_members_read_on_as_before() {
            // Given
            var leader = paper.asked();
            var question = paper.in(Status.PENDING);
            paper.give(MAYA, new QuestionCommand.Merge(question, paper.revision(question), leader));
            var before = mine(question);

            // When
            dismissSilently(leader);

            // Then
            assertThat(mine(question)).isEqualTo(before);
        }

        @Test
        void when_a_published_question_goes_then_it_reads_as_one_whose_publishing_was_undone() {
            // Given
            var dismissed = paper.in(Status.PUBLISHED);
            dismissSilently(dismissed);
            paper.pass(java.time.Duration.ofMinutes(1));
            var undone = paper.in(Status.PUBLISHED);
            paper.give(MAYA, new QuestionCommand.Undo(paper.seq()));

            // Then
            assertThat(mine(dismissed))
                    .usingRecursiveComparison()
                    .ignoringFields("id", "number", "askedAt")
                    .isEqualTo(mine(undone));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_name_is_shown_outside_the_desk_only_while_names_are_on(Audience audience) {
        // Given
        paper.flip(Switch.NAMES, true);
        var question = PaperSession.newId();
        paper.give(
                VERA,
                new QuestionCommand.Ask(
                        question, ScreenedText.question("What now?"), Language.EN, ScreenedText.name(NAME)));
        paper.give(MAYA, new QuestionCommand.Air(question, paper.revision(question), null, true));
        assertThat(view(audience, question)).contains(NAME);

        // When
        paper.flip(Switch.NAMES, false);

        // Then
        if (audience == Audience.DESK) {
            assertThat(view(audience, question)).contains(NAME);
        } else {
            assertThat(view(audience, question)).doesNotContain(NAME);
        }
    }

    private String view(Audience audience, QuestionId question) {
        return Projector.question(audience, paper.session(), paper.row(question), this::text)
                        instanceof Projection.Shown(var view)
                ? view.text()
                : "nothing";
    }
}
