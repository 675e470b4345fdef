package org.rostrum.identity;

import java.util.Optional;
import java.util.UUID;

/// Names one personal link; a UUID of version 7.
public record InvitationId(UUID value) {

    /// The link that stands for a member of the staff; empty for the id of an account, or of nobody.
    public static Optional<InvitationId> parse(String actor) {
        try {
            return Optional.of(new InvitationId(UUID.fromString(actor)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
