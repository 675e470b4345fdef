package org.rostrum.refusal;

import java.util.Locale;

/// Every reason for which Rostrum says no. The wire word is part of the protocol: it is never renamed, and each has
/// its sentence in both languages on the client.
public enum RefusalCode {
    MALFORMED(400),
    UNKNOWN_TYPE(400),
    UNKNOWN_COMMAND(400),
    TOO_LARGE(400),
    NOT_SIGNED_IN(401),
    NOT_ALLOWED(403),
    FOREIGN_ORIGIN(403),
    UNKNOWN_SESSION(404),
    UNKNOWN_QUESTION(404),
    UNKNOWN_LINK(404),
    CHANGED(409),
    ON_AIR_TAKEN(409),
    WRONG_STATUS(409),
    WRONG_PHASE(409),
    ID_REUSED(409),
    NOT_UNDOABLE(409),
    MERGE_TARGET(409),
    TITLES_REQUIRED(409),
    LINK_EXPIRED(410),
    TOO_SHORT(422),
    TOO_LONG(422),
    NOT_TEXT(422),
    BAD_VALUE(422),
    SKIPPED_TIME(422),
    INTAKE_PAUSED(423),
    QUESTIONS_CLOSED(423),
    VOTING_CLOSED(423),
    ARCHIVED(423),
    TOO_MANY_WAITING(429),
    TOO_SOON(429),
    TOO_MANY_QUESTIONS(429),
    TOO_MANY_REQUESTS(429),
    TOO_MANY_IN_FLIGHT(429),
    FAULT(500),
    BUSY(503),
    UNAVAILABLE(503);

    private final int status;

    RefusalCode(int status) {
        this.status = status;
    }

    /// The HTTP status this code travels with.
    public int status() {
        return status;
    }

    /// The code as the protocol spells it, such as `too-many-waiting`.
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
