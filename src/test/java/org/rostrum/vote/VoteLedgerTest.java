package org.rostrum.vote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.People.viewer;
import static org.rostrum.testing.Refusals.refusal;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.identity.Actor;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.Authors;
import org.rostrum.question.DismissReason;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.Heard;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.VoteLedger.Counted;
import org.rostrum.writer.Writers;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class VoteLedgerTest {

    private static final Duration UNTIL_FULL = Duration.ofSeconds(20);
    private static final long PATIENCE_SECONDS = 30;

    @Inject
    Jdbi jdbi;

    @Inject
    Writers writers;

    @Inject
    Tallies tallies;

    @Inject
    Authors authors;

    private final Heard<TalliesChanged> heard = new Heard<>();
    private final List<VoteLedger> started = new ArrayList<>();
    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = StoredSession.found(writers, anInfoSession().live());
    }

    @AfterEach
    void stop_the_ledgers() {
        started.forEach(ledger -> ledger.stop(new ShutdownEvent()));
    }

    private record Pace(int batchMax, Duration gather, int waitingMax) implements VoteConfig {
        @Override
        public Duration readEvery() {
            return Duration.ofMillis(250);
        }
    }

    /// A ledger that writes exactly so many votes together.
    private VoteLedger together(int count) {
        return started(new VoteLedger(jdbi, tallies, authors, heard, new Pace(count, UNTIL_FULL, 100)));
    }

    private VoteLedger started(VoteLedger ledger) {
        ledger.start(new StartupEvent());
        started.add(ledger);
        return ledger;
    }

    private Counted vote(Actor.Viewer voter, QuestionId question, int n, boolean on) {
        return counted(together(1).cast(session.id(), voter.participant(), new Ballot(question, n, on)));
    }

    private static Counted counted(CompletableFuture<Counted> sent) {
        try {
            return sent.get(PATIENCE_SECONDS, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the vote was never answered", e);
        }
    }

    private int tally(QuestionId question) {
        return jdbi.withHandle(handle -> tallies.all(handle, session.id())).stream()
                .filter(tally -> tally.question().equals(question))
                .mapToInt(Tally::votes)
                .sum();
    }

    private void merge(QuestionId question, int revision, QuestionId into) {
        session.give(MAYA, new QuestionCommand.Merge(question, revision, into));
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
            assertThat(tally(question)).isEqualTo(1);
        }

        @Test
        void when_its_asker_votes_too_then_they_count_once() {
            assertThat(vote(VERA, question, 1, true)).isEqualTo(Counted.STORED);

            assertThat(tally(question)).isEqualTo(1);
        }

        @Test
        void when_its_asker_takes_the_vote_back_then_nobody_is_left() {
            assertThat(vote(VERA, question, 1, false)).isEqualTo(Counted.STORED);

            assertThat(tally(question)).isZero();
        }

        @Test
        void when_somebody_votes_then_listeners_are_told_before_the_voter() {
            assertThat(vote(VITO, question, 1, true)).isEqualTo(Counted.STORED);

            assertThat(heard.all())
                    .singleElement()
                    .satisfies(changed -> assertThat(changed.tallies())
                            .extracting(Tally::question, Tally::votes)
                            .containsExactly(tuple(question, 2)));
        }

        @Test
        void when_a_vote_comes_twice_then_it_counts_once() {
            vote(VITO, question, 1, true);

            assertThat(vote(VITO, question, 1, true)).isEqualTo(Counted.STORED);
            assertThat(tally(question)).isEqualTo(2);
        }

        @Test
        void when_an_older_vote_comes_later_then_it_changes_nothing() {
            vote(VITO, question, 5, true);

            assertThat(vote(VITO, question, 4, false)).isEqualTo(Counted.STORED);
            assertThat(tally(question)).isEqualTo(2);
        }

        @Test
        void when_one_voter_changes_their_mind_in_one_batch_then_the_newest_counts() {
            // Given
            var ledger = together(3);

            // When
            var sent = List.of(
                    ledger.cast(session.id(), VITO.participant(), new Ballot(question, 2, false)),
                    ledger.cast(session.id(), VITO.participant(), new Ballot(question, 3, true)),
                    ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true)));

            // Then
            assertThat(sent).extracting(VoteLedgerTest::counted).containsOnly(Counted.STORED);
            assertThat(tally(question)).isEqualTo(2);
        }

        @ParameterizedTest
        @EnumSource(names = {"VOTING_PAUSED", "VOTING"})
        void when_voting_is_switched_off_then_it_is_refused(Switch which) {
            session.give(HANA, new InfoSessionCommand.Flip(which, which == Switch.VOTING_PAUSED));

            assertThat(vote(VITO, question, 1, true)).isEqualTo(Counted.NOT_OPEN);
            assertThat(tally(question)).isEqualTo(1);
        }

        @Test
        void when_the_session_has_ended_then_it_is_refused() {
            session.give(HANA, new InfoSessionCommand.MovePhase(Phase.CLOSED));

            assertThat(vote(VITO, question, 1, true)).isEqualTo(Counted.NOT_OPEN);
        }

        @Test
        void when_it_is_answered_then_it_is_refused() {
            session.give(MAYA, new QuestionCommand.Answer(question, 2, false));

            assertThat(vote(VITO, question, 1, true)).isEqualTo(Counted.NOT_OPEN);
        }

        @Test
        void when_it_is_queued_and_on_air_then_it_is_still_open() {
            session.give(MAYA, new QuestionCommand.Air(question, 2, null, false));

            assertThat(vote(VITO, question, 1, true)).isEqualTo(Counted.STORED);
        }

        @Test
        void when_bad_votes_come_in_the_same_batch_then_each_is_refused_singly() {
            // Given
            var pending = session.asked(viewer(7));
            var dismissed = session.published(viewer(8));
            session.give(MAYA, new QuestionCommand.Dismiss(dismissed, 2, DismissReason.OTHER));
            var ledger = together(4);

            // When
            var sent = List.of(pending, question, newId(), dismissed).stream()
                    .map(id -> ledger.cast(session.id(), VITO.participant(), new Ballot(id, 1, true)))
                    .toList();

            // Then
            assertThat(sent)
                    .extracting(VoteLedgerTest::counted)
                    .containsExactly(Counted.NOT_OPEN, Counted.STORED, Counted.NOT_OPEN, Counted.NOT_OPEN);
            assertThat(tally(question)).isEqualTo(2);
            assertThat(tally(pending)).isEqualTo(1);
        }

        @Test
        void when_it_is_named_in_another_session_then_only_that_vote_is_refused() {
            // Given
            var elsewhere = StoredSession.found(writers, anInfoSession().live());
            var ledger = together(2);

            // When
            var right = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true));
            var wrong = ledger.cast(elsewhere.id(), viewer(9).participant(), new Ballot(question, 1, true));

            // Then
            assertThat(counted(right)).isEqualTo(Counted.STORED);
            assertThat(counted(wrong)).isEqualTo(Counted.NOT_OPEN);
            assertThat(tally(question)).isEqualTo(2);
        }
    }

    @Nested
    class given_a_group {

        private QuestionId first;
        private QuestionId second;
        private QuestionId third;

        @BeforeEach
        void of_three_questions_that_one_voter_wants_all() {
            first = session.published(viewer(1));
            second = session.published(viewer(2));
            third = session.published(viewer(3));
            List.of(first, second, third).forEach(question -> vote(viewer(4), question, 1, true));
        }

        @Test
        void when_one_is_merged_then_its_voters_count_once_each() {
            merge(first, 2, second);

            assertThat(tally(second)).isEqualTo(3);
        }

        @Test
        void when_a_merge_is_undone_then_both_are_as_before() {
            // Given
            merge(first, 2, second);

            // When
            session.give(MAYA, new QuestionCommand.Undo(lastSeq()));

            // Then
            assertThat(List.of(tally(first), tally(second))).containsExactly(2, 2);
        }

        @Test
        void when_a_group_is_merged_then_all_its_voters_come_along() {
            // Given
            merge(first, 2, second);

            // When
            merge(second, 2, third);

            // Then
            assertThat(tally(third)).isEqualTo(4);
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
            assertThat(List.of(tally(first), tally(second), tally(third))).containsExactly(2, 2, 3);
        }

        @Test
        void when_somebody_votes_for_the_whole_then_who_voted_for_a_part_counts_once() {
            // Given
            merge(first, 2, second);

            // When
            vote(viewer(1), second, 1, true);
            vote(viewer(5), second, 1, true);

            // Then
            assertThat(tally(second)).isEqualTo(4);
        }

        @Test
        void when_it_is_merged_then_no_vote_is_taken_under_its_own_name() {
            merge(first, 2, second);

            assertThat(vote(viewer(5), first, 1, true)).isEqualTo(Counted.NOT_OPEN);
        }

        private long lastSeq() {
            return jdbi.withHandle(handle -> handle.createQuery("select seq from journal_head where info_session = ?")
                    .bind(0, session.id().value())
                    .mapTo(Long.class)
                    .one());
        }
    }

    @Test
    void a_listener_that_fails_stops_nobody_from_voting() {
        // Given
        var question = session.published(VERA);
        var deaf = new Heard<TalliesChanged>(_ -> {
            throw new IllegalStateException("a listener that fails");
        });
        var ledger = started(new VoteLedger(jdbi, tallies, authors, deaf, new Pace(1, UNTIL_FULL, 100)));

        // When
        var first = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true));
        var second = ledger.cast(session.id(), viewer(3).participant(), new Ballot(question, 1, true));

        // Then
        assertThat(counted(first)).isEqualTo(Counted.STORED);
        assertThat(counted(second)).isEqualTo(Counted.STORED);
    }

    @Test
    void a_connection_lost_within_a_batch_costs_that_batch_only() {
        // Given
        var question = session.published(VERA);
        var ballot = new Ballot(question, 1, true);
        execute("""
                create function tests_lost() returns trigger language plpgsql as $$
                begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$""");
        execute("create trigger tests_lost before insert on author for each row execute function tests_lost()");
        var ledger = together(2);

        // When
        var lost = ledger.cast(session.id(), viewer(70).participant(), ballot);
        var withIt = ledger.cast(session.id(), viewer(71).participant(), ballot);

        // Then
        try {
            assertThat(counted(lost)).isEqualTo(Counted.UNKNOWN);
            assertThat(counted(withIt)).isEqualTo(Counted.UNKNOWN);
        } finally {
            execute("drop function tests_lost cascade");
        }
        var again = ledger.cast(session.id(), viewer(70).participant(), ballot);
        var withThat = ledger.cast(session.id(), viewer(71).participant(), ballot);
        assertThat(counted(again)).isEqualTo(Counted.STORED);
        assertThat(counted(withThat)).isEqualTo(Counted.STORED);
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    @Test
    void what_waits_when_the_ledger_stops_is_answered_unknown() {
        // Given
        var ledger = together(100);
        var question = session.published(VERA);
        var before = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true));

        // When
        ledger.stop(new ShutdownEvent());
        var after = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 2, true));

        // Then
        assertThat(counted(before)).isEqualTo(Counted.UNKNOWN);
        assertThat(counted(after)).isEqualTo(Counted.UNKNOWN);
    }

    @Test
    void a_full_line_refuses_with_a_time_to_wait() {
        // Given
        var notStarted = new VoteLedger(jdbi, tallies, authors, heard, new Pace(10, UNTIL_FULL, 1));
        var waiting = notStarted.cast(session.id(), VITO.participant(), new Ballot(newId(), 1, true));

        // When
        var refusal = refusal(() -> notStarted.cast(session.id(), VERA.participant(), new Ballot(newId(), 1, true)));

        // Then
        assertThat(waiting).isNotDone();
        assertThat(refusal.code()).isEqualTo(RefusalCode.BUSY);
        assertThat(refusal.retryAfter()).isPositive();
    }

    @Test
    void a_voters_ballots_are_read_with_their_counters() {
        // Given
        var first = session.published(VERA);
        var second = session.published(viewer(9));
        vote(VERA, second, 4, false);

        // When
        var ballots = jdbi.withHandle(handle -> {
            var author = authors.find(handle, session.id(), VERA.participant()).orElseThrow();
            return tallies.ballots(handle, session.id(), author);
        });

        // Then
        assertThat(ballots).containsExactlyInAnyOrder(new Ballot(first, 1, true), new Ballot(second, 4, false));
    }
}
