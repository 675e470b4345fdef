package org.rostrum.identity;

import java.util.UUID;

/// Names a person who has signed in with an identity provider; a UUID of version 7, and nothing of the provider's.
public record AccountId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
