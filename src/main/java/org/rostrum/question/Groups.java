package org.rostrum.question;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rostrum.question.QuestionRow.Decided;

/// Questions that are merged: what becomes of the others when one leaves the group.
final class Groups {

    private static final Comparator<QuestionRow> OLDEST_FIRST =
            Comparator.comparing(QuestionRow::askedAt).thenComparing(QuestionRow::id);

    private Groups() {}

    /// Takes a question back from everybody. Where others are merged into it, the next of them leads in its place,
    /// and everybody who voted in the group still counts: the oldest that the audience saw before it was merged, or
    /// else the oldest, and that one waits for review, because nobody has approved its words.
    static Change withdraw(Book book, QuestionRow row, Decided by) {
        var followers = book.mergedInto(row.id()).stream().sorted(OLDEST_FIRST).toList();
        var members = followers.stream()
                .filter(follower -> follower.status() == Status.MERGED)
                .toList();
        if (members.isEmpty()) {
            return Change.of("withdrawn", row.after(row.standing().to(Status.WITHDRAWN), by));
        }
        var next = members.stream().filter(Groups::wasVisible).findFirst().orElseGet(members::getFirst);
        var rows = new ArrayList<QuestionRow>();
        var withdrawn = row.after(row.standing().withdrawnFrom(next.id()), by);
        rows.add(withdrawn);
        rows.add(next.after(inPlaceOf(row, next), by));
        followers.stream()
                .filter(follower -> !follower.id().equals(next.id()))
                .map(follower -> follower.beside(follower.standing().into(next.id()), follower.before()))
                .forEach(rows::add);
        return Change.of("withdrawn", List.copyOf(rows), withdrawn);
    }

    /// The status in which the next question goes on in the place of one that leaves: the same, if the audience may
    /// see it.
    private static Standing inPlaceOf(QuestionRow leaving, QuestionRow next) {
        var standing = leaving.standing();
        if (!wasVisible(next) || !leaving.isVisible()) {
            return next.standing().to(Status.PENDING);
        }
        return leaving.status() == Status.QUEUED
                ? next.standing().queuedAt(standing.rank()).pinned(standing.pinned())
                : next.standing().to(leaving.status()).pinned(standing.pinned());
    }

    /// Where a question goes that is taken out of its group: back to the audience, if it was there before and its
    /// group is there now; else to review.
    static Status apart(Book book, QuestionRow row) {
        return wasVisible(row) && leading(book, row).isVisible() ? Status.PUBLISHED : Status.PENDING;
    }

    private static QuestionRow leading(Book book, QuestionRow row) {
        var leading = row;
        for (var into = row.standing().mergedInto();
                into != null;
                into = leading.standing().mergedInto()) {
            var target = book.find(into);
            if (target.isEmpty()) {
                break;
            }
            leading = target.get();
        }
        return leading;
    }

    /// Whether the audience saw a question that is merged now until it was merged.
    private static boolean wasVisible(QuestionRow merged) {
        var before = merged.before();
        return before != null && QuestionRow.isVisible(before.status());
    }
}
