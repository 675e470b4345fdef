package org.rostrum.question;

import java.util.UUID;

/// Stands for a participant in one information session. Opaque: only the `author` table knows which key it belongs
/// to, and erasing that row unties the two for good.
public record AuthorId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
