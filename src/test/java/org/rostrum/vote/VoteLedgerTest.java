package org.rostrum.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.People.viewer;
import static org.rostrum.vote.PollingStation.counted;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.Authors;
import org.rostrum.question.DismissReason;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.VoteLedger.Counted;
import org.rostrum.writer.Writers;

/// Which votes count, and how often.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class VoteLedgerTest {

    @Inject
    PollingStation station;

    @Inject
    Jdbi jdbi;

    @Inject
    Writers writers;

    @Inject
    Tallies tallies;

    @Inject
    Authors authors;

    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = station.session();
    }

    @AfterEach
    void the_polls_close() {
        station.close();
    }

    @Nested
    class given_a_published_question {

        private QuestionId question;

        @BeforeEach
        void of_vera() {
            question = session.published(VERA);
        }

        @Test
        void its_asker_is_the_first_voter() {
            assertThat(station.tally(question)).isEqualTo(1);
        }

        @Test
        void when_its_asker_votes_too_then_they_count_once() {
            assertThat(station.vote(VERA, question, 1, true)).isEqualTo(Counted.STORED);

            assertThat(station.tally(question)).isEqualTo(1);
        }

        @Test
        void when_its_asker_takes_the_vote_back_then_nobody_is_left() {
            assertThat(station.vote(VERA, question, 1, false)).isEqualTo(Counted.STORED);

            assertThat(station.tally(question)).isZero();
        }

        @Test
        void when_somebody_votes_then_listeners_are_told_before_the_voter() {
            assertThat(station.vote(VITO, question, 1, true)).isEqualTo(Counted.STORED);

            assertThat(station.heard().all())
                    .singleElement()
                    .satisfies(changed -> assertThat(changed.tallies())
                            .extracting(Tally::question, Tally::votes)
                            .containsExactly(tuple(question, 2)));
        }

        @Test
        void when_a_vote_comes_twice_then_it_counts_once() {
            station.vote(VITO, question, 1, true);

            assertThat(station.vote(VITO, question, 1, true)).isEqualTo(Counted.STORED);
            assertThat(station.tally(question)).isEqualTo(2);
        }

        @Test
        void when_it_is_closed_meanwhile_then_a_vote_that_is_stored_is_acknowledged_and_a_new_one_refused() {
            // Given
            station.vote(VITO, question, 3, true);
            session.give(MAYA, new QuestionCommand.Dismiss(question, 2, DismissReason.OTHER));
            session.give(HANA, new InfoSessionCommand.MovePhase(Phase.CLOSED));

            // Then
            assertThat(station.vote(VITO, question, 3, true)).isEqualTo(Counted.STORED);
            assertThat(station.vote(VITO, question, 2, false)).isEqualTo(Counted.STORED);
            assertThat(station.vote(VITO, question, 3, false)).isEqualTo(Counted.COUNTER_TAKEN);
            assertThat(station.vote(VITO, question, 4, true)).isEqualTo(Counted.NOT_OPEN);
        }

        @Test
        void when_another_vote_comes_under_the_same_counter_then_it_is_refused_and_changes_nothing() {
            // Given
            var ledger = station.together(2);

            // When
            var first = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true));
            var other = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, false));

            // Then
            assertThat(counted(first)).isEqualTo(Counted.STORED);
            assertThat(counted(other)).isEqualTo(Counted.COUNTER_TAKEN);
            assertThat(station.vote(VITO, question, 1, false)).isEqualTo(Counted.COUNTER_TAKEN);
            assertThat(station.tally(question)).isEqualTo(2);
        }

        @Test
        void when_a_vote_is_refused_then_nothing_is_kept_of_its_voter() {
            // Given
            var pending = session.asked(viewer(7));

            // When
            station.vote(viewer(8), pending, 1, true);

            // Then
            var kept = jdbi.withHandle(
                    handle -> authors.find(handle, session.id(), viewer(8).participant()));
            assertThat(kept).isEmpty();
        }

        @Test
        void when_an_older_vote_comes_later_then_it_changes_nothing() {
            station.vote(VITO, question, 5, true);

            assertThat(station.vote(VITO, question, 4, false)).isEqualTo(Counted.STORED);
            assertThat(station.tally(question)).isEqualTo(2);
        }

        @Test
        void when_a_vote_is_looked_for_then_it_is_found_behind_those_that_wait() {
            // Given: a ledger that waits for a second
            var ledger = station.together(2);
            var cast = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 2, true));

            // When
            var found = ledger.find(session.id(), VITO.participant(), new Ballot(question, 2, true));

            // Then
            assertThat(counted(found)).isEqualTo(Counted.STORED);
            assertThat(counted(cast)).isEqualTo(Counted.STORED);
            assertThat(station.tally(question)).isEqualTo(2);
        }

        @Test
        void when_a_vote_is_looked_for_then_one_that_a_newer_one_replaced_is_found_and_a_newer_one_is_not() {
            // Given
            station.vote(VITO, question, 5, true);
            var ledger = station.together(3);

            // When
            var older = ledger.find(session.id(), VITO.participant(), new Ballot(question, 4, false));
            var newer = ledger.find(session.id(), VITO.participant(), new Ballot(question, 6, false));
            var others = ledger.find(session.id(), viewer(3).participant(), new Ballot(question, 1, true));

            // Then
            assertThat(counted(older)).isEqualTo(Counted.STORED);
            assertThat(counted(newer)).isEqualTo(Counted.NOT_OPEN);
            assertThat(counted(others)).isEqualTo(Counted.NOT_OPEN);
            assertThat(station.tally(question)).isEqualTo(2);
        }

        @Test
        void when_one_voter_changes_their_mind_in_one_batch_then_the_newest_counts() {
            // Given
            var ledger = station.together(3);

            // When
            var sent = List.of(
                    ledger.cast(session.id(), VITO.participant(), new Ballot(question, 2, false)),
                    ledger.cast(session.id(), VITO.participant(), new Ballot(question, 3, true)),
                    ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true)));

            // Then
            assertThat(sent).extracting(PollingStation::counted).containsOnly(Counted.STORED);
            assertThat(station.tally(question)).isEqualTo(2);
        }

        @ParameterizedTest
        @EnumSource(names = {"VOTING_PAUSED", "VOTING"})
        void when_voting_is_switched_off_then_it_is_refused(Switch which) {
            session.give(HANA, new InfoSessionCommand.Flip(which, which == Switch.VOTING_PAUSED));

            assertThat(station.vote(VITO, question, 1, true)).isEqualTo(Counted.NOT_OPEN);
            assertThat(station.tally(question)).isEqualTo(1);
        }

        @Test
        void when_the_session_has_ended_then_it_is_refused() {
            session.give(HANA, new InfoSessionCommand.MovePhase(Phase.CLOSED));

            assertThat(station.vote(VITO, question, 1, true)).isEqualTo(Counted.NOT_OPEN);
        }

        @Test
        void when_it_is_answered_then_it_is_refused() {
            session.give(MAYA, new QuestionCommand.Answer(question, 2, false));

            assertThat(station.vote(VITO, question, 1, true)).isEqualTo(Counted.NOT_OPEN);
        }

        @Test
        void when_it_is_queued_and_on_air_then_it_is_still_open() {
            session.give(MAYA, new QuestionCommand.Air(question, 2, null, false));

            assertThat(station.vote(VITO, question, 1, true)).isEqualTo(Counted.STORED);
        }

        @Test
        void when_bad_votes_come_in_the_same_batch_then_each_is_refused_singly() {
            // Given
            var pending = session.asked(viewer(7));
            var dismissed = session.published(viewer(8));
            session.give(MAYA, new QuestionCommand.Dismiss(dismissed, 2, DismissReason.OTHER));
            var ledger = station.together(4);

            // When
            var sent = List.of(pending, question, newId(), dismissed).stream()
                    .map(id -> ledger.cast(session.id(), VITO.participant(), new Ballot(id, 1, true)))
                    .toList();

            // Then
            assertThat(sent)
                    .extracting(PollingStation::counted)
                    .containsExactly(Counted.NOT_OPEN, Counted.STORED, Counted.NOT_OPEN, Counted.NOT_OPEN);
            assertThat(station.tally(question)).isEqualTo(2);
            assertThat(station.tally(pending)).isEqualTo(1);
        }

        @Test
        void when_it_is_named_in_another_session_then_only_that_vote_is_refused() {
            // Given
            var elsewhere = StoredSession.found(writers, anInfoSession().live());
            var ledger = station.together(1);

            // When
            var right = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true));
            var wrong = ledger.cast(elsewhere.id(), viewer(9).participant(), new Ballot(question, 1, true));

            // Then
            assertThat(counted(right)).isEqualTo(Counted.STORED);
            assertThat(counted(wrong)).isEqualTo(Counted.NOT_OPEN);
            assertThat(station.tally(question)).isEqualTo(2);
        }
    }

    @Test
    void a_voters_ballots_are_read_with_their_counters() {
        // Given
        var first = session.published(VERA);
        var second = session.published(viewer(9));
        station.vote(VERA, second, 4, false);

        // When
        var ballots = jdbi.withHandle(handle -> {
            var author = authors.find(handle, session.id(), VERA.participant()).orElseThrow();
            return tallies.ballots(handle, session.id(), author);
        });

        // Then
        assertThat(ballots).containsExactlyInAnyOrder(new Ballot(first, 1, true), new Ballot(second, 4, false));
    }
}
