package org.rostrum.journal;

import java.time.Instant;
import org.rostrum.identity.InfoSessionId;

/// One committed entry. `seq` counts from 1 without holes; `at` has milliseconds; `payload` is JSON text whose
/// shape belongs to the writer.
public record JournalEntry(
        InfoSessionId infoSession, long seq, Instant at, String actor, String kind, String payload) {}
