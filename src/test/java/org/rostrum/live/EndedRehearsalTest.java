package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;
import org.rostrum.infosession.InfoSession;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.testing.Tables;
import org.rostrum.vote.Ballot;
import org.rostrum.vote.VoteLedger;
import org.rostrum.vote.VoteLedger.Counted;
import org.rostrum.writer.Outcome;
import org.rostrum.writer.Writers;

/// A rehearsal that is ended while people vote and decide in it goes without a word, and nothing of it is left.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class EndedRehearsalTest {

    private static final int ROUNDS = 10;
    private static final int VOTERS = 20;
    private static final int QUESTIONS = 6;

    /// Votes and decisions that are answered before a rehearsal is ended.
    private static final int WARM = 40;

    @Inject
    Founding founding;

    @Inject
    Writers writers;

    @Inject
    VoteLedger ledger;

    @Inject
    Jdbi jdbi;

    private LogTape tape;

    @BeforeEach
    void listen() {
        tape = LogTape.begin();
    }

    @AfterEach
    void listen_no_more() {
        tape.close();
    }

    @Test
    void ending_in_mid_show_loses_to_nobody_and_leaves_no_row() throws InterruptedException {
        // Given
        var before = Tables.rows(jdbi);

        // When
        for (int round = 0; round < ROUNDS; round++) {
            endInMidShow();
        }

        // Then
        assertThat(Tables.rows(jdbi)).isEqualTo(before);
        assertThat(tape.records()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
    }

    @Test
    void who_comes_after_the_end_is_told_that_there_is_no_such_session() {
        // Given
        var show = StoredSession.of(writers, rehearsal());
        var question = show.published(People.VERA);

        // When
        assertThat(founding.endRehearsal(show.id())).isTrue();

        // Then
        assertThat(founding.endRehearsal(show.id())).isFalse();
        assertThat(StoredSession.code(StoredSession.outcome(show.send(People.VITO, asking(newId(), "Too late?")))))
                .isEqualTo(RefusalCode.UNKNOWN_SESSION);
        assertThat(vote(show.id(), People.VITO.participant(), question, 1)).isEqualTo(Counted.NO_SESSION);
    }

    @Test
    void a_session_that_is_no_rehearsal_is_not_ended() {
        // Given
        var session =
                StoredSession.found(writers, InfoSessionFixture.anInfoSession().live());

        // Then
        assertThatIllegalArgumentException().isThrownBy(() -> founding.endRehearsal(session.id()));
        session.asked(People.VERA);
    }

    private InfoSession rehearsal() {
        return founding.rehearse(InfoSessionFixture.anInfoSession().get().plan(), People.HANA);
    }

    /// Voters vote without pause and a moderator merges and parts questions, until each is told that it is over.
    private void endInMidShow() throws InterruptedException {
        var show = StoredSession.of(writers, rehearsal());
        var questions = IntStream.range(0, QUESTIONS)
                .mapToObj(i -> show.published(People.viewer(100 + i)))
                .toList();
        var answered = new AtomicInteger();
        var lastWords = new ConcurrentLinkedQueue<String>();
        var people = new ArrayList<Thread>();
        for (int i = 0; i < VOTERS; i++) {
            var voter = People.viewer(1000 + i).participant();
            people.add(Thread.startVirtualThread(() -> {
                Counted told;
                int n = 0;
                do {
                    told = vote(show.id(), voter, questions.get(++n % QUESTIONS), n);
                    answered.incrementAndGet();
                } while (told == Counted.STORED || told == Counted.NOT_OPEN);
                lastWords.add(told.name());
            }));
        }
        people.add(Thread.startVirtualThread(() -> {
            var told = "";
            for (int i = 0; told.isEmpty(); i++) {
                told = mergeAndPart(show, questions.get(i % QUESTIONS), questions.get((i + 1) % QUESTIONS));
            }
            lastWords.add(told);
        }));
        await().until(() -> answered.get() > WARM);
        founding.endRehearsal(show.id());
        for (var person : people) {
            person.join();
        }
        assertThat(lastWords).hasSize(VOTERS + 1).containsOnly(Counted.NO_SESSION.name(), "UNKNOWN_SESSION");
    }

    /// What the moderator was told that goes on no longer; empty where the show goes on.
    private static String mergeAndPart(StoredSession show, QuestionId one, QuestionId other) {
        return switch (StoredSession.outcome(show.send(People.MAYA, new QuestionCommand.Merge(one, 2, other)))) {
            case Outcome.Done done -> {
                if (!done.already()) {
                    StoredSession.outcome(show.send(People.MAYA, new QuestionCommand.Undo(done.seq())));
                }
                yield "";
            }
            case Outcome.No no -> StoredSession.code(no) == RefusalCode.UNKNOWN_SESSION ? "UNKNOWN_SESSION" : "";
            case Outcome.Unknown _ -> "UNKNOWN";
        };
    }

    private Counted vote(InfoSessionId id, Participant voter, QuestionId question, int n) {
        return ledger.cast(id, voter, new Ballot(question, n, n % 2 == 1)).join();
    }
}
