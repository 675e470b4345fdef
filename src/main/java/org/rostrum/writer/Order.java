package org.rostrum.writer;

import java.util.UUID;
import org.rostrum.identity.Actor;

/// A command with who gives it and the id by which its sender will know the answer. `digest` is the SHA-256, in
/// hexadecimal, of the command as it came, so that the same id with another content is noticed.
public record Order(Actor actor, UUID id, String digest, Command command) {}
