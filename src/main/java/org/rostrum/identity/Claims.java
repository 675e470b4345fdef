package org.rostrum.identity;

import java.util.Set;

/// What an identity provider says of the person who sent a request, verified. Issuer and subject together name the
/// person for good (OpenID Connect Core 1.0, section 5.7); name and roles are as of the newest token.
///
/// @param roles those to which the provider's own are mapped
public record Claims(String issuer, String subject, String name, Set<Role> roles) {

    public Claims {
        roles = Set.copyOf(roles);
    }
}
