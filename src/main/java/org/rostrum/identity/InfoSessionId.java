package org.rostrum.identity;

import java.util.UUID;

/// Names one information session; a UUID of version 7.
public record InfoSessionId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
