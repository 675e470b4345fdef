package org.rostrum.writer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rostrum.infosession.InfoSession;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;

/// What a journal entry holds: the touched rows and the session as they are afterwards, and for each new text its
/// salted digest instead of its words.
public record EntryPayload(List<QuestionRow> rows, @Nullable InfoSession session, List<TextDigest> texts) {

    public EntryPayload {
        rows = List.copyOf(rows);
        texts = List.copyOf(texts);
    }

    /// SHA-256 of salt followed by the text in UTF-8, in hexadecimal.
    public record TextDigest(QuestionId question, int version, String digest) {}
}
