package org.rostrum.refusal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A rule's "no": a stable code, a plain English detail for developers (never shown to the audience, never holding
/// a question's text), and where waiting helps how long.
public record Refusal(
        RefusalCode code, String detail, @Nullable Duration retryAfter) {

    public Refusal(RefusalCode code, String detail) {
        this(code, detail, null);
    }
}
