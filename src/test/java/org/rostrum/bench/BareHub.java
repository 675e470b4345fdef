package org.rostrum.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/// The reference: the least a hub can do on the same stack. It serves one constant snapshot, greets, and for each
/// text it is sent writes a frame of a given size to everybody, encoded once and written to the channels as Rostrum
/// writes its own. It has no session, no rule, no database and no back-pressure. A process of its own.
final class BareHub {

    private static final String POSITION = "\"epoch\":\"00000000-0000-0000-0000-000000000000\",\"seq\":%d";

    private final Map<EventLoop, List<ChannelHandlerContext>> members = new ConcurrentHashMap<>();
    private final AtomicLong seq = new AtomicLong();
    private final String noise;
    private final int frameBytes;
    private volatile byte[] snapshot;

    private BareHub(int snapshotBytes, int frameBytes) {
        this.noise = noise(snapshotBytes);
        this.snapshot = snapshot(0);
        this.frameBytes = frameBytes;
    }

    /// Starts one in a process of its own and returns when it listens.
    ///
    /// @param snapshotBytes the size of the packed snapshot
    /// @param frameBytes the size of a frame
    static Loaded start(int snapshotBytes, int frameBytes) throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Loaded.JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareHub.class.getName()));
        command.addAll(List.of(String.valueOf(port), String.valueOf(snapshotBytes), String.valueOf(frameBytes)));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader words = process.inputReader();
        for (var line = words.readLine(); line != null; line = words.readLine()) {
            if (line.startsWith("Listening")) {
                var address = URI.create("http://localhost:" + port);
                return new Loaded(process.toHandle(), address, address);
            }
        }
        throw new IOException("the bare hub does not start");
    }

    /// Runs until it is ended.
    ///
    /// @param arguments the port, and the size of the packed snapshot and of a frame in bytes
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        var hub = new BareHub(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        // as many loops as Quarkus has by default, each taking its share of the connections
        var loops =
                new DeploymentOptions().setInstances(2 * Runtime.getRuntime().availableProcessors());
        var _ = Vertx.vertx()
                .deployVerticle(() -> hub.new Loop(port), loops)
                .onSuccess(_ -> System.out.println("Listening on: http://0.0.0.0:" + port))
                .onFailure(Throwable::printStackTrace);
    }

    private final class Loop extends AbstractVerticle {

        private final int port;

        Loop(int port) {
            this.port = port;
        }

        @Override
        public void start() {
            var options = new HttpServerOptions()
                    .setPort(port)
                    .setAcceptBacklog(4096)
                    .setPerMessageWebSocketCompressionSupported(false)
                    .setPerFrameWebSocketCompressionSupported(false)
                    .addWebSocketSubProtocol("rostrum.v1");
            var _ = vertx.createHttpServer(options)
                    .requestHandler(BareHub.this::answer)
                    .listen();
        }
    }

    private void answer(HttpServerRequest request) {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            var _ = request.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Content-Encoding", "gzip")
                    .end(Buffer.buffer(snapshot));
            return;
        }
        var channel = ((ConnectionBase) request.connection()).channel();
        var _ = request.toWebSocket().onSuccess(socket -> {
            var encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
            members.computeIfAbsent(channel.eventLoop(), _ -> new ArrayList<>()).add(encoder);
            greet(socket);
            socket.closeHandler(_ -> members.get(channel.eventLoop()).remove(encoder));
            socket.textMessageHandler(_ -> broadcast());
        });
    }

    private void greet(ServerWebSocket socket) {
        var _ = socket.writeTextMessage("{\"type\":\"hello\"," + POSITION.formatted(seq.get()) + "}");
    }

    private byte[] snapshot(long at) {
        return gzip("{\"type\":\"snapshot\",\"audience\":\"room\"," + POSITION.formatted(at) + ",\"padding\":\"" + noise
                + "\"}");
    }

    private void broadcast() {
        long at = seq.incrementAndGet();
        var text = padded("{\"type\":\"frame\",\"seq\":" + at + ",\"prev\":" + (at - 1), frameBytes);
        var frame = webSocketFrame(text);
        members.forEach((loop, encoders) -> loop.execute(() -> {
            for (var encoder : encoders) {
                var _ = encoder.write(frame.duplicate());
                encoder.flush();
            }
        }));
        snapshot = snapshot(at);
    }

    /// Unpooled and unreleasable: what is written is a duplicate, and the collector takes it when all have it.
    private static ByteBuf webSocketFrame(byte[] text) {
        var frame = Unpooled.directBuffer(text.length + 4).writeByte(0x81);
        if (text.length < 126) {
            frame.writeByte(text.length);
        } else {
            frame.writeByte(126).writeShort(text.length);
        }
        return Unpooled.unreleasableBuffer(frame.writeBytes(text));
    }

    /// An object of so many bytes that begins with these fields.
    private static byte[] padded(String fields, int bytes) {
        var start = fields + ",\"padding\":\"";
        return (start + "x".repeat(Math.max(0, bytes - start.length() - 2)) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Hexadecimal digits that pack to about so many bytes: two to a byte.
    private static String noise(int packedBytes) {
        var bytes = new byte[packedBytes];
        new Random(1).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] gzip(String text) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
