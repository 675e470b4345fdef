package org.rostrum.writer;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Actor;
import org.rostrum.refusal.Refusal;

/// A command with who gives it and the id by which its sender will know the answer. `digest` is the SHA-256, in
/// hexadecimal, of the command as it came, so that the same id with another content is noticed.
///
/// @param unlessStored what a command is answered that may not be carried out any more, unless it was carried out
///     before: then its sender gets the answer of that time; null for a command like any other
public record Order(
        Actor actor,
        UUID id,
        String digest,
        Command command,
        @Nullable Refusal unlessStored) {

    public Order(Actor actor, UUID id, String digest, Command command) {
        this(actor, id, digest, command, null);
    }

    /// The same order, refused where it turns out not to be stored yet.
    public Order refusedUnlessStored(Refusal refusal) {
        return new Order(actor, id, digest, command, refusal);
    }
}
