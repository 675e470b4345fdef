package org.rostrum.question;

/// Where a question came from; AHEAD was sent in before the session, ORGANIZER comes from the team.
public enum Origin {
    VIEWER,
    AHEAD,
    ORGANIZER
}
