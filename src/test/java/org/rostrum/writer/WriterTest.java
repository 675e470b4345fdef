package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.People.viewer;
import static org.rostrum.testing.StoredSession.done;
import static org.rostrum.testing.StoredSession.order;
import static org.rostrum.testing.StoredSession.outcome;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.infosession.Localized;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Questions;
import org.rostrum.question.Status;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.Heard;
import org.rostrum.testing.PassingClock;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.TalliesChanged;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class WriterTest {

    /// Long enough that a batch waits until it is full.
    private static final Duration UNTIL_FULL = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Jdbi jdbi;

    @Inject
    Batch batch;

    @Inject
    Loading loading;

    @Inject
    Storing storing;

    @Inject
    Writers writers;

    @Inject
    Journal journal;

    @Inject
    Questions questions;

    @Inject
    InfoSessions infoSessions;

    private final Heard<Committed> committed = new Heard<>();
    private final Heard<TalliesChanged> counted = new Heard<>();
    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = StoredSession.found(writers, anInfoSession().live());
    }

    /// A node of its own that commits exactly so many commands together.
    private Writers together(int count) {
        return new Writers(batch, committed, counted, new Pace(count, UNTIL_FULL, 100));
    }

    private Head head() {
        return jdbi.withHandle(handle -> journal.head(handle, session.id())).orElseThrow();
    }

    private List<QuestionRow> rows() {
        return jdbi.withHandle(handle -> questions.all(handle, session.id()));
    }

    private static Command on(QuestionCommand command) {
        return new Command.OnQuestion(command);
    }

    /// A text that PostgreSQL cannot store and that no parser lets through.
    private static InfoSessionCommand unstorable() {
        return new InfoSessionCommand.Notify(new Localized("a\0b", null));
    }

    @Test
    void what_is_acknowledged_is_stored_with_its_text_entry_tally_and_receipt() {
        // Given
        var id = newId();
        var order = order(VERA, UUID.randomUUID(), on(asking(id, "Do you pay for the medical?")));

        // When
        var answer = (Outcome.Done) session.give(order);

        // Then
        assertThat(answer.seq()).isEqualTo(2);
        assertThat(answer.question()).isEqualTo(id.value());
        assertThat(rows()).extracting(QuestionRow::id, QuestionRow::number).containsExactly(tuple(id, answer.number()));
        assertThat(number(
                        "select count(*) from question_text where question = ? and body like 'Do you pay%'",
                        id.value()))
                .isEqualTo(1);
        assertThat(number("select votes from question_tally where question = ?", id.value()))
                .isEqualTo(1);
        assertThat(number("select count(*) from receipt where id = ?", order.id()))
                .isEqualTo(1);
        assertThat(head().seq()).isEqualTo(2);
    }

    private int number(String sql, Object argument) {
        return jdbi.withHandle(
                handle -> handle.select(sql, argument).mapTo(Integer.class).one());
    }

    private static RefusalCode code(Outcome outcome) {
        return ((Outcome.No) outcome).refusal().code();
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
        assertThat(rows()).hasSize(2);
        assertThat(head().seq()).isEqualTo(3);
    }

    @Test
    void a_question_withdrawn_in_the_same_batch_waits_no_more() {
        // Given
        var clock = new PassingClock();
        var timed = new Batch(jdbi, journal, infoSessions, loading, storing, clock);
        var slow = session.through(new Writers(timed, committed, counted, new Pace(1, UNTIL_FULL, 100)));
        var three = new ArrayList<QuestionId>();
        for (int i = 0; i < 3; i++) {
            three.add(slow.asked(VERA));
            clock.pass(Duration.ofMinutes(1));
        }
        var node = session.through(new Writers(timed, committed, counted, new Pace(2, UNTIL_FULL, 100)));

        // When
        var withdrawn = node.send(VERA, new QuestionCommand.Withdraw(three.getFirst()));
        var fourth = node.send(VERA, asking(newId(), "How do I apply?"));

        // Then
        assertThat(outcome(withdrawn)).isInstanceOf(Outcome.Done.class);
        assertThat(outcome(fourth)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void commands_of_one_batch_see_each_other_and_commit_once() {
        // Given
        var node = session.through(together(3));
        var id = newId();

        // When
        var asked = node.send(VERA, asking(id, "When is the next class?"));
        var approved = node.send(MAYA, new QuestionCommand.Approve(id, 1));
        var queued = node.send(MILO, new QuestionCommand.Queue(id, 2, QuestionCommand.Place.FIRST));

        // Then
        assertThat(List.of(done(asked).seq(), done(approved).seq(), done(queued).seq()))
                .containsExactly(2L, 3L, 4L);
        assertThat(committed.all()).hasSize(1);
        assertThat(rows()).extracting(QuestionRow::status).containsExactly(Status.QUEUED);
    }

    @Test
    void listeners_hear_of_a_commit_before_the_sender_and_a_failing_one_harms_nobody() {
        // Given
        var deaf = new Heard<Committed>(_ -> {
            throw new IllegalStateException("a listener that fails");
        });
        var node = session.through(new Writers(batch, deaf, counted, new Pace(1, UNTIL_FULL, 100)));

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
        var node = session.through(new Writers(batch, committed, counted, new Pace(1, UNTIL_FULL, 1)));

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
    void what_waits_when_the_writer_stops_is_answered_unknown() {
        // Given
        var node = together(100);
        var sent = session.through(node).send(VERA, asking(newId(), "When is the next class?"));

        // When
        node.forget(session.id());

        // Then
        assertThat(outcome(sent)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void a_connection_that_dies_under_a_command_leaves_its_outcome_unknown_and_a_retry_stores_it_once() {
        // Given
        var node = session.through(together(1));
        var order = order(VERA, UUID.randomUUID(), on(asking(newId(), "When is the next class?")));

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
        assertThat(rows()).hasSize(1);
    }

    @Test
    void a_connection_that_dies_under_a_batch_leaves_all_of_it_unknown_and_retries_store_each_once() {
        // Given
        var orders = List.of(
                order(VERA, UUID.randomUUID(), on(asking(newId(), "When is the next class?"))),
                order(VITO, UUID.randomUUID(), on(asking(newId(), "Where is the next class?"))));
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
        assertThat(rows()).hasSize(2);
    }

    private void killWhoWaitsForTheHead() {
        await().atMost(PATIENCE)
                .until(() -> jdbi.withHandle(handle ->
                                handle.createQuery("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%journal_head%'""").mapTo(Integer.class).one())
                        == 1);
    }

    @Test
    void a_session_that_is_not_there_is_refused() {
        var nowhere = anInfoSession().live().get();

        var sent =
                writers.submit(nowhere.id(), order(VERA, UUID.randomUUID(), on(asking(newId(), "Is anybody there?"))));

        assertThat(code(outcome(sent))).isEqualTo(RefusalCode.UNKNOWN_SESSION);
    }
}
