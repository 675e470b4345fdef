package org.rostrum.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// A socket written to below its WebSocket encoder: complete frames, encoded once for all connections, go to
/// the network as duplicates of one buffer. The reasons and figures are in ADR 0004. Everything that leans on
/// the inside of Vert.x 4 is in this class; where it finds things otherwise than it expects, [SendTextOutlet]
/// takes its place.
///
/// **How an endpoint attaches.**
/// 1. Its `HttpUpgradeCheck` takes the outlet from the request, `ChannelOutlet.of(context.httpRequest(),
///    config)`, and keeps it in the user data of the connection. The request is of no use after the upgrade.
/// 2. Its `@OnOpen` (mark it `@NonBlocking`) takes it out, or makes a [SendTextOutlet] where there is none, and
///    calls [Feed#join] with the position from the query.
/// 3. Its `@OnTextMessage` parses, asks [Subscriber#beginCommand], and gives each answer to [Subscriber#answer].
/// 4. Its `@OnClose` and `@OnError` call [Subscriber#leave]. It never sends by the connection itself and never
///    closes it but by [Subscriber#close].
///
/// The server's per-message compression is off: what is written here is not compressed, and a compressor would
/// cost each connection its window.
public final class ChannelOutlet implements Outlet {

    /// FIN and opcode 8, FIN and opcode 9 (RFC 6455 section 5.2).
    private static final int CLOSE = 0x88;

    private static final int PING = 0x89;

    private static final int NORMAL = CloseCode.NORMAL.code();

    private static final Encoded STOPPING = Encoded.shared(ServerMessage.Bye.RESTARTING);

    /// Without an answer to so many pings it takes the kernel some fifteen minutes to notice that nobody is
    /// there.
    private static final int MAX_UNANSWERED = 1;

    /// RFC 9113 section 7.
    private static final long HTTP_2_CANCEL = 8;

    private final Channel channel;
    private final String lastHandler;
    private final HubConfig.Connection config;

    // Owned by the event loop.
    private @Nullable ChannelHandlerContext encoder;
    private boolean closing;
    private boolean heard = true;
    private int unanswered;

    private ChannelOutlet(Channel channel, String lastHandler, HubConfig.Connection config) {
        this.channel = channel;
        this.lastHandler = lastHandler;
        this.config = config;
    }

    /// The outlet of a request that is about to be upgraded; empty where the connection is of another make.
    public static Optional<ChannelOutlet> of(HttpServerRequest upgrade, HubConfig.Connection config) {
        return upgrade.connection() instanceof ConnectionBase connection
                ? Optional.of(new ChannelOutlet(
                        connection.channel(), connection.channelHandlerContext().name(), config))
                : Optional.empty();
    }

    /// What an outlet for server-sent events needs to know of its connection, and has no public way to.
    ///
    /// @param cutOff ends it at once, below whatever waits to be written
    record Line(EventLoop loop, Runnable cutOff) {

        static Line of(HttpServerRequest request) {
            if (!(request.connection() instanceof ConnectionBase connection)) {
                throw new IllegalStateException("a connection of another make: " + request.connection());
            }
            Runnable cutOff = request.version() == HttpVersion.HTTP_2
                    ? () -> request.response().reset(HTTP_2_CANCEL)
                    : () -> ChannelOutlet.closeFrom(
                            connection.channel().pipeline().firstContext());
            return new Line(connection.channel().eventLoop(), cutOff);
        }
    }

    @Override
    public Executor loop() {
        return channel.eventLoop();
    }

    @Override
    public void attach(Owner owner) {
        if (!channel.isActive()) {
            owner.closed();
            return;
        }
        // With TLS in this JVM its handler stands before the encoder, hence not the pipeline's first context.
        encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
        if (encoder == null) {
            throw new IllegalStateException(
                    "not upgraded to a WebSocket: " + channel.pipeline().names());
        }
        channel.pipeline().addBefore(lastHandler, "rostrum-outlet", new Watch(owner));
        // a channel without a kernel's buffer, such as HTTP/2's streams, says no
        channel.config()
                .setOption(ChannelOption.SO_SNDBUF, (int) config.sendBuffer().asLongValue());
        channel.config()
                .setWriteBufferWaterMark(
                        new WriteBufferWaterMark((int) config.lowWaterMark().asLongValue(), (int)
                                config.highWaterMark().asLongValue()));
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable() && !closing;
    }

    @Override
    public long unsentBytes() {
        var unsent = channel.unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.totalPendingWriteBytes();
    }

    @Override
    public void write(Encoded message) {
        send(message.webSocketFrame());
    }

    @Override
    public void flush() {
        if (encoder != null) {
            encoder.flush();
        }
    }

    @Override
    public void ping() {
        if (encoder == null || closing) {
            return;
        }
        // a channel that is not being read cannot tell whether it is silent
        unanswered = heard || !channel.config().isAutoRead() ? 0 : unanswered + 1;
        heard = false;
        if (unanswered > MAX_UNANSWERED) {
            closeFrom(encoder);
        } else {
            send(Unpooled.wrappedBuffer(new byte[] {(byte) PING, 0}));
            flush();
        }
    }

    @Override
    public void close(CloseCode code) {
        if (closing || encoder == null) {
            return;
        }
        var reason = code.wire().getBytes(StandardCharsets.US_ASCII);
        send(Unpooled.buffer(4 + reason.length)
                .writeByte(CLOSE)
                .writeByte(2 + reason.length)
                .writeShort(code.code())
                .writeBytes(reason));
        flush();
        closing = true;
        // Vert.x ends the connection when the other side answers. One that does not, or does not even read, is cut off
        // below whatever waits to be written.
        var below = encoder;
        var _ = channel.eventLoop()
                .schedule(() -> closeFrom(below), config.closeGrace().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(ByteBuf frame) {
        if (encoder == null || closing) {
            frame.release();
        } else {
            // a write that fails because the connection ended needs no answer: the owner hears of the end
            var _ = encoder.write(frame);
        }
    }

    /// Stands before Vert.x' own handler, which passes nothing on.
    private final class Watch extends ChannelDuplexHandler {

        private final Owner owner;

        /// The other side's close is answered with its own code.
        private boolean peerCloses;

        Watch(Owner owner) {
            this.owner = owner;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            heard = true;
            peerCloses |= message instanceof CloseWebSocketFrame;
            context.fireChannelRead(message);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                owner.drained();
            }
            context.fireChannelWritabilityChanged();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closing = true;
            owner.closed();
            context.fireChannelInactive();
        }

        /// After our close frame nothing more may be sent (RFC 6455 section 5.5.1), but Vert.x, which does
        /// not know of it, answers the other side's. And when the server stops Vert.x ends its sockets with
        /// 1000, before anybody is told.
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (closing) {
                ReferenceCountUtil.release(message);
                promise.trySuccess();
            } else if (!peerCloses && message instanceof CloseWebSocketFrame close && close.statusCode() == NORMAL) {
                close.release();
                send(STOPPING.webSocketFrame());
                var stops = CloseCode.RESTARTING;
                var _ = context.write(new CloseWebSocketFrame(stops.code(), stops.wire()), promise);
            } else {
                var _ = context.write(message, promise);
            }
        }
    }

    private static void closeFrom(ChannelHandlerContext below) {
        var _ = below.close();
    }
}
