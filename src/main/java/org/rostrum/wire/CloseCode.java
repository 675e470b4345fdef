package org.rostrum.wire;

import java.util.Locale;

/// Why a socket is closed, and what the client does then. The numbers from 4000 on are ours (RFC 6455 section
/// 7.4.2); the table is part of the protocol.
public enum CloseCode {
    /// A connection of staff has lasted as long as one may and is to be looked at again; also what the sockets of a
    /// stopping server may say before `restarting` is sent.
    NORMAL(1000, Then.COME_BACK),
    GOING_AWAY(1001, Then.COME_BACK),
    TOO_LARGE(1009, Then.COME_BACK),
    RESTARTING(4000, Then.COME_BACK),
    PROTOCOL_VERSION(4001, Then.STOP),
    NOT_ALLOWED(4003, Then.STOP),
    UNKNOWN_SESSION(4004, Then.STOP),
    TOO_SLOW(4008, Then.COME_BACK),
    MALFORMED(4009, Then.COME_BACK),
    TOO_MANY_CONNECTIONS(4029, Then.COME_BACK),
    /// More frames than one connection may send.
    TOO_MANY_MESSAGES(4030, Then.COME_BACK),
    /// More join codes that no session has than one network may try; nothing is known of this one.
    TOO_MANY_REQUESTS(4031, Then.COME_BACK);

    /// What a client does after the close.
    public enum Then {
        /// Connect again after the back-off.
        COME_BACK,
        /// Stay closed until a person does something.
        STOP
    }

    private final int code;
    private final Then then;

    CloseCode(int code, Then then) {
        this.code = code;
        this.then = then;
    }

    public int code() {
        return code;
    }

    /// The reason that travels in the close frame, such as `too-slow`; at most 123 bytes, as RFC 6455 section
    /// 5.5 asks.
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Then then() {
        return then;
    }
}
