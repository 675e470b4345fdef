package org.rostrum.question;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rostrum.question.QuestionCommand.Place;
import org.rostrum.question.QuestionRow.Decided;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Where a question comes to stand in the queue.
final class Queueing {

    private Queueing() {}

    /// Moves a queued question before another, or to the end.
    static Change move(Book book, QuestionRow row, @Nullable QuestionId before, Decided by) {
        if (row.status() != Status.QUEUED) {
            throw new Refused(RefusalCode.WRONG_STATUS, "only what is in the queue can be moved");
        }
        var others = others(book, row);
        var index = before == null ? others.size() : indexOf(before, others);
        return Change.of("moved", QueueOrder.place(row, others, index, book.onAir(), by), row);
    }

    private static int indexOf(QuestionId id, List<QuestionRow> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new Refused(RefusalCode.CHANGED, "the neighbour has left the queue");
    }

    /// Puts a question at one end of the queue, wherever it was before.
    static Change place(Book book, QuestionRow row, Place place, Decided by, String kind) {
        var others = others(book, row);
        return Change.of(
                kind, QueueOrder.place(row, others, place == Place.FIRST ? 0 : others.size(), book.onAir(), by), row);
    }

    /// Whether a queued question stands where it is to be placed. The last place is any: who adds to the queue what
    /// is in it already means no move.
    static boolean isPlaced(Book book, QuestionRow row, Place place) {
        return place == Place.LAST || book.queue().getFirst().id().equals(row.id());
    }

    private static List<QuestionRow> others(Book book, QuestionRow row) {
        return book.queue().stream()
                .filter(other -> !other.id().equals(row.id()))
                .toList();
    }
}
