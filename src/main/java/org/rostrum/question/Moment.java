package org.rostrum.question;

import java.time.Instant;

/// When and where in the journal a decision falls: the time in milliseconds and the position its entry will have.
public record Moment(Instant now, long seq) {}
