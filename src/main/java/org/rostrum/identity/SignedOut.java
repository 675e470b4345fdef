package org.rostrum.identity;

import java.util.List;
import java.util.Optional;

/// Fired after somebody has signed out in one of their browsers.
///
/// @param account whose, where they had signed in with an identity provider; they may be signed in elsewhere
/// @param grants what personal links had left in that browser; good no more
public record SignedOut(Optional<AccountId> account, List<GrantId> grants) {

    public SignedOut {
        grants = List.copyOf(grants);
    }
}
