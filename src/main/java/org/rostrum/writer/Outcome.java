package org.rostrum.writer;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rostrum.question.QuestionRow;
import org.rostrum.refusal.Refusal;

/// What became of an order. Exactly one of three: a client that hears [Unknown] sends the same order again.
public sealed interface Outcome {

    /// It is committed. `seq` is the position of its entry, absent where the goal had been reached before.
    record Done(
            @Nullable Long seq,
            Instant at,
            @Nullable UUID question,
            @Nullable Integer number,
            @Nullable String alreadyBy,
            @Nullable Instant alreadyAt)
            implements Outcome {

        /// Whether nothing had to be done.
        public boolean already() {
            return seq == null;
        }
    }

    /// A rule said no. `present` is the question as it is, for the caller to see as much of as they may.
    record No(Refusal refusal, @Nullable QuestionRow present) implements Outcome {}

    /// Whether it is committed is not known.
    record Unknown(Duration retryAfter) implements Outcome {}
}
