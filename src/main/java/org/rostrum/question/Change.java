package org.rostrum.question;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rostrum.infosession.InfoSession;

/// What a decision comes to: the rows and texts as they are to be stored, and the session where it changes too.
/// Nothing to store and an [Already] means that the goal had been reached before.
///
/// `kind` is the entry's word for what happened, in the past tense.
public record Change(
        String kind,
        List<QuestionRow> rows,
        List<QuestionText> texts,
        @Nullable InfoSession session,
        @Nullable QuestionRow subject,
        @Nullable Already already) {

    /// Who reached the goal before, and when; the name is absent where it was nobody of the team.
    public record Already(@Nullable String by, @Nullable Instant at) {}

    static Change of(String kind, QuestionRow row) {
        return new Change(kind, List.of(row), List.of(), null, row, null);
    }

    static Change of(String kind, List<QuestionRow> rows, QuestionRow subject) {
        return new Change(kind, List.copyOf(rows), List.of(), null, subject, null);
    }

    /// @param byMark whether the goal is a mark, which the newest step of whatever kind is taken to have reached; a
    ///     status was reached by whoever gave it
    static Change already(QuestionRow row, boolean byMark) {
        var settled = row.settled();
        var decided = row.decided();
        var already = settled != null && !byMark
                ? new Already(settled.name().isEmpty() ? null : settled.name(), settled.at())
                : decided != null
                        ? new Already(decided.name().isEmpty() ? null : decided.name(), decided.at())
                        : new Already(null, row.askedAt());
        return new Change("nothing", List.of(), List.of(), null, row, already);
    }

    /// A change of the session itself; without a difference, one that stores nothing.
    public static Change ofSession(String kind, InfoSession before, InfoSession after) {
        return before.equals(after)
                ? new Change("nothing", List.of(), List.of(), null, null, new Already(null, null))
                : new Change(kind, List.of(), List.of(), after, null, null);
    }

    Change withText(QuestionText text) {
        var all = new java.util.ArrayList<>(texts);
        all.add(text);
        return new Change(kind, rows, List.copyOf(all), session, subject, already);
    }

    Change withSession(@Nullable InfoSession next) {
        return new Change(kind, rows, texts, next, subject, already);
    }

    public boolean storesNothing() {
        return rows.isEmpty() && session == null;
    }
}
