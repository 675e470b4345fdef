package org.rostrum.identity;

import java.net.URI;

/// A personal link just made. The address holds the token, which is not stored and cannot be shown again.
public record NewInvitation(Invitation invitation, URI url) {

    /// Without the token, which must not reach a log.
    @Override
    public String toString() {
        return "NewInvitation[" + invitation + "]";
    }
}
