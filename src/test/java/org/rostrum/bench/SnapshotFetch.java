package org.rostrum.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Fetches a snapshot over a connection that ends with it, unpacks it as a browser must, and tells its position.
final class SnapshotFetch extends ChannelInboundHandlerAdapter {

    private static final Pattern POSITION =
            Pattern.compile("\"epoch\":\"([0-9a-f-]+)\",\"seq\":(\\d+)(?:,\"tag\":\"([0-9a-f]+)\")?");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final String request;
    private final Position position;
    private final ByteBuf heard = Unpooled.buffer(4096);

    /// What a snapshot says of where it is, also as the socket's address bears it.
    interface Position {

        void is(String query, long seq);
    }

    SnapshotFetch(String request, Position position) {
        this.request = request;
        this.position = position;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var _ = context.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        heard.writeBytes(bytes);
        bytes.release();
        var text = heard.toString(StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n") + 4;
        var length = LENGTH.matcher(text);
        if (body < 4 || !length.find() || heard.readableBytes() < body + Integer.parseInt(length.group(1))) {
            return;
        }
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IllegalStateException(text);
        }
        var json = unpacked(heard.array(), body, Integer.parseInt(length.group(1)));
        var found = POSITION.matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("a snapshot without a position: " + json);
        }
        var tag = found.group(3);
        var query = "epoch=" + found.group(1) + "&seq=" + found.group(2) + (tag == null ? "" : "&tag=" + tag);
        position.is(query, Long.parseLong(found.group(2)));
        var _ = context.close();
    }

    private static String unpacked(byte[] array, int from, int length) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(array, from, length), 8192)) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
