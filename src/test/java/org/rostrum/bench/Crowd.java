package org.rostrum.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Many viewers of one session in one process. Each comes as a browser does: fetches the snapshot over a connection
/// of its own, then opens the socket with the snapshot's position.
final class Crowd implements AutoCloseable {

    /// Two loops, as many as there are processors to share with the server.
    private static final EventLoopGroup LOOPS = new NioEventLoopGroup(2);

    /// How many are on their way in at the same time.
    private static final int JOINING = 256;

    /// Loopback has a whole network of addresses; one of them has too few ports.
    private static final int ADDRESSES = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InetSocketAddress server;
    private final String code;
    private final String audience;
    private final AtomicReferenceArray<@Nullable Viewer> viewers;
    private final Semaphore door = new Semaphore(JOINING);
    private final AtomicInteger toJoin = new AtomicInteger();
    private final AtomicInteger toFall = new AtomicInteger();
    private final AtomicInteger gaps = new AtomicInteger();
    private final AtomicInteger resyncs = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile CompletableFuture<Long> joined = new CompletableFuture<>();
    private volatile CompletableFuture<Long> fallen = new CompletableFuture<>();
    private volatile BiConsumer<Viewer, String> answers = (_, _) -> {};
    private volatile boolean leaving;
    private int window;

    Crowd(URI server, String code, String audience, int size) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
        this.code = code;
        this.audience = audience;
        this.viewers = new AtomicReferenceArray<>(size);
    }

    /// What is done with answers to commands, on the viewers' loops.
    Crowd hearing(BiConsumer<Viewer, String> listener) {
        answers = listener;
        return this;
    }

    /// Gives everybody a receive window of so many bytes, of which the kernel makes a little more.
    Crowd window(int bytes) {
        window = bytes;
        return this;
    }

    int size() {
        return viewers.length();
    }

    Viewer viewer(int index) {
        var viewer = viewers.get(index);
        if (viewer == null) {
            throw new IllegalStateException("viewer " + index + " has not joined");
        }
        return viewer;
    }

    /// Brings everybody in.
    ///
    /// @param cookies one each for the first so many; the others come without
    /// @return from the first request to the last `hello`
    Duration join(List<String> cookies) throws InterruptedException {
        toJoin.set(size());
        joined = new CompletableFuture<>();
        long begin = System.nanoTime();
        for (int i = 0; i < size(); i++) {
            door.acquire();
            enter(i, i < cookies.size() ? "Cookie: " + cookies.get(i) + "\r\n" : "");
        }
        return Duration.ofNanos(await(joined, "joining: " + toJoin + " to come") - begin);
    }

    private void enter(int index, String cookie) {
        var ask = "GET /api/sessions/" + code + "/" + audience + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Accept-Encoding: gzip\r\nConnection: close\r\n" + cookie + "\r\n";
        connect(index, new SnapshotFetch(ask, (query, seq) -> {
            var handshake = "GET /ws/" + code + "/" + audience + "?" + query
                    + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: rostrum.v1\r\n" + cookie
                    + "\r\n";
            var viewer = new Viewer(index, handshake, seq, new Hearing());
            viewers.set(index, viewer);
            connect(index, viewer);
        }));
    }

    private void connect(int index, ChannelHandler handler) {
        var bootstrap = new Bootstrap()
                .group(LOOPS)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .localAddress("127.0.0." + (2 + index % ADDRESSES), 0)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handler);
                    }
                });
        if (window > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, window);
        }
        var _ = bootstrap.connect(server).addListener(done -> {
            if (!done.isSuccess()) {
                joined.completeExceptionally(done.cause());
            }
        });
    }

    /// From here on every viewer is expected to be sent `frames` frames.
    void expect(int frames) {
        fallen = new CompletableFuture<>();
        toFall.set(size() * frames);
    }

    /// When the last viewer has had the frames expected.
    ///
    /// @return as of [System#nanoTime]
    long awaitLast() {
        return await(fallen, "frames: " + toFall + " to come");
    }

    /// Frames that did not follow on what a viewer had, calls to fetch a snapshot, and connections that ended while
    /// nobody wanted to leave.
    int troubles() {
        return gaps.get() + resyncs.get() + lost.get();
    }

    @Override
    public void close() {
        leaving = true;
        for (int i = 0; i < size(); i++) {
            var viewer = viewers.get(i);
            if (viewer != null) {
                viewer.leave();
            }
        }
    }

    /// Ends the threads of all crowds.
    static void dismissAll() {
        var _ = LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static long await(CompletableFuture<Long> moment, String waitingFor) {
        try {
            return moment.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(waitingFor, e);
        }
    }

    private final class Hearing implements Viewer.Ear {

        private boolean greeted;

        @Override
        public void heard(Viewer viewer, Viewer.Kind kind, ByteBuf text) {
            switch (kind) {
                case HELLO -> {
                    if (!greeted) {
                        greeted = true;
                        door.release();
                        countDown(toJoin, joined);
                    }
                }
                case FRAME -> countDown(toFall, fallen);
                case RESYNC -> resyncs.incrementAndGet();
                case ACK, NACK, RETRY -> answers.accept(viewer, text.toString(StandardCharsets.UTF_8));
                case OTHER -> {}
            }
        }

        @Override
        public void gap(Viewer viewer) {
            gaps.incrementAndGet();
        }

        @Override
        public void ended(Viewer viewer, int closeCode) {
            if (!leaving) {
                lost.incrementAndGet();
            }
        }

        private static void countDown(AtomicInteger left, CompletableFuture<Long> done) {
            if (left.decrementAndGet() == 0) {
                done.complete(System.nanoTime());
            }
        }
    }
}
