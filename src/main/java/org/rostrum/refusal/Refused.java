package org.rostrum.refusal;

import java.time.Duration;

/// Carries a [Refusal] out of a rule. It has no stack trace: it is an answer, not a fault.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public Refused(RefusalCode code, String detail) {
        this(new Refusal(code, detail));
    }

    /// A refusal that says how long to wait before the same is worth trying again.
    public Refused(RefusalCode code, String detail, Duration retryAfter) {
        this(new Refusal(code, detail, retryAfter));
    }

    public Refused(Refusal refusal) {
        super(refusal.code().wire() + ": " + refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }

    public RefusalCode code() {
        return refusal.code();
    }
}
