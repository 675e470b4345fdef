package org.rostrum.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a browser may do because it has used a personal link; good at the moment it was read.
///
/// @param id of this browser's part in the link
/// @param invitation the link it comes from; it also stands for the person, on whatever device they use it
/// @param infoSession absent for a host of the whole installation
/// @param joinCode of that information session
public record Grant(
        GrantId id,
        InvitationId invitation,
        @Nullable InfoSessionId infoSession,
        @Nullable String joinCode,
        Role role,
        String name,
        Instant expiresAt) {

    boolean isFor(InfoSessionId asked) {
        return infoSession == null || infoSession.equals(asked);
    }

    Actor.Staff staff() {
        return new Actor.Staff(invitation.toString(), name, role);
    }
}
