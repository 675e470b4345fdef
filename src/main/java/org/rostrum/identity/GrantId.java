package org.rostrum.identity;

import java.util.UUID;

/// Names what one personal link has left in one browser.
public record GrantId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
