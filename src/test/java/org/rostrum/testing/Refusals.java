package org.rostrum.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.Refused;

/// Reads the refusal that an attempt ends in.
public final class Refusals {

    private Refusals() {}

    /// The refusal; an attempt that succeeds fails the test.
    public static Refusal refusal(ThrowingCallable attempt) {
        var refused = catchThrowableOfType(Refused.class, attempt);
        if (refused == null) {
            throw new AssertionError("the command was not refused");
        }
        return refused.refusal();
    }
}
