package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.viewer;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Questions;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class NumbersTest {

    private static final int ASKED = 40;

    @Inject
    Jdbi jdbi;

    @Inject
    Writers writers;

    @Inject
    Questions questions;

    @ParameterizedTest
    @CsvSource({"0, 100, 999", "299, 100, 999", "300, 1000, 9999", "2999, 1000, 9999", "3000, 10000, 99999"})
    void they_are_as_short_as_the_questions_so_far_allow(int used, int lowest, int highest) {
        // Given
        var session = StoredSession.found(writers, anInfoSession().live());
        var numbers = new Numbers(questions, new Random(1));

        // When
        var drawn = jdbi.withHandle(handle -> numbers.draw(handle, session.id(), used, 64));

        // Then
        assertThat(drawn)
                .hasSizeGreaterThanOrEqualTo(64)
                .doesNotHaveDuplicates()
                .allSatisfy(number -> assertThat(number).isBetween(lowest, highest));
    }

    @Test
    void none_is_drawn_that_a_question_bears() {
        // Given
        var session = StoredSession.found(writers, anInfoSession().live());
        for (int i = 0; i < ASKED; i++) {
            session.asked(viewer(i));
        }
        List<Integer> taken = jdbi.withHandle(handle -> questions.all(handle, session.id())).stream()
                .map(QuestionRow::number)
                .toList();
        var numbers = new Numbers(questions, new Random(1));

        // When
        var drawn = new HashSet<Integer>();
        for (int i = 0; i < ASKED; i++) {
            drawn.addAll(jdbi.withHandle(handle -> numbers.draw(handle, session.id(), ASKED, 64)));
        }

        // Then
        assertThat(drawn).hasSizeGreaterThan(600).doesNotContainAnyElementsOf(taken);
    }
}
