package org.rostrum.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Ranks that keep the queue in order. A new rank falls half-way between its neighbours, so that a move changes one
/// row; when no number is left between them the whole queue is numbered anew.
final class QueueOrder {

    /// Room for 36 moves into the same place before the queue is numbered anew.
    private static final long GAP = 1L << 36;

    /// Ranks are compared in browsers too, which count exactly up to 2^53; beyond this the queue is numbered anew.
    private static final long FARTHEST = 1L << 52;

    private QueueOrder() {}

    /// The rows that change when `row` takes position `index` (0 is first) among `others`, which are the queue
    /// without it; `row` with its new rank is the last of them. `onAir` may lead back into the queue by undo.
    static List<QuestionRow> place(
            QuestionRow row, List<QuestionRow> others, int index, Optional<QuestionRow> onAir, QuestionRow.Decided by) {
        var ranks = others.stream().map(other -> other.standing().rank()).toList();
        return hasRoom(ranks, index)
                ? List.of(row.after(row.standing().queuedAt(rankAt(ranks, index)), by))
                : renumber(row, others, index, onAir, by);
    }

    private static boolean hasRoom(List<Long> ranks, int index) {
        return Math.abs(rankAt(ranks, index)) < FARTHEST
                && (index == 0 || index == ranks.size() || ranks.get(index) - ranks.get(index - 1) > 1);
    }

    /// The rank of what comes to stand at `index` among those of these ranks.
    private static long rankAt(List<Long> ranks, int index) {
        if (ranks.isEmpty()) {
            return 0;
        }
        if (index == 0) {
            return ranks.getFirst() - GAP;
        }
        long low = ranks.get(index - 1);
        return index == ranks.size() ? low + GAP : low + (ranks.get(index) - low) / 2;
    }

    /// One of the queue, which still has its old rank, and its new one.
    private record Numbered(QuestionRow row, long rank) {

        boolean wasBefore(long oldRank, QuestionId id) {
            long old = row.standing().rank();
            return old < oldRank || (old == oldRank && row.id().compareTo(id) < 0);
        }
    }

    /// Only `row` is decided on. The others keep their order and their newest step.
    private static List<QuestionRow> renumber(
            QuestionRow row, List<QuestionRow> others, int index, Optional<QuestionRow> onAir, QuestionRow.Decided by) {
        var numbered = IntStream.range(0, others.size())
                .mapToObj(i -> new Numbered(others.get(i), (i < index ? i : i + 1) * GAP))
                .toList();
        var changed = new ArrayList<QuestionRow>();
        for (var other : numbered) {
            var before = translated(other.row().id(), other.row().before(), numbered);
            changed.add(other.row().renumbered(other.rank(), before));
        }
        onAir.filter(now -> !now.id().equals(row.id()))
                .filter(now -> now.before() != null && now.before().status() == Status.QUEUED)
                .map(now -> now.beside(now.standing(), translated(now.id(), now.before(), numbered)))
                .ifPresent(changed::add);
        var moved = row.after(row.standing().queuedAt(index * GAP), by);
        changed.add(moved.renumbered(index * GAP, translated(row.id(), row.standing(), numbered)));
        return changed;
    }

    /// A standing that undo may put back, under the new numbers: where it was in the queue it stands between the
    /// same neighbours.
    private static @Nullable Standing translated(QuestionId id, @Nullable Standing standing, List<Numbered> numbered) {
        if (standing == null || standing.status() != Status.QUEUED) {
            return standing;
        }
        var neighbours =
                numbered.stream().filter(other -> !other.row().id().equals(id)).toList();
        long index = neighbours.stream()
                .filter(other -> other.wasBefore(standing.rank(), id))
                .count();
        return standing.queuedAt(rankAt(neighbours.stream().map(Numbered::rank).toList(), (int) index));
    }
}
