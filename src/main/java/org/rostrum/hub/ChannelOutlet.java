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
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
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

/// A socket written to below its WebSocket encoder: complete frames, encoded once for all connections, go to
/// the network as duplicates of one buffer. The reasons and figures are in ADR 0004. Everything that leans on
/// the inside of Vert.x 4 is in this class; where it finds things otherwise than it expects, [SendTextOutlet]
/// takes its place.
///
/// **How an endpoint attaches.**
/// 1. Its `HttpUpgradeCheck` takes the outlet from the request, `ChannelOutlet.of(context.httpRequest(),
///    hub)`, and keeps it in the user data of the connection. The request is of no use after the upgrade.
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

    /// Without an answer to so many pings it takes the kernel some fifteen minutes to notice that nobody is
    /// there.
    private static final int MAX_UNANSWERED = 1;

    /// RFC 9113 section 7.
    private static final long HTTP_2_CANCEL = 8;

    private static final String HANDLER = "rostrum-outlet";

    /// What is still read of one who goes on talking after our close: enough for a page that has not seen it yet.
    private static final int DROPPED_MAX = 1_000;

    private final Channel channel;
    private final HubConfig.Connection config;
    private final Incoming incoming;
    private final ReturnTimes returnTimes;

    // Owned by the event loop.
    private @Nullable Owner owner;
    private @Nullable ChannelHandlerContext encoder;
    private boolean closing;
    private boolean heard = true;
    private int unanswered;

    private ChannelOutlet(Channel channel, Hub hub) {
        this.channel = channel;
        this.config = hub.config().connection();
        this.returnTimes = hub.returnTimes();
        this.incoming = new Incoming(config, System::nanoTime);
    }

    /// The outlet of a request that is about to be upgraded; empty where the connection is of another make. From here
    /// on what comes in passes [Incoming], whether this outlet is attached or another one writes. To be
    /// called on the connection's loop.
    public static Optional<ChannelOutlet> of(HttpServerRequest upgrade, Hub hub) {
        if (!(upgrade.connection() instanceof ConnectionBase connection)) {
            return Optional.empty();
        }
        var outlet = new ChannelOutlet(connection.channel(), hub);
        var pipeline = connection.channel().pipeline();
        if (pipeline.get(HANDLER) != null) {
            // of an earlier request on this connection, whose upgrade was refused
            pipeline.remove(HANDLER);
        }
        // before Vert.x' own handler, which passes nothing on
        pipeline.addBefore(connection.channelHandlerContext().name(), HANDLER, outlet.new Watch());
        return Optional.of(outlet);
    }

    /// What an outlet for server-sent events needs of its connection, and has no public way to.
    ///
    /// @param cutOff ends it at once, below whatever waits to be written
    record Line(Channel channel, Runnable cutOff) {

        static Line of(HttpServerRequest request) {
            if (!(request.connection() instanceof ConnectionBase connection)) {
                throw new IllegalStateException("a connection of another make: " + request.connection());
            }
            Runnable cutOff = request.version() == HttpVersion.HTTP_2
                    ? () -> request.response().reset(HTTP_2_CANCEL)
                    : () -> ChannelOutlet.closeFrom(
                            connection.channel().pipeline().firstContext());
            return new Line(connection.channel(), cutOff);
        }

        EventLoop loop() {
            return channel.eventLoop();
        }

        /// Left to itself the kernel takes megabytes for one who does not read, who then seems to be reading.
        void limitSendBuffer(int bytes) {
            channel.config().setOption(ChannelOption.SO_SNDBUF, bytes);
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
        if (encoder() == null) {
            throw new IllegalStateException(
                    "not upgraded to a WebSocket: " + channel.pipeline().names());
        }
        this.owner = owner;
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
        var below = encoder();
        if (below != null) {
            below.flush();
        }
    }

    @Override
    public void ping() {
        var below = encoder();
        if (below == null || closing) {
            return;
        }
        // a channel that is not being read cannot tell whether it is silent
        unanswered = heard || !channel.config().isAutoRead() ? 0 : unanswered + 1;
        heard = false;
        if (unanswered > MAX_UNANSWERED) {
            closeFrom(below);
        } else {
            send(Unpooled.wrappedBuffer(new byte[] {(byte) PING, 0}));
            flush();
        }
    }

    @Override
    public void close(CloseCode code) {
        var below = encoder();
        if (closing || below == null) {
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
        var _ = channel.eventLoop()
                .schedule(() -> closeFrom(below), config.closeGrace().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(ByteBuf frame) {
        var below = encoder();
        if (below == null || closing) {
            frame.release();
        } else {
            // a write that fails because the connection ended needs no answer: the owner hears of the end
            var _ = below.write(frame);
        }
    }

    /// There is one from the upgrade on. With TLS in this JVM its handler stands before the encoder, hence not the
    /// pipeline's first context.
    private @Nullable ChannelHandlerContext encoder() {
        if (encoder == null) {
            encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
        }
        return encoder;
    }

    /// Stands before Vert.x' own handler from the request on, and waits for an owner.
    private final class Watch extends ChannelDuplexHandler {

        /// The other side's close is answered with its own code.
        private boolean peerCloses;

        private int dropped;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            heard = true;
            if (!(message instanceof WebSocketFrame frame)) {
                context.fireChannelRead(message);
            } else if (closing && !(message instanceof CloseWebSocketFrame)) {
                frame.release();
                if (++dropped > DROPPED_MAX) {
                    closeFrom(context);
                }
            } else {
                take(context, frame);
            }
        }

        private void take(ChannelHandlerContext context, WebSocketFrame frame) {
            peerCloses |= frame instanceof CloseWebSocketFrame;
            switch (incoming.take(frame)) {
                case Incoming.Taken.Whole(var whole) -> context.fireChannelRead(whole);
                case Incoming.Taken.Part() -> {}
                case Incoming.Taken.Refused(var code) -> ChannelOutlet.this.close(code);
            }
        }

        /// A frame that is none is answered by a close that says so; the decoder skips what follows it.
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
            if (fault instanceof CorruptedWebSocketFrameException corrupted) {
                ChannelOutlet.this.close(
                        corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
                                ? CloseCode.TOO_LARGE
                                : CloseCode.MALFORMED);
            } else {
                context.fireExceptionCaught(fault);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable() && owner != null) {
                owner.drained();
            }
            context.fireChannelWritabilityChanged();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closing = true;
            incoming.end();
            if (owner != null) {
                owner.closed();
            }
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
            } else if (owner != null
                    && !peerCloses
                    && message instanceof CloseWebSocketFrame close
                    && close.statusCode() == NORMAL) {
                close.release();
                send(returnTimes.bye().webSocketFrame());
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
