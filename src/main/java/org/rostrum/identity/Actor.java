package org.rostrum.identity;

/// Who is asking the server to do something in one information session.
public sealed interface Actor {

    Role role();

    /// Somebody watching, known only by their participant key's hash.
    record Viewer(Participant participant) implements Actor {
        @Override
        public Role role() {
            return Role.VIEWER;
        }
    }

    /// A named person of the team. `id` is stable over reconnects (the grant's or the identity provider's subject);
    /// `name` is what colleagues read.
    record Staff(String id, String name, Role role) implements Actor {
        public Staff {
            if (role == Role.VIEWER) {
                throw new IllegalArgumentException("staff are not viewers");
            }
        }
    }
}
