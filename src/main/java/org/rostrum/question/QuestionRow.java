package org.rostrum.question;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.Switch;

/// A question as rules read it, the journal stores it, the replica holds it and projections show it. Free text is
/// elsewhere: `textVersion`, `nameVersion` and `noteVersion` say which of the question's stored texts to show, so
/// that erasing a person later touches no row of the record.
///
/// `number` is unique in its session and speakable. `author` is absent where the team asked. `revision` starts at 1
/// and rises with text and status only. `publishedAt`, `queuedAt` are set once and never cleared: they say who may
/// have seen the question. `airedAt` and `answeredAt` are the last times. `before` is the standing that the newest
/// step replaced, `noteBefore` the note it replaced, and `decided` who took it. `settled` is who gave it its present
/// status, which marks such as a language or a pin leave as it is; absent where its asker did, and in old entries.
public record QuestionRow(
        QuestionId id,
        int number,
        @Nullable AuthorId author,
        Origin origin,
        int textVersion,
        @Nullable Integer nameVersion,
        @Nullable Integer noteVersion,
        @Nullable Integer noteBefore,
        int revision,
        Standing standing,
        @Nullable Standing before,
        @Nullable Decided decided,
        @Nullable Settled settled,
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

    /// Who gave a question its present status, and when.
    public record Settled(String name, Instant at) {}

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

    /// Whether it is dismissed for a reason that its asker is not told: to the asker it goes on waiting, in every
    /// answer, message, limit and number.
    public boolean isDismissedSilently(InfoSession session) {
        return standing.reason() == DismissReason.DISRESPECTFUL && !session.isOn(Switch.TELL_DISRESPECTFUL);
    }

    /// Whether it waits for review as far as its asker can tell.
    public boolean isWaiting(InfoSession session) {
        return status() == Status.PENDING || isDismissedSilently(session);
    }

    /// Whether people may vote on it, where they may vote at all.
    public boolean acceptsVotes() {
        return switch (status()) {
            case PUBLISHED, QUEUED, ON_AIR -> true;
            case PENDING, ANSWERED, MERGED, DISMISSED, WITHDRAWN -> false;
        };
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
                noteVersion,
                statusChanged ? revision + 1 : revision,
                next,
                standing,
                by,
                statusChanged ? new Settled(by.name(), by.at()) : settled,
                askedAt,
                publishedAt == null && shown ? by.at() : publishedAt,
                queuedAt == null && (next.status() == Status.QUEUED || next.status() == Status.ON_AIR)
                        ? by.at()
                        : queuedAt,
                statusChanged && next.status() == Status.ON_AIR ? by.at() : airedAt,
                statusChanged && next.status() == Status.ANSWERED ? by.at() : answeredAt);
    }

    /// The row as it was before its newest step, a note that the step brought included; it cannot be undone twice.
    QuestionRow undone(Standing previous, Decided by) {
        var back = after(previous, by);
        return new QuestionRow(
                id,
                number,
                author,
                origin,
                textVersion,
                nameVersion,
                noteBefore,
                null,
                back.revision,
                previous,
                null,
                by,
                back.settled,
                askedAt,
                back.publishedAt,
                back.queuedAt,
                airedAt,
                answeredAt);
    }

    /// The same row at another rank of the queue, which is nobody's step: it stays decided as it was, and `earlier` is
    /// the standing before that decision under the new ranks.
    QuestionRow renumbered(long rank, @Nullable Standing earlier) {
        return beside(standing.queuedAt(rank), earlier);
    }

    /// The same row with a standing that is nobody's step: it stays decided as it was, and `earlier` is what undoing
    /// that decision leads back to.
    QuestionRow beside(Standing next, @Nullable Standing earlier) {
        return new QuestionRow(
                id,
                number,
                author,
                origin,
                textVersion,
                nameVersion,
                noteVersion,
                noteBefore,
                revision,
                next,
                earlier,
                decided,
                settled,
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
                noteBefore,
                revision,
                standing,
                before,
                decided,
                settled,
                askedAt,
                publishedAt,
                queuedAt,
                airedAt,
                answeredAt);
    }
}
