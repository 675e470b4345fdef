package org.rostrum.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.ClientMessages;
import org.rostrum.wire.CloseCode;

/// What a socket is sent, looked at frame by frame: fragments are put together here, and frames of every kind are
/// counted against the pace that one connection may keep. Whoever stands behind it sees whole messages only; Vert.x'
/// own assembly of fragments fails on some sequences that RFC 6455 allows, and goes on failing for as long as the
/// connection lasts.
///
/// Owned by the connection's event loop.
final class Incoming {

    /// A message of the protocol has at most half of it and is refused by name above that.
    private static final int MAX_MESSAGE_BYTES = 2 * ClientMessages.MAX_BYTES;

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final double perNano;
    private final double most;

    private double allowance;
    private long countedAt;

    /// The fragments so far of a message that is not whole; the decoder sees to it that there is one at a time.
    private @Nullable ByteBuf fragments;

    private boolean isText;

    Incoming(HubConfig.Connection config, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.perNano = config.framesPerSecond() / NANOS_PER_SECOND;
        this.most = config.framesAtOnce();
        this.allowance = most;
        this.countedAt = nanoTime.getAsLong();
    }

    /// What becomes of a frame.
    sealed interface Taken {

        /// To be passed on: a control frame or a whole message, whose reference is the caller's.
        record Whole(WebSocketFrame frame) implements Taken {}

        /// Kept until the rest has come.
        record Part() implements Taken {}

        /// Dropped; the connection is to be closed.
        record Refused(CloseCode code) implements Taken {}
    }

    /// Takes a frame over, its reference included. Refused are, with their close codes: more frames than the pace
    /// allows (`too-many-messages`), a message longer than 32 KiB (`too-large`), a text that is not UTF-8
    /// (`malformed`).
    Taken take(WebSocketFrame frame) {
        if (!count() && !(frame instanceof CloseWebSocketFrame)) {
            frame.release();
            return new Taken.Refused(CloseCode.TOO_MANY_MESSAGES);
        }
        return switch (frame) {
            case TextWebSocketFrame _, BinaryWebSocketFrame _, ContinuationWebSocketFrame _ -> data(frame);
            default -> new Taken.Whole(frame);
        };
    }

    /// Lets go of what was kept.
    void end() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }

    private Taken data(WebSocketFrame frame) {
        if (!(frame instanceof ContinuationWebSocketFrame)) {
            end();
            isText = frame instanceof TextWebSocketFrame;
            if (frame.isFinalFragment()) {
                return whole(frame.content());
            }
        }
        try {
            if (fragments == null) {
                fragments = Unpooled.buffer(frame.content().readableBytes(), MAX_MESSAGE_BYTES);
            }
            if (fragments.readableBytes() + frame.content().readableBytes() > MAX_MESSAGE_BYTES) {
                end();
                return new Taken.Refused(CloseCode.TOO_LARGE);
            }
            fragments.writeBytes(frame.content());
        } finally {
            frame.release();
        }
        if (!frame.isFinalFragment()) {
            return new Taken.Part();
        }
        var message = fragments;
        fragments = null;
        return whole(message);
    }

    private Taken whole(ByteBuf message) {
        if (isText && !ByteBufUtil.isText(message, StandardCharsets.UTF_8)) {
            message.release();
            return new Taken.Refused(CloseCode.MALFORMED);
        }
        return new Taken.Whole(isText ? new TextWebSocketFrame(message) : new BinaryWebSocketFrame(message));
    }

    /// A token bucket: full at the beginning, filled again at the pace.
    private boolean count() {
        long now = nanoTime.getAsLong();
        allowance = Math.min(most, allowance + (now - countedAt) * perNano);
        countedAt = now;
        if (allowance < 1) {
            return false;
        }
        allowance--;
        return true;
    }
}
