package org.rostrum.question;

import org.jspecify.annotations.Nullable;

/// The part of a question that decisions change, kept as one value so that undo can put the whole of it back.
/// `rank` orders the queue and means nothing outside it.
public record Standing(
        Status status,
        boolean held,
        boolean pinned,
        long rank,
        @Nullable QuestionId mergedInto,
        @Nullable DismissReason reason,
        boolean inWriting,
        Language language) {

    static Standing asked(Status status, Language language) {
        return new Standing(status, false, false, 0, null, null, false, language);
    }

    /// Another status; what belongs to the one before (held, reason, merge, writing) falls away. A pin stays only
    /// on what the audience can see.
    Standing to(Status next) {
        var visible = QuestionRow.isVisible(next);
        return new Standing(next, false, pinned && visible, rank, null, null, false, language);
    }

    Standing queuedAt(long nextRank) {
        var queued = status == Status.QUEUED ? this : to(Status.QUEUED);
        return new Standing(Status.QUEUED, false, queued.pinned, nextRank, null, null, false, language);
    }

    Standing answered(boolean writing) {
        var answered = to(Status.ANSWERED);
        return new Standing(answered.status, false, answered.pinned, rank, null, null, writing, language);
    }

    Standing dismissed(DismissReason why) {
        return new Standing(Status.DISMISSED, false, false, rank, null, why, false, language);
    }

    Standing merged(QuestionId into) {
        return new Standing(Status.MERGED, false, false, rank, into, null, false, language);
    }

    /// Taken back by its asker; it goes on counting its voters for the question that leads in its place.
    Standing withdrawnFrom(QuestionId next) {
        return new Standing(Status.WITHDRAWN, false, false, rank, next, null, false, language);
    }

    /// The same, going along with another question.
    Standing into(QuestionId leading) {
        return new Standing(status, held, pinned, rank, leading, reason, inWriting, language);
    }

    Standing held(boolean value) {
        return new Standing(status, value, pinned, rank, mergedInto, reason, inWriting, language);
    }

    Standing pinned(boolean value) {
        return new Standing(status, held, value, rank, mergedInto, reason, inWriting, language);
    }

    Standing in(Language next) {
        return new Standing(status, held, pinned, rank, mergedInto, reason, inWriting, next);
    }
}
