package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;
import static org.rostrum.testing.StoredSession.code;
import static org.rostrum.testing.StoredSession.done;
import static org.rostrum.testing.StoredSession.order;
import static org.rostrum.testing.StoredSession.outcome;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
import org.rostrum.question.QuestionCommand;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.Heard;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;

/// The ids of commands and of questions: what came before gets the same answer or none.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ReceiptsTest {

    @Inject
    Batch batch;

    @Inject
    Writers writers;

    @Inject
    OnRecord onRecord;

    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = StoredSession.found(writers, anInfoSession().live());
    }

    @Test
    void the_same_id_twice_gets_the_same_answer_and_one_question() {
        // Given
        var order = order(VERA, UUID.randomUUID(), asking(newId(), "When is the next class?"));
        var first = session.give(order);

        // When
        var second = session.give(order);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(onRecord.rows(session)).hasSize(1);
    }

    @Test
    void the_same_id_twice_in_one_batch_gets_the_same_answer_too() {
        // Given
        var node = inPairs();
        var order = order(VERA, UUID.randomUUID(), asking(newId(), "When is the next class?"));

        // When
        var first = node.send(order);
        var second = node.send(order);

        // Then
        assertThat(done(second)).isEqualTo(done(first));
        assertThat(onRecord.rows(session)).hasSize(1);
    }

    @Test
    void the_same_id_with_another_body_is_refused() {
        // Given
        var id = UUID.randomUUID();
        session.give(order(VERA, id, asking(newId(), "When is the next class?")));

        // When
        var outcome = session.give(order(VERA, id, asking(newId(), "Where is the next class?")));

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.No.class, no -> assertThat(no.refusal().code()).isEqualTo(RefusalCode.ID_REUSED));
    }

    @Test
    void the_same_id_of_somebody_else_is_another_command() {
        // Given
        var id = UUID.randomUUID();
        session.give(order(VERA, id, asking(newId(), "When is the next class?")));

        // When
        var outcome = session.give(order(VITO, id, asking(newId(), "Where is the next class?")));

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_refused_command_leaves_no_receipt_and_may_succeed_later() {
        // Given
        session.give(MAYA, new InfoSessionCommand.Flip(Switch.INTAKE_PAUSED, true));
        var order = order(VERA, UUID.randomUUID(), asking(newId(), "When is the next class?"));
        assertThat(session.give(order)).isInstanceOf(Outcome.No.class);
        session.give(MAYA, new InfoSessionCommand.Flip(Switch.INTAKE_PAUSED, false));

        // When
        var outcome = session.give(order);

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void an_already_reached_goal_is_answered_as_often_as_it_is_given_and_leaves_no_row() {
        // Given
        var question = session.published(VERA);
        var before = onRecord.rowCounts();
        var order = order(MILO, UUID.randomUUID(), new QuestionCommand.Approve(question, 1));

        // When
        var first = (Outcome.Done) session.give(order);
        var second = (Outcome.Done) session.give(order);

        // Then
        assertThat(first.already()).isTrue();
        assertThat(first.alreadyBy()).isEqualTo("Maya");
        assertThat(second.already()).isTrue();
        assertThat(second.alreadyBy()).isEqualTo("Maya");
        assertThat(onRecord.rowCounts()).isEqualTo(before);
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
        assertThat(onRecord.rows(session)).isEmpty();
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

    /// A node of its own that commits two commands together.
    private StoredSession inPairs() {
        return session.through(new Writers(batch, new Heard<>(), new Heard<>(), Pace.untilFull(2)));
    }
}
