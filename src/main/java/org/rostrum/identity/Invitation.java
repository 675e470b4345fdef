package org.rostrum.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A personal link as its list shows it: for one named person in one role.
///
/// @param infoSession absent for a host of the whole installation
/// @param singleUse whether it opens once only
/// @param expiresAt when the link and every grant it has left stop working
/// @param usedAt when it was first used
/// @param revokedAt when it was taken back; its grants stop working at once
public record Invitation(
        InvitationId id,
        @Nullable InfoSessionId infoSession,
        Role role,
        String name,
        boolean singleUse,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable Instant revokedAt) {

    public Invitation {
        if (role == Role.VIEWER) {
            throw new IllegalArgumentException("viewers need no invitation");
        }
        if (infoSession == null && role != Role.HOST) {
            throw new IllegalArgumentException("only hosts are invited to the whole installation");
        }
    }

    /// Whether grants it has left still count.
    boolean isGoodAt(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }

    /// Whether it can be opened by somebody new.
    boolean canBeOpenedAt(Instant now) {
        return isGoodAt(now) && !(singleUse && usedAt != null);
    }
}
