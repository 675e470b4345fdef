package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.PaperSession.newId;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Standing;
import org.rostrum.question.Status;
import org.rostrum.testing.InfoSessionFixture;

class RowsTest {

    private static final int MERGES = 100_000;

    private final Rows rows = new Rows();

    @Test
    void merges_of_merges_are_followed_however_many_there_are() {
        // Given
        var first = row(null);
        rows.put(first);
        var last = first;
        for (int i = 0; i < MERGES; i++) {
            last = row(last.id());
            rows.put(last);
        }

        // Then
        assertThat(rows.leading(last)).isEqualTo(first);
        assertThat(rows.authors(List.of(first))).hasSize(MERGES + 1);
    }

    private static QuestionRow row(@Nullable QuestionId mergedInto) {
        var status = mergedInto == null ? Status.PUBLISHED : Status.MERGED;
        return new QuestionRow(
                newId(),
                101,
                new AuthorId(UUID.randomUUID()),
                Origin.VIEWER,
                1,
                null,
                null,
                null,
                1,
                new Standing(status, false, false, 0, mergedInto, null, false, Language.EN),
                null,
                null,
                null,
                InfoSessionFixture.START,
                null,
                null,
                null,
                null);
    }
}
