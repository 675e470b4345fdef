package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.database.Outages;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.journal.Journal;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Status;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.Heard;
import org.rostrum.testing.PassingClock;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.TalliesChanged;

/// What a writer commits: whole commands, in order, those that come together as one.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class WriterTest {

    @Inject
    Outages outages;

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
    InfoSessions infoSessions;

    @Inject
    OnRecord onRecord;

    private final Heard<Committed> committed = new Heard<>();
    private final Heard<TalliesChanged> counted = new Heard<>();
    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = StoredSession.found(writers, anInfoSession().live());
    }

    @Test
    void what_is_acknowledged_is_stored_with_its_text_entry_tally_and_receipt() {
        // Given
        var id = newId();
        var order = order(VERA, UUID.randomUUID(), asking(id, "Do you pay for the medical?"));

        // When
        var answer = (Outcome.Done) session.give(order);

        // Then
        assertThat(answer.seq()).isEqualTo(2);
        assertThat(answer.question()).isEqualTo(id.value());
        assertThat(onRecord.rows(session))
                .extracting(QuestionRow::id, QuestionRow::number)
                .containsExactly(tuple(id, answer.number()));
        assertThat(number(
                        "select count(*) from question_text where question = ? and body like 'Do you pay%'",
                        id.value()))
                .isEqualTo(1);
        assertThat(number("select votes from question_tally where question = ?", id.value()))
                .isEqualTo(1);
        assertThat(number("select count(*) from receipt where id = ?", order.id()))
                .isEqualTo(1);
        assertThat(onRecord.head(session).seq()).isEqualTo(2);
    }

    @Test
    void a_question_withdrawn_in_the_same_batch_waits_no_more() {
        // Given
        var clock = new PassingClock();
        var timed = new Batch(jdbi, journal, infoSessions, loading, storing, clock, outages);
        var slow = session.through(new Writers(timed, committed, counted, Pace.untilFull(1)));
        var three = new ArrayList<QuestionId>();
        for (int i = 0; i < 3; i++) {
            three.add(slow.asked(VERA));
            clock.pass(Duration.ofMinutes(1));
        }
        var node = session.through(new Writers(timed, committed, counted, Pace.untilFull(2)));

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
        var node = session.through(new Writers(batch, committed, counted, Pace.untilFull(3)));
        var id = newId();

        // When
        var asked = node.send(
                HANA,
                new QuestionCommand.AskFor(
                        id, ScreenedText.question("When is the next class?"), Language.EN, Origin.AHEAD));
        var pinned = node.send(MAYA, new QuestionCommand.Pin(id, 1));
        var queued = node.send(MILO, new QuestionCommand.Queue(id, 1, QuestionCommand.Place.FIRST));

        // Then
        assertThat(List.of(done(asked).seq(), done(pinned).seq(), done(queued).seq()))
                .containsExactly(2L, 3L, 4L);
        assertThat(committed.all()).hasSize(1);
        assertThat(onRecord.rows(session)).extracting(QuestionRow::status).containsExactly(Status.QUEUED);
    }

    @Test
    void a_session_that_is_not_there_is_refused() {
        var nowhere = anInfoSession().live().get();

        var sent = writers.submit(nowhere.id(), order(VERA, UUID.randomUUID(), asking(newId(), "Is anybody there?")));

        assertThat(code(outcome(sent))).isEqualTo(RefusalCode.UNKNOWN_SESSION);
    }

    private int number(String sql, Object argument) {
        return jdbi.withHandle(
                handle -> handle.select(sql, argument).mapTo(Integer.class).one());
    }
}
