package org.rostrum.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.People.viewer;
import static org.rostrum.testing.Refusals.refusal;
import static org.rostrum.vote.PollingStation.counted;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.database.Outage;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.question.DismissReason;
import org.rostrum.question.QuestionCommand;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.Heard;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.VoteLedger.Counted;
import org.rostrum.writer.Writers;

/// What becomes of votes where something fails, stops or is full.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class LedgerFaultsTest {

    @Inject
    PollingStation station;

    @Inject
    Jdbi jdbi;

    @Inject
    Tallies tallies;

    @Inject
    Writers writers;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = station.session();
    }

    @AfterEach
    void the_polls_close() {
        station.close();
    }

    @Test
    void a_listener_that_fails_stops_nobody_from_voting() {
        // Given
        var question = session.published(VERA);
        var deaf = new Heard<TalliesChanged>(_ -> {
            throw new IllegalStateException("a listener that fails");
        });
        var ledger = station.ledger(1, 100, deaf);

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
        var ledger = station.together(2);

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

    @Test
    void votes_that_lose_to_another_transaction_are_written_again_before_anybody_is_answered() {
        // Given
        var question = session.published(VERA);
        execute("create sequence tests_losses");
        execute("""
                create function tests_lost() returns trigger language plpgsql as $$ begin
                if nextval('tests_losses') <= 2 then raise exception 'lost' using errcode = '40P01'; end if;
                return new; end $$""");
        execute("create trigger tests_lost before insert on vote for each row execute function tests_lost()");

        // When
        var sent = station.together(1).cast(session.id(), viewer(80).participant(), new Ballot(question, 1, true));

        // Then
        try {
            assertThat(counted(sent)).isEqualTo(Counted.STORED);
        } finally {
            execute("drop function tests_lost cascade");
            execute("drop sequence tests_losses");
        }
    }

    @Test
    void a_vote_in_a_session_that_is_gone_is_told_so_and_leaves_no_author() {
        // Given
        var gone = new InfoSessionId(UUID.randomUUID());
        var question = session.published(VERA);
        var ledger = station.together(1);

        // When
        var lost = ledger.cast(gone, VITO.participant(), new Ballot(question, 1, true));
        var withIt = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true));

        // Then
        assertThat(counted(lost)).isEqualTo(Counted.NO_SESSION);
        assertThat(counted(withIt)).isEqualTo(Counted.STORED);
        assertThat(authors(gone)).isZero();
    }

    @Test
    void a_vote_on_a_question_that_is_closed_before_it_is_counted_leaves_no_author() {
        // Given
        var question = session.published(VERA);
        var ledger = station.together(1);
        int before = authors(session.id());

        // When
        var late = jdbi.inTransaction(handle -> {
            handle.execute("set local idle_in_transaction_session_timeout = 0");
            tallies.lock(handle, List.of(question));
            var waits = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true));
            await().atMost(PATIENCE).until(this::somebodyWaitsForATally);
            session.give(MAYA, new QuestionCommand.Dismiss(question, 2, DismissReason.OFF_TOPIC));
            return waits;
        });

        // Then
        assertThat(counted(late)).isEqualTo(Counted.NOT_OPEN);
        assertThat(authors(session.id())).isEqualTo(before);
    }

    @Test
    void what_waits_when_the_ledger_stops_is_answered_unknown() {
        // Given
        var ledger = station.together(100);
        var question = session.published(VERA);
        var before = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 1, true));

        // When
        PollingStation.stop(ledger);
        var after = ledger.cast(session.id(), VITO.participant(), new Ballot(question, 2, true));

        // Then
        assertThat(counted(before)).isEqualTo(Counted.UNKNOWN);
        assertThat(counted(after)).isEqualTo(Counted.UNKNOWN);
    }

    @Test
    void a_full_line_refuses_with_a_time_to_wait() {
        // Given
        var full = station.ledger(10, 1, station.heard());
        var waiting = full.cast(session.id(), VITO.participant(), new Ballot(newId(), 1, true));

        // When
        var refusal = refusal(() -> full.cast(session.id(), VERA.participant(), new Ballot(newId(), 1, true)));

        // Then
        assertThat(waiting).isNotDone();
        assertThat(refusal.code()).isEqualTo(RefusalCode.BUSY);
        assertThat(refusal.retryAfter()).isPositive();
    }

    @Test
    void a_session_that_fills_the_line_leaves_room_for_another() {
        // Given: a ledger that waits for ten votes and has room for four
        var ledger = station.ledger(10, 4, station.heard());
        var filling = IntStream.range(0, 2)
                .mapToObj(i -> ledger.cast(session.id(), viewer(i).participant(), new Ballot(newId(), 1, true)))
                .toList();
        var elsewhere = StoredSession.found(writers, anInfoSession().live());

        // When
        var refusal = refusal(() -> ledger.cast(session.id(), VERA.participant(), new Ballot(newId(), 1, true)));
        var other = ledger.cast(elsewhere.id(), VERA.participant(), new Ballot(newId(), 1, true));

        // Then
        assertThat(refusal.code()).isEqualTo(RefusalCode.BUSY);
        assertThat(other).isNotDone();
        assertThat(filling).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void a_row_that_is_locked_in_one_session_keeps_nobody_waiting_in_another() {
        // Given
        var locked = session.published(VERA);
        var elsewhere = StoredSession.found(writers, anInfoSession().live());
        var free = elsewhere.published(VERA);
        var ledger = station.together(1);

        // When
        var kept = jdbi.inTransaction(handle -> {
            handle.execute("set local idle_in_transaction_session_timeout = 0");
            tallies.lock(handle, List.of(locked));
            var waits = ledger.cast(session.id(), VITO.participant(), new Ballot(locked, 1, true));
            await().atMost(PATIENCE).until(this::somebodyWaitsForATally);
            var passes = ledger.cast(elsewhere.id(), VITO.participant(), new Ballot(free, 1, true));

            // Then
            assertThat(counted(passes)).isEqualTo(Counted.STORED);
            assertThat(counted(waits)).isEqualTo(Counted.UNKNOWN);
            return waits;
        });
        assertThat(kept).isDone();
        var again = ledger.cast(session.id(), VITO.participant(), new Ballot(locked, 1, true));
        assertThat(counted(again)).isEqualTo(Counted.STORED);
    }

    @Test
    void a_node_that_stops_while_it_counts_is_cut_off_after_seconds() {
        // Given
        var question = session.published(VERA);
        var ledger = station.together(1);
        try (var stopped = jdbi.open()) {
            stopped.begin();
            tallies.lock(stopped, List.of(question));

            // When
            var ballot = new Ballot(question, 1, true);

            // Then
            await().atMost(PATIENCE)
                    .until(() -> counted(ledger.cast(session.id(), VITO.participant(), ballot)) == Counted.STORED);
            assertThatThrownBy(() -> tallies.lock(stopped, List.of(question))).matches(Outage::isBehind);
        }
    }

    private int authors(InfoSessionId infoSession) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from author where info_session = :id")
                .bind("id", infoSession.value())
                .mapTo(Integer.class)
                .one());
    }

    private boolean somebodyWaitsForATally() {
        return jdbi.withHandle(
                        handle -> handle.createQuery("""
                select count(*) from pg_stat_activity where datname = current_database()
                and wait_event_type = 'Lock' and query like '%question_tally%'""").mapTo(Integer.class).one())
                > 0;
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
