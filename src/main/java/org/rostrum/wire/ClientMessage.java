package org.rostrum.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/// Everything a client may send. Made by [ClientMessages] only from text that is well formed, so that whoever
/// takes a message need not look at its form again.
public sealed interface ClientMessage {

    /// Asks the server to do something; answered once, by an `ack`, a `nack` or a `retry` with the same `id`.
    /// Which names there are and what their bodies hold is not the wire's business.
    record Command(UUID id, String name, ObjectNode body) implements ClientMessage {}

    /// Asks for a `pong`.
    record Ping() implements ClientMessage {}
}
