package org.rostrum.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A personal link as its list shows it: for one named person in one role.
///
/// @param infoSession absent for a host of the whole installation
/// @param singleUse whether it opens once only
/// @param expiresAt when the link and every grant it has left stop working
/// @param madeBy the id of the actor who made it, `console` for whoever has the console; absent for links made by
///     earlier versions
/// @param usedAt when it was first used
/// @param lastUsedAt when a browser that has opened it was last seen, to within some minutes
/// @param browsers in how many browsers it is open
/// @param revokedAt when it was taken back; its grants stop working at once
/// @param revokedBy as `madeBy`
public record Invitation(
        InvitationId id,
        @Nullable InfoSessionId infoSession,
        Role role,
        String name,
        boolean singleUse,
        Instant createdAt,
        Instant expiresAt,
        @Nullable String madeBy,
        @Nullable Instant usedAt,
        @Nullable Instant lastUsedAt,
        int browsers,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {

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
