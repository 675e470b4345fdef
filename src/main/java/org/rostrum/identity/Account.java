package org.rostrum.identity;

import java.util.Set;

/// A person who is signed in with an identity provider, at the moment of one request.
///
/// @param id the same for good, on whatever device and whatever they are called
/// @param roles in every information session; empty for somebody the provider knows and we have no work for
public record Account(AccountId id, String name, Set<Role> roles) {

    public Account {
        roles = Set.copyOf(roles);
    }

    boolean has(Role role) {
        return roles.contains(role);
    }

    Actor.Staff as(Role role) {
        return new Actor.Staff(id.toString(), name, role);
    }
}
