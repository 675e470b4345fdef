package org.rostrum.question;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A question as rules read it, the journal stores it, the replica holds it and projections show it. Free text is
/// elsewhere: `textVersion`, `nameVersion` and `noteVersion` say which of the question's stored texts to show, so
/// that erasing a person later touches no row of the record.
///
/// `number` is unique in its session and speakable. `author` is absent where the team asked. `revision` starts at 1
/// and rises with text and status only. `publishedAt`, `queuedAt` are set once and never cleared: they say who may
/// have seen the question. `airedAt` and `answeredAt` are the last times. `before` is the standing that the newest
/// step replaced, and `decided` who took it.
public record QuestionRow(
        QuestionId id,
        int number,
        @Nullable AuthorId author,
        Origin origin,
        int textVersion,
        @Nullable Integer nameVersion,
        @Nullable Integer noteVersion,
        int revision,
        Standing standing,
        @Nullable Standing before,
        @Nullable Decided decided,
        Instant askedAt,
        @Nullable Instant publishedAt,
        @Nullable Instant queuedAt,
        @Nullable Instant airedAt,
        @Nullable Instant answeredAt) {

    /// The newest step on a question: whose, when, and the position of its journal entry. `actor` tells people
    /// apart, `name` is what colleagues read.
    public record Decided(String actor, String name, Instant at, long seq) {

        static Decided by(Caller caller, Moment moment) {
            return new Decided(caller.key(), caller.name(), moment.now(), moment.seq());
        }
    }

    public Status status() {
        return standing.status();
    }

    /// Whether the step at that position is the newest one on this question. A row of an entry that the entry's step
    /// was not about, only renumbered, says no.
    public boolean isDecidedAt(long seq) {
        return decided != null && decided.seq() == seq;
    }

    /// Whether the audience can see a question of this status.
    public static boolean isVisible(Status status) {
        return switch (status) {
            case PUBLISHED, QUEUED, ON_AIR, ANSWERED -> true;
            case PENDING, MERGED, DISMISSED, WITHDRAWN -> false;
        };
    }

    public boolean isVisible() {
        return isVisible(status());
    }

    /// The row after a step: the standing replaced, the revision raised if the status changed, the first-seen times
    /// set where the new status shows the question to somebody new.
    QuestionRow after(Standing next, Decided by) {
        var statusChanged = next.status() != standing.status();
        var shown = isVisible(next.status());
        return new QuestionRow(
                id,
                number,
                author,
                origin,
                textVersion,
                nameVersion,
                noteVersion,
                statusChanged ? revision + 1 : revision,
                next,
                standing,
                by,
                askedAt,
                publishedAt == null && shown ? by.at() : publishedAt,
                queuedAt == null && (next.status() == Status.QUEUED || next.status() == Status.ON_AIR)
                        ? by.at()
                        : queuedAt,
                statusChanged && next.status() == Status.ON_AIR ? by.at() : airedAt,
                statusChanged && next.status() == Status.ANSWERED ? by.at() : answeredAt);
    }

    /// The row as it was before its newest step, which cannot be undone twice.
    QuestionRow undone(Standing previous, Decided by) {
        var back = after(previous, by);
        return new QuestionRow(
                id,
                number,
                author,
                origin,
                textVersion,
                nameVersion,
                noteVersion,
                back.revision,
                previous,
                null,
                by,
                askedAt,
                back.publishedAt,
                back.queuedAt,
                airedAt,
                answeredAt);
    }

    /// The same row at another rank of the queue, which is nobody's step: it stays decided as it was, and `earlier` is
    /// the standing before that decision under the new ranks.
    QuestionRow renumbered(long rank, @Nullable Standing earlier) {
        return new QuestionRow(
                id,
                number,
                author,
                origin,
                textVersion,
                nameVersion,
                noteVersion,
                revision,
                standing.queuedAt(rank),
                earlier,
                decided,
                askedAt,
                publishedAt,
                queuedAt,
                airedAt,
                answeredAt);
    }

    QuestionRow withNote(int version) {
        return new QuestionRow(
                id,
                number,
                author,
                origin,
                textVersion,
                nameVersion,
                version,
                revision,
                standing,
                before,
                decided,
                askedAt,
                publishedAt,
                queuedAt,
                airedAt,
                answeredAt);
    }

    /// The highest version any of its texts has; the next text takes one more.
    int lastTextVersion() {
        int last = textVersion;
        last = nameVersion == null ? last : Math.max(last, nameVersion);
        return noteVersion == null ? last : Math.max(last, noteVersion);
    }
}
