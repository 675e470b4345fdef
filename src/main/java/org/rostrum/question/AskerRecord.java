package org.rostrum.question;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How much one author has asked in a session: how many questions wait for review, or look to their author as if they
/// did, how many there are in all, and when the last one came.
public record AskerRecord(int waiting, int total, @Nullable Instant lastAskedAt) {

    public static final AskerRecord NOTHING = new AskerRecord(0, 0, null);

    /// The record after one more question.
    public AskerRecord andOneMore(boolean waits, Instant at) {
        return new AskerRecord(waits ? waiting + 1 : waiting, total + 1, at);
    }

    /// The record after so many more wait for review, or fewer where it is negative.
    public AskerRecord andWaiting(int more) {
        return new AskerRecord(waiting + more, total, lastAskedAt);
    }
}
