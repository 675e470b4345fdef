package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rostrum.question.QuestionCommand;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.PassingClock;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;

/// Two nodes whose clocks differ by half an hour.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ClocksTest {

    @Inject
    Writers writers;

    @Inject
    TimedWriters timed;

    @Test
    void what_comes_later_in_the_journal_is_not_earlier_and_nobody_waits_for_a_clock() {
        // Given
        var ahead = new PassingClock();
        ahead.pass(Duration.ofMinutes(30));
        var session = StoredSession.found(writers, anInfoSession().live());
        var there = session.through(timed.by(ahead, new Random(1)));
        var here = session.through(timed.by(new PassingClock(), new Random(2)));
        var question = newId();
        var asked = there.give(VERA, asking(question, "When is the next class?"));

        // When
        var tooSoon = here.refused(VERA, asking(newId(), "Where is the next class?"));
        var approved = here.give(MAYA, new QuestionCommand.Approve(question, 1));

        // Then
        assertThat(tooSoon.code()).isEqualTo(RefusalCode.TOO_SOON);
        assertThat(tooSoon.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(approved.at()).isEqualTo(asked.at());
    }
}
