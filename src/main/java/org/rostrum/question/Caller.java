package org.rostrum.question;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Role;

/// An actor as the rules of one information session see them: a viewer goes by their author id there, never by
/// their participant key.
public sealed interface Caller {

    Role role();

    /// Tells callers apart, in the journal and for receipts. Holds no participant key.
    String key();

    /// What colleagues read as the name of who did it; empty for viewers.
    String name();

    /// The caller an actor is. `author` is needed for viewers only.
    static Caller of(Actor actor, @Nullable AuthorId author) {
        return switch (actor) {
            case Actor.Viewer _ when author != null -> new Asker(author);
            case Actor.Viewer _ -> throw new IllegalArgumentException("a viewer without an author id");
            case Actor.Staff(var id, var name, var role) -> new Colleague(id, name, role);
        };
    }

    /// A viewer.
    record Asker(AuthorId author) implements Caller {
        @Override
        public Role role() {
            return Role.VIEWER;
        }

        @Override
        public String key() {
            return "viewer:" + author;
        }

        @Override
        public String name() {
            return "";
        }
    }

    /// Somebody of the team.
    record Colleague(String id, String name, Role role) implements Caller {
        @Override
        public String key() {
            return role.name().toLowerCase(Locale.ROOT) + ":" + id;
        }
    }
}
