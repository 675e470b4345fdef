package org.rostrum.wire;

import java.util.Collection;

/// The versions of the protocol this server speaks, by the name of their WebSocket subprotocol.
public enum ProtocolVersion {
    V1("rostrum.v1");

    private final String subprotocol;

    ProtocolVersion(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /// The name as the handshake spells it (RFC 6455 section 1.9).
    public String subprotocol() {
        return subprotocol;
    }

    /// Whether one of the subprotocols a client offers is this one.
    public boolean isOffered(Collection<String> subprotocols) {
        return subprotocols.contains(subprotocol);
    }
}
