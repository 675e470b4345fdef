package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.People.viewer;
import static org.rostrum.testing.StoredSession.code;
import static org.rostrum.testing.StoredSession.done;
import static org.rostrum.testing.StoredSession.order;
import static org.rostrum.testing.StoredSession.outcome;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.database.Outage;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Localized;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Journal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.Heard;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;

/// What a sender is told, and what is stored, where something fails, stops or is full.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class WriterFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Jdbi jdbi;

    @Inject
    Batch batch;

    @Inject
    Writers writers;

    @Inject
    Journal journal;

    @Inject
    OnRecord onRecord;

    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = StoredSession.found(writers, anInfoSession().live());
    }

    @Test
    void a_command_that_the_database_rejects_leaves_the_others_of_its_batch_stored() {
        // Given
        var node = session.through(together(3));

        // When
        var first = node.send(VERA, asking(newId(), "When is the next class?"));
        var bad = node.send(MAYA, unstorable());
        var second = node.send(VITO, asking(newId(), "Where is the next class?"));

        // Then
        assertThat(List.of(done(first).seq(), done(second).seq())).containsExactly(2L, 3L);
        assertThat(code(outcome(bad))).isEqualTo(RefusalCode.FAULT);
        assertThat(onRecord.rows(session)).hasSize(2);
        assertThat(onRecord.head(session).seq()).isEqualTo(3);
    }

    @Test
    void listeners_hear_of_a_commit_before_the_sender_and_a_failing_one_harms_nobody() {
        // Given
        var deaf = new Heard<Committed>(_ -> {
            throw new IllegalStateException("a listener that fails");
        });
        var node = session.through(new Writers(batch, deaf, new Heard<>(), Pace.untilFull(1)));

        // When
        done(node.send(VERA, asking(newId(), "When is the next class?")));
        done(node.send(VITO, asking(newId(), "Where is the next class?")));

        // Then
        assertThat(deaf.all().stream().flatMap(one -> one.entries().stream()).map(entry -> entry.seq()))
                .containsExactly(2L, 3L);
    }

    @Test
    void a_full_line_is_answered_busy_at_once_with_a_time_to_wait() {
        // Given
        var node = session.through(new Writers(batch, new Heard<>(), new Heard<>(), Pace.untilFull(1, 1)));

        // When
        var sent = jdbi.inTransaction(handle -> {
            journal.lockHead(handle, session.id());
            return Stream.of(1, 2, 3)
                    .map(i -> node.send(viewer(i), asking(newId(), "When is the next class?")))
                    .toList();
        });

        // Then
        assertThat(sent.stream().map(StoredSession::outcome).filter(Outcome.No.class::isInstance))
                .isNotEmpty()
                .allSatisfy(outcome -> {
                    assertThat(code(outcome)).isEqualTo(RefusalCode.BUSY);
                    assertThat(((Outcome.No) outcome).refusal().retryAfter()).isEqualTo(Duration.ofSeconds(1));
                });
    }

    @Test
    void a_line_full_of_the_audience_has_a_place_for_staff() {
        // Given
        var node = session.through(new Writers(batch, new Heard<>(), new Heard<>(), Pace.untilFull(1, 3)));

        // When
        var sent = jdbi.inTransaction(handle -> {
            journal.lockHead(handle, session.id());
            var audience = Stream.iterate(1, i -> i + 1)
                    .limit(10)
                    .map(i -> node.send(viewer(i), asking(newId(), "When is the next class?")))
                    .toList();
            assertThat(audience).anyMatch(CompletableFuture::isDone);
            return node.send(MAYA, new InfoSessionCommand.Flip(Switch.HIDDEN, true));
        });

        // Then
        assertThat(outcome(sent)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void what_waits_when_the_writer_stops_is_answered_unknown() {
        // Given
        var node = together(100);
        var sent = session.through(node).send(VERA, asking(newId(), "When is the next class?"));

        // When
        node.stop(new ShutdownEvent());

        // Then
        assertThat(outcome(sent)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void a_connection_that_dies_under_a_command_leaves_its_outcome_unknown_and_a_retry_stores_it_once() {
        // Given
        var node = session.through(together(1));
        var order = order(VERA, UUID.randomUUID(), asking(newId(), "When is the next class?"));

        // When
        var killed = jdbi.inTransaction(handle -> {
            journal.lockHead(handle, session.id());
            var sent = node.send(order);
            killWhoWaitsForTheHead();
            return outcome(sent);
        });
        var again = node.give(order);

        // Then
        assertThat(killed).isInstanceOf(Outcome.Unknown.class);
        assertThat(again).isInstanceOf(Outcome.Done.class);
        assertThat(onRecord.rows(session)).hasSize(1);
    }

    @Test
    void a_connection_that_dies_under_a_batch_leaves_all_of_it_unknown_and_retries_store_each_once() {
        // Given
        var orders = List.of(
                order(VERA, UUID.randomUUID(), asking(newId(), "When is the next class?")),
                order(VITO, UUID.randomUUID(), asking(newId(), "Where is the next class?")));
        var node = session.through(together(2));

        // When
        var killed = jdbi.inTransaction(handle -> {
            journal.lockHead(handle, session.id());
            var sent = orders.stream().map(node::send).toList();
            killWhoWaitsForTheHead();
            return sent.stream().map(StoredSession::outcome).toList();
        });
        var again = orders.stream().map(session::give).toList();

        // Then
        assertThat(killed).allMatch(Outcome.Unknown.class::isInstance);
        assertThat(again).allMatch(Outcome.Done.class::isInstance);
        assertThat(onRecord.rows(session)).hasSize(2);
    }

    @Test
    void a_transaction_that_stands_still_under_the_head_keeps_nobody_waiting() {
        // Given
        var node = session.through(together(1));
        var order = order(VERA, UUID.randomUUID(), asking(newId(), "When is the next class?"));
        try (var stopped = jdbi.open()) {
            stopped.begin();
            journal.lockHead(stopped, session.id());

            // When
            var meanwhile = node.give(order);

            // Then
            assertThat(meanwhile).isInstanceOf(Outcome.Unknown.class);
            await().atMost(PATIENCE).until(() -> node.give(order) instanceof Outcome.Done);
            assertThatThrownBy(() -> journal.head(stopped, session.id())).matches(Outage::isBehind);
        }
        assertThat(onRecord.rows(session)).hasSize(1);
    }

    /// When the database says that a transaction lost to another.
    enum Loss {
        AT_A_STATEMENT(
                "create trigger tests_lost before insert on question for each row execute function tests_lost()"),
        AT_THE_COMMIT("""
                create constraint trigger tests_lost after insert on question deferrable initially deferred
                for each row execute function tests_lost()""");

        private final String trigger;

        Loss(String trigger) {
            this.trigger = trigger;
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void a_transaction_that_loses_to_another_is_run_again_before_anybody_is_answered(Loss loss) {
        // Given
        var node = session.through(together(2));
        loseTransactions(loss, 2);

        // When
        var tape = LogTape.begin();
        List<Outcome> outcomes;
        try {
            var sent = Stream.of(
                            node.send(VERA, asking(newId(), "When is the next class?")),
                            node.send(VITO, asking(newId(), "Where is the next class?")))
                    .toList();
            outcomes = sent.stream().map(StoredSession::outcome).toList();

            // Then
            assertThat(tape.records()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        } finally {
            tape.close();
            loseNoMore();
        }
        assertThat(outcomes).allMatch(Outcome.Done.class::isInstance);
        assertThat(onRecord.rows(session)).hasSize(2);
        assertThat(onRecord.head(session).seq()).isEqualTo(3);
    }

    @Test
    void a_transaction_that_always_loses_is_answered_with_retry_and_called_no_outage() {
        // Given
        var node = session.through(together(1));
        var order = order(VERA, UUID.randomUUID(), asking(newId(), "When is the next class?"));
        loseTransactions(Loss.AT_A_STATEMENT, 1000);

        // When
        var tape = LogTape.begin();
        Outcome lost;
        try {
            lost = node.give(order);

            // Then
            assertThat(tape.records())
                    .anyMatch(line -> line.contains("lost to other transactions"))
                    .noneMatch(line -> line.contains("out of reach"));
        } finally {
            tape.close();
            loseNoMore();
        }
        assertThat(lost).isInstanceOf(Outcome.Unknown.class);
        assertThat(node.give(order)).isInstanceOf(Outcome.Done.class);
    }

    /// So many transactions from now on.
    private void loseTransactions(Loss loss, int times) {
        jdbi.useHandle(handle -> {
            handle.execute("create sequence tests_losses");
            handle.execute("""
                    create function tests_lost() returns trigger language plpgsql as $$ begin
                    if nextval('tests_losses') <= %d then raise exception 'lost' using errcode = '40P01'; end if;
                    return new; end $$""".formatted(times));
            handle.execute(loss.trigger);
        });
    }

    private void loseNoMore() {
        jdbi.useHandle(handle -> {
            handle.execute("drop function tests_lost cascade");
            handle.execute("drop sequence tests_losses");
        });
    }

    private void killWhoWaitsForTheHead() {
        await().atMost(PATIENCE)
                .until(() -> jdbi.withHandle(handle ->
                                handle.createQuery("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%journal_head%'""").mapTo(Integer.class).one())
                        == 1);
    }

    /// A node of its own that commits exactly so many commands together.
    private Writers together(int count) {
        return new Writers(batch, new Heard<>(), new Heard<>(), Pace.untilFull(count));
    }

    /// A text that PostgreSQL cannot store and that no parser lets through.
    private static InfoSessionCommand unstorable() {
        return new InfoSessionCommand.Notify(new Localized("a\0b", null));
    }
}
