package org.rostrum.live;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Invitation;

/// A personal link as hosts see it.
///
/// @param browsers in how many browsers it is open: more than its person has tells that it was passed on
/// @param url present only in the answer that makes the link
record LinkView(
        UUID id,
        String role,
        String name,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable Instant lastUsedAt,
        int browsers,
        @Nullable Instant revokedAt,
        @Nullable URI url) {

    static LinkView of(Invitation invitation, @Nullable URI url) {
        return new LinkView(
                invitation.id().value(),
                invitation.role().wire(),
                invitation.name(),
                invitation.createdAt(),
                invitation.expiresAt(),
                invitation.usedAt(),
                invitation.lastUsedAt(),
                invitation.browsers(),
                invitation.revokedAt(),
                url);
    }
}
