package org.rostrum.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One simulated browser's socket, as light as one can be: it reads a message's type and position where the
/// protocol puts them and parses nothing else, so that the load takes little of the processors it shares with the
/// server. Its fields belong to its channel's loop.
final class Viewer extends ByteToMessageDecoder {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final byte[] HANDSHAKE_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);

    /// A pong without content, masked with zeros.
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

    /// Where a message's type begins: after `{"type":"`.
    private static final int TYPE = 9;

    private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PREV = "\"prev\":".getBytes(StandardCharsets.US_ASCII);

    private final int index;
    private final String request;
    private final Ear ear;
    private @Nullable ChannelHandlerContext context;
    private boolean upgraded;
    private boolean lost;
    private long seq;
    private int closeCode;

    /// What a crowd wants to know of its viewers. Called on the viewer's loop; the text is only good for the call.
    interface Ear {

        void heard(Viewer viewer, Kind kind, ByteBuf text);

        /// A frame did not follow on what came before.
        void gap(Viewer viewer);

        /// The connection ended.
        ///
        /// @param code the close code; 0 where none came
        void ended(Viewer viewer, int code);
    }

    /// The types of messages that a viewer tells apart.
    enum Kind {
        HELLO,
        FRAME,
        ACK,
        NACK,
        RETRY,
        RESYNC,
        OTHER
    }

    /// @param request the handshake, whole
    /// @param seq the position of the snapshot held; negative where none is
    Viewer(int index, String request, long seq, Ear ear) {
        this.index = index;
        this.request = request;
        this.seq = seq;
        this.lost = seq < 0;
        this.ear = ear;
    }

    int index() {
        return index;
    }

    /// Sends a text of less than 64 KiB. Any thread.
    void say(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var frame = Unpooled.buffer(bytes.length + 8).writeByte(0x81);
        if (bytes.length < 126) {
            frame.writeByte(0x80 | bytes.length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(bytes.length);
        }
        // the mask is a number of the client's choice, and zero leaves the bytes as they are
        frame.writeInt(0).writeBytes(bytes);
        var _ = Objects.requireNonNull(context, "not connected").writeAndFlush(frame);
    }

    /// Stops reading, or goes on.
    void read(boolean reads) {
        Objects.requireNonNull(context, "not connected").channel().config().setAutoRead(reads);
    }

    /// Ends the connection without a word. Any thread.
    void leave() {
        if (context != null) {
            var _ = context.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext channel) {
        context = channel;
        var _ = channel.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) throws Exception {
        super.channelInactive(channel);
        ear.ended(this, closeCode);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        var _ = channel.close();
    }

    @Override
    protected void decode(ChannelHandlerContext channel, ByteBuf in, List<Object> out) {
        if (!upgraded) {
            int end = find(in, in.readerIndex(), in.writerIndex(), HANDSHAKE_END);
            if (end < 0) {
                return;
            }
            if (find(in, in.readerIndex(), in.readerIndex() + SWITCHING.length, SWITCHING) < 0) {
                throw new IllegalStateException("not upgraded: " + in.toString(StandardCharsets.US_ASCII));
            }
            in.readerIndex(end);
            upgraded = true;
        }
        while (in.isReadable() && frame(channel, in)) {
            // one frame after the other
        }
    }

    private boolean frame(ChannelHandlerContext channel, ByteBuf in) {
        if (in.readableBytes() < 2) {
            return false;
        }
        int start = in.readerIndex();
        int opcode = in.getByte(start) & 0x0F;
        int length = in.getByte(start + 1) & 0x7F;
        int header = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (in.readableBytes() < header) {
            return false;
        }
        if (length == 126) {
            length = in.getUnsignedShort(start + 2);
        } else if (length == 127) {
            length = (int) in.getLong(start + 2);
        }
        if (in.readableBytes() < header + length) {
            return false;
        }
        var payload = in.skipBytes(header).readSlice(length);
        switch (opcode) {
            case TEXT -> hear(payload);
            case PING -> {
                var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(PONG));
            }
            case CLOSE -> {
                closeCode = length < 2 ? 0 : payload.getUnsignedShort(payload.readerIndex());
                var _ = channel.close();
            }
            default -> throw new IllegalStateException("opcode " + opcode);
        }
        return true;
    }

    private void hear(ByteBuf text) {
        var kind = kind(text);
        if (kind == Kind.FRAME) {
            fold(number(text, SEQ), number(text, PREV));
        } else if (kind == Kind.RESYNC) {
            // what follows continues from where this was sent
            lost = true;
        }
        ear.heard(this, kind, text);
    }

    private void fold(long to, long prev) {
        if (!lost && prev > seq) {
            ear.gap(this);
        }
        lost = false;
        seq = Math.max(seq, to);
    }

    private static Kind kind(ByteBuf text) {
        int at = text.readerIndex() + TYPE;
        return switch (text.getByte(at)) {
            case 'h' -> Kind.HELLO;
            case 'f' -> Kind.FRAME;
            case 'a' -> Kind.ACK;
            case 'n' -> Kind.NACK;
            case 'r' -> text.getByte(at + 2) == 't' ? Kind.RETRY : Kind.RESYNC;
            default -> Kind.OTHER;
        };
    }

    private static long number(ByteBuf text, byte[] name) {
        int at = find(text, text.readerIndex(), text.writerIndex(), name);
        if (at < 0) {
            throw new IllegalStateException("a frame without its position: " + text.toString(StandardCharsets.UTF_8));
        }
        long number = 0;
        for (byte digit = text.getByte(at); digit >= '0' && digit <= '9'; digit = text.getByte(++at)) {
            number = number * 10 + digit - '0';
        }
        return number;
    }

    /// Where the first occurrence ends; -1 where there is none.
    private static int find(ByteBuf in, int from, int to, byte[] what) {
        for (int at = from; at <= to - what.length; at++) {
            int matched = 0;
            while (matched < what.length && in.getByte(at + matched) == what[matched]) {
                matched++;
            }
            if (matched == what.length) {
                return at + matched;
            }
        }
        return -1;
    }
}
