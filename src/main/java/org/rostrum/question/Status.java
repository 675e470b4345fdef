package org.rostrum.question;

/// Where a question is in its life; marks such as held or pinned are not statuses.
public enum Status {
    PENDING,
    PUBLISHED,
    QUEUED,
    ON_AIR,
    ANSWERED,
    MERGED,
    DISMISSED,
    WITHDRAWN
}
