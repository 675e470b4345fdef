package org.rostrum.journal;

import java.time.Instant;
import org.rostrum.identity.InfoSessionId;

/// One committed entry. `seq` counts from 1 without holes; `at` has milliseconds; `payload` is JSON text whose
/// shape belongs to the writer; `digest` is what the journal comes to with it.
public record JournalEntry(
        InfoSessionId infoSession, long seq, Instant at, String actor, String kind, String payload, Digest digest) {

    /// The entry that follows where the journal has come to `before`.
    public static JournalEntry after(
            Digest before, InfoSessionId infoSession, long seq, Instant at, String actor, String kind, String payload) {
        return new JournalEntry(infoSession, seq, at, actor, kind, payload, before.at(seq, at, actor, kind, payload));
    }

    /// Whether it was stored where the journal had come to `before`.
    public boolean follows(Digest before) {
        return digest.equals(before.at(seq, at, actor, kind, payload));
    }
}
