package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.StoredSession.code;
import static org.rostrum.testing.StoredSession.done;
import static org.rostrum.testing.StoredSession.order;
import static org.rostrum.testing.StoredSession.outcome;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.QuestionCommand;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.Heard;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;

/// Archiving forgets what viewers, panelists and moderators were answered, and nothing that is sent again is done
/// twice.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ArchivedReceiptsTest {

    @Inject
    Jdbi jdbi;

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
        var order = order(VERA, UUID.randomUUID(), asking(newId(), "When is the next class?"));
        session.give(order);
        session.give(HANA, to(Phase.CLOSED));
        session.give(HANA, to(Phase.ARCHIVED));
        long before = onRecord.head(session).seq();

        // When
        var outcome = session.give(order);

        // Then
        assertThat(code(outcome)).isEqualTo(RefusalCode.ARCHIVED);
        assertThat(onRecord.rows(session)).hasSize(1);
        assertThat(onRecord.head(session).seq()).isEqualTo(before);
    }

    @Test
    void a_moderators_mark_sent_again_after_archiving_is_not_set_again() {
        // Given
        var question = session.asked(VERA);
        var holding = order(MAYA, UUID.randomUUID(), new QuestionCommand.Hold(question, 1, null));
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
        assertThat(onRecord.rows(session)).noneMatch(row -> row.standing().held());
    }

    @Test
    void a_hosts_step_sent_again_after_archiving_gets_its_answer_and_does_not_open_the_archive() {
        // Given
        var closing = order(HANA, UUID.randomUUID(), new Command.OnInfoSession(to(Phase.CLOSED)));
        var first = session.give(closing);
        session.give(HANA, to(Phase.ARCHIVED));
        long before = onRecord.head(session).seq();

        // When
        var second = session.give(closing);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(onRecord.head(session).seq()).isEqualTo(before);
    }

    /// A node of its own that commits two commands together.
    private StoredSession inPairs() {
        return session.through(new Writers(batch, new Heard<>(), new Heard<>(), Pace.untilFull(2)));
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
}
