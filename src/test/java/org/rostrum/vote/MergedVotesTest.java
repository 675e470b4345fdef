package org.rostrum.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.viewer;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.VoteLedger.Counted;

/// What counts for questions that are merged into one another, and for each of them again when that is undone.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class MergedVotesTest {

    @Inject
    PollingStation station;

    @Inject
    Jdbi jdbi;

    private StoredSession session;
    private QuestionId first;
    private QuestionId second;
    private QuestionId third;

    @BeforeEach
    void three_questions_that_one_voter_wants_all() {
        session = station.session();
        first = session.published(viewer(1));
        second = session.published(viewer(2));
        third = session.published(viewer(3));
        List.of(first, second, third).forEach(question -> station.vote(viewer(4), question, 1, true));
    }

    @AfterEach
    void the_polls_close() {
        station.close();
    }

    @Test
    void when_one_is_merged_then_its_voters_count_once_each() {
        merge(first, 2, second);

        assertThat(station.tally(second)).isEqualTo(3);
    }

    @Test
    void when_a_merge_is_undone_then_both_are_as_before() {
        // Given
        merge(first, 2, second);

        // When
        session.give(MAYA, new QuestionCommand.Undo(lastSeq()));

        // Then
        assertThat(List.of(station.tally(first), station.tally(second))).containsExactly(2, 2);
    }

    @Test
    void when_a_group_is_merged_then_all_its_voters_come_along() {
        // Given
        merge(first, 2, second);

        // When
        merge(second, 2, third);

        // Then
        assertThat(station.tally(third)).isEqualTo(4);
    }

    @Test
    void when_the_lower_of_two_merges_is_undone_then_all_above_it_are_counted_anew() {
        // Given
        merge(first, 2, second);
        long lower = lastSeq();
        session.give(MILO, new QuestionCommand.Merge(second, 2, third));

        // When
        session.give(MAYA, new QuestionCommand.Undo(lower));

        // Then
        assertThat(List.of(station.tally(first), station.tally(second), station.tally(third)))
                .containsExactly(2, 2, 3);
    }

    @Test
    void when_somebody_votes_for_the_whole_then_who_voted_for_a_part_counts_once() {
        // Given
        merge(first, 2, second);

        // When
        station.vote(viewer(1), second, 1, true);
        station.vote(viewer(5), second, 1, true);

        // Then
        assertThat(station.tally(second)).isEqualTo(4);
    }

    @Test
    void when_it_is_merged_then_no_vote_is_taken_under_its_own_name() {
        merge(first, 2, second);

        assertThat(station.vote(viewer(5), first, 1, true)).isEqualTo(Counted.NOT_OPEN);
    }

    private long lastSeq() {
        return jdbi.withHandle(handle -> handle.createQuery("select seq from journal_head where info_session = ?")
                .bind(0, session.id().value())
                .mapTo(Long.class)
                .one());
    }

    private void merge(QuestionId question, int revision, QuestionId into) {
        session.give(MAYA, new QuestionCommand.Merge(question, revision, into));
    }
}
