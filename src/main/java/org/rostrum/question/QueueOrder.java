package org.rostrum.question;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Ranks that keep the queue in order. A new rank falls half-way between its neighbours, so that a move changes one
/// row; when no number is left between them the whole queue is numbered anew.
final class QueueOrder {

    static final Comparator<QuestionRow> ORDER =
            Comparator.<QuestionRow>comparingLong(row -> row.standing().rank()).thenComparing(QuestionRow::id);

    /// Room for twenty moves into the same place before the queue is numbered anew.
    private static final long GAP = 1L << 20;

    private QueueOrder() {}

    /// The rows that change when `row` takes position `index` (0 is first) among `others`, which are the queue
    /// without it; `row` with its new rank is the last of them.
    static List<QuestionRow> place(QuestionRow row, List<QuestionRow> others, int index, QuestionRow.Decided by) {
        if (others.isEmpty()) {
            return List.of(row.after(row.standing().queuedAt(0), by));
        }
        if (index == 0) {
            return List.of(row.after(row.standing().queuedAt(rankOf(others, 0) - GAP), by));
        }
        if (index == others.size()) {
            return List.of(row.after(row.standing().queuedAt(rankOf(others, index - 1) + GAP), by));
        }
        long low = rankOf(others, index - 1);
        long high = rankOf(others, index);
        if (high - low > 1) {
            return List.of(row.after(row.standing().queuedAt(low + (high - low) / 2), by));
        }
        return renumber(row, others, index, by);
    }

    private static List<QuestionRow> renumber(
            QuestionRow row, List<QuestionRow> others, int index, QuestionRow.Decided by) {
        var changed = new ArrayList<QuestionRow>();
        for (int i = 0; i < others.size(); i++) {
            var other = others.get(i);
            changed.add(other.after(other.standing().queuedAt((i < index ? i : i + 1) * GAP), by));
        }
        changed.add(row.after(row.standing().queuedAt(index * GAP), by));
        return changed;
    }

    private static long rankOf(List<QuestionRow> rows, int index) {
        return rows.get(index).standing().rank();
    }
}
