package org.rostrum.identity;

import java.util.UUID;

/// Names one personal link; a UUID of version 7.
public record InvitationId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
