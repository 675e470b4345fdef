package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.StoredSession.done;
import static org.rostrum.testing.StoredSession.order;
import static org.rostrum.testing.StoredSession.outcome;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Questions;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.Heard;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;

/// The ids of commands and of questions: what came before gets the same answer or none.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ReceiptsTest {

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

    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = StoredSession.found(writers, anInfoSession().live());
    }

    /// A node of its own that commits two commands together.
    private StoredSession inPairs() {
        return session.through(
                new Writers(batch, new Heard<>(), new Heard<>(), new Pace(2, Duration.ofSeconds(20), 100)));
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
        var node = inPairs();
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
        var node = inPairs();

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

    private static InfoSessionCommand to(Phase phase) {
        return new InfoSessionCommand.MovePhase(phase);
    }

    /// Who has receipts in this session.
    private List<String> receivers() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select split_part(actor, ':', 1) from receipt where info_session = :id")
                        .bind("id", session.id().value())
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void archiving_forgets_all_receipts_but_the_hosts() {
        // Given
        session.published(VERA);
        session.give(HANA, to(Phase.CLOSED));

        // When
        session.give(HANA, to(Phase.ARCHIVED));

        // Then
        assertThat(receivers()).containsOnly("host").hasSize(2);
    }

    @Test
    void what_is_answered_in_the_batch_that_archives_is_forgotten_too() {
        // Given
        session.give(HANA, to(Phase.CLOSED));
        var node = inPairs();

        // When
        var flipping = node.send(MAYA, new InfoSessionCommand.Flip(Switch.SLOW_MODE, true));
        var archiving = node.send(HANA, to(Phase.ARCHIVED));

        // Then
        assertThat(done(flipping).seq()).isLessThan(done(archiving).seq());
        assertThat(receivers()).containsOnly("host");
    }

    @Test
    void a_question_sent_again_after_archiving_is_refused_and_not_asked_again() {
        // Given
        var order = order(VERA, UUID.randomUUID(), on(asking(newId(), "When is the next class?")));
        session.give(order);
        session.give(HANA, to(Phase.CLOSED));
        session.give(HANA, to(Phase.ARCHIVED));
        long before = head().seq();

        // When
        var outcome = session.give(order);

        // Then
        assertThat(code(outcome)).isEqualTo(RefusalCode.ARCHIVED);
        assertThat(rows()).hasSize(1);
        assertThat(head().seq()).isEqualTo(before);
    }

    @Test
    void a_moderators_mark_sent_again_after_archiving_is_not_set_again() {
        // Given
        var question = session.asked(VERA);
        var holding = order(MAYA, UUID.randomUUID(), on(new QuestionCommand.Hold(question, 1, null)));
        session.give(holding);
        session.give(MILO, new QuestionCommand.Release(question, 1));
        session.give(HANA, to(Phase.CLOSED));
        var node = inPairs();

        // When
        var archiving = node.send(HANA, to(Phase.ARCHIVED));
        var again = node.send(holding);

        // Then
        assertThat(done(archiving).already()).isFalse();
        assertThat(code(outcome(again))).isEqualTo(RefusalCode.ARCHIVED);
        assertThat(rows()).noneMatch(row -> row.standing().held());
    }

    @Test
    void a_hosts_step_sent_again_after_archiving_gets_its_answer_and_does_not_open_the_archive() {
        // Given
        var closing = order(HANA, UUID.randomUUID(), new Command.OnInfoSession(to(Phase.CLOSED)));
        var first = session.give(closing);
        session.give(HANA, to(Phase.ARCHIVED));
        long before = head().seq();

        // When
        var second = session.give(closing);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(head().seq()).isEqualTo(before);
    }
}
