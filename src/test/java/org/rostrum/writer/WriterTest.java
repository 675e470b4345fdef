package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.infosession.Localized;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.question.Authors;
import org.rostrum.question.Language;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Questions;
import org.rostrum.question.Status;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.Heard;
import org.rostrum.testing.PassingClock;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.Tallies;
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
    Writers writers;

    @Inject
    Journal journal;

    @Inject
    Questions questions;

    @Inject
    InfoSessions infoSessions;

    @Inject
    Authors authors;

    @Inject
    Tallies tallies;

    @Inject
    Receipts receipts;

    @Inject
    Numbers numbers;

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

    private record Pace(int batchMax, Duration gather, int waitingMax) implements WriterConfig {
        @Override
        public Duration retryAfter() {
            return Duration.ofSeconds(1);
        }
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

    @Test
    void the_same_id_twice_gets_the_same_answer_and_one_question() {
        // Given
        var order = order(VERA, UUID.randomUUID(), on(asking(newId(), "When is the next class?")));
        var first = session.give(order);

        // When
        var second = session.give(order);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void the_same_id_twice_in_one_batch_gets_the_same_answer_too() {
        // Given
        var node = session.through(together(2));
        var order = order(VERA, UUID.randomUUID(), on(asking(newId(), "When is the next class?")));

        // When
        var first = node.send(order);
        var second = node.send(order);

        // Then
        assertThat(done(second)).isEqualTo(done(first));
        assertThat(rows()).hasSize(1);
    }

    @Test
    void the_same_id_with_another_body_is_refused() {
        // Given
        var id = UUID.randomUUID();
        session.give(order(VERA, id, on(asking(newId(), "When is the next class?"))));

        // When
        var outcome = session.give(order(VERA, id, on(asking(newId(), "Where is the next class?"))));

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.No.class, no -> assertThat(no.refusal().code()).isEqualTo(RefusalCode.ID_REUSED));
    }

    @Test
    void the_same_id_of_somebody_else_is_another_command() {
        // Given
        var id = UUID.randomUUID();
        session.give(order(VERA, id, on(asking(newId(), "When is the next class?"))));

        // When
        var outcome = session.give(order(VITO, id, on(asking(newId(), "Where is the next class?"))));

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_refused_command_leaves_no_receipt_and_may_succeed_later() {
        // Given
        session.give(MAYA, new InfoSessionCommand.Flip(Switch.INTAKE_PAUSED, true));
        var order = order(VERA, UUID.randomUUID(), on(asking(newId(), "When is the next class?")));
        assertThat(session.give(order)).isInstanceOf(Outcome.No.class);
        session.give(MAYA, new InfoSessionCommand.Flip(Switch.INTAKE_PAUSED, false));

        // When
        var outcome = session.give(order);

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void an_already_reached_goal_is_answered_without_an_entry_and_the_same_again() {
        // Given
        var question = session.published(VERA);
        long before = head().seq();
        var order = order(MILO, UUID.randomUUID(), on(new QuestionCommand.Approve(question, 1)));

        // When
        var first = (Outcome.Done) session.give(order);
        session.give(MAYA, new QuestionCommand.Queue(question, 2, QuestionCommand.Place.LAST));
        var second = session.give(order);

        // Then
        assertThat(first.already()).isTrue();
        assertThat(first.alreadyBy()).isEqualTo("Maya");
        assertThat(second).isEqualTo(first);
        assertThat(head().seq()).isEqualTo(before + 1);
    }

    @Test
    void the_id_of_another_sessions_question_is_refused_for_a_new_one() {
        // Given
        var other = StoredSession.found(writers, anInfoSession().live());
        var question = other.asked(VERA);

        // When
        var refusal = session.refused(VITO, asking(question, "Mine, not yours"));

        // Then
        assertThat(refusal.code()).isEqualTo(RefusalCode.ID_REUSED);
        assertThat(rows()).isEmpty();
    }

    @Test
    void another_sessions_question_is_unknown_here_even_beside_an_asking_that_names_it() {
        // Given
        var question = StoredSession.found(writers, anInfoSession().live()).asked(VERA);
        var node = session.through(together(2));

        // When
        var asking = node.send(VITO, asking(question, "Mine, not yours"));
        var approving = node.send(MAYA, new QuestionCommand.Approve(question, 1));

        // Then
        assertThat(code(outcome(asking))).isEqualTo(RefusalCode.ID_REUSED);
        assertThat(code(outcome(approving))).isEqualTo(RefusalCode.UNKNOWN_QUESTION);
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
        var timed = new Batch(jdbi, journal, infoSessions, questions, authors, tallies, receipts, numbers, clock);
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
    void a_connection_that_dies_under_a_batch_costs_nobody_their_command() {
        // Given
        var node = session.through(together(2));

        // When
        var sent = jdbi.inTransaction(handle -> {
            journal.lockHead(handle, session.id());
            var both = List.of(
                    node.send(VERA, asking(newId(), "When is the next class?")),
                    node.send(VITO, asking(newId(), "Where is the next class?")));
            killWhoWaitsForTheHead();
            return both;
        });

        // Then
        assertThat(sent).extracting(StoredSession::outcome).allMatch(Outcome.Done.class::isInstance);
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

    @Test
    void entries_hold_neither_a_questions_words_nor_who_asked() {
        // Given
        session.give(HANA, new InfoSessionCommand.Flip(Switch.NAMES, true));
        var id = newId();
        session.give(
                VERA,
                new QuestionCommand.Ask(
                        id,
                        ScreenedText.question("My sister Zoé was refused"),
                        Language.EN,
                        ScreenedText.name("Véronique")));
        session.give(MAYA, new QuestionCommand.Hold(id, 1, ScreenedText.note("Names her sister")));

        // When
        var record = jdbi.withHandle(handle -> Replay.of(journal, handle, session.id()))
                .entries()
                .toString();

        // Then
        assertThat(record)
                .doesNotContain(
                        "Zoé",
                        "sister",
                        "Véronique",
                        "refused",
                        VERA.participant().keyHash())
                .contains("\"texts\":[{\"question\":\"" + id);
    }

    @Test
    void an_entry_vouches_for_every_text_by_a_salted_digest() throws Exception {
        // Given
        var id = session.asked(VERA);
        session.give(MAYA, new QuestionCommand.Hold(id, 1, ScreenedText.note("Ask the recruiter")));
        var digests = jdbi.withHandle(handle -> Replay.of(journal, handle, session.id())).entries().stream()
                .flatMap(entry -> PayloadCodec.read(entry.payload()).texts().stream())
                .toList();

        // When
        var computed = new ArrayList<EntryPayload.TextDigest>();
        for (int version = 1; version <= 2; version++) {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(stored("salt", id, version, byte[].class));
            sha.update(stored("body", id, version, String.class).getBytes(StandardCharsets.UTF_8));
            computed.add(new EntryPayload.TextDigest(id, version, HexFormat.of().formatHex(sha.digest())));
        }

        // Then
        assertThat(digests).isEqualTo(computed);
        assertThat(stored("salt", id, 1, byte[].class)).isNotEqualTo(stored("salt", id, 2, byte[].class));
    }

    private <T> T stored(String column, QuestionId question, int version, Class<T> type) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select <column> from question_text where question = ? and version = ?")
                        .define("column", column)
                        .bind(0, question.value())
                        .bind(1, version)
                        .mapTo(type)
                        .one());
    }

    @Test
    void a_database_that_was_restored_goes_on_under_another_epoch() {
        // Given
        session.published(VERA);
        var before = head();
        restoreTo(before.seq() - 1);

        // When
        var answer = session.give(VITO, asking(newId(), "Did you lose something?"));

        // Then
        assertThat(head().epoch()).isNotEqualTo(before.epoch());
        assertThat(answer.seq()).isEqualTo(before.seq());
    }

    @Test
    void without_a_restore_the_epoch_stays() {
        var before = head();

        session.published(VERA);

        assertThat(head().epoch()).isEqualTo(before.epoch());
    }

    /// What a backup of that moment gives: later entries were never written.
    private void restoreTo(long seq) {
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "delete from journal_entry where info_session = ? and seq > ?",
                    session.id().value(),
                    seq);
            handle.execute(
                    "update journal_head set seq = ? where info_session = ?",
                    seq,
                    session.id().value());
        });
    }
}
