package org.rostrum.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.ServerMessage;

/// A message encoded once, for any number of connections. Immutable; any thread may use it.
///
/// A shared one keeps its complete WebSocket frame in a direct buffer that every connection writes from. That
/// memory is the collector's: nobody need count references to it, and a connection that dies in the middle of a
/// write leaks nothing.
public final class Encoded {

    /// FIN and opcode 1, a whole text message in one frame (RFC 6455 section 5.2). A server's frames are not
    /// masked.
    private static final int WHOLE_TEXT = 0x81;

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Class<? extends ServerMessage> kind;
    private final byte[] json;
    private final boolean shared;
    private volatile @Nullable ByteBuf frame;
    private volatile @Nullable String text;

    private Encoded(ServerMessage message, boolean shared) {
        this.kind = message.getClass();
        this.json = message.encode();
        this.shared = shared;
    }

    /// A message for many connections.
    public static Encoded shared(ServerMessage message) {
        return new Encoded(message, true);
    }

    /// A message for one connection.
    public static Encoded personal(ServerMessage message) {
        return new Encoded(message, false);
    }

    /// What sort of message it is: of a state, only the newest of each kind is worth sending.
    public Class<? extends ServerMessage> kind() {
        return kind;
    }

    /// The length of the JSON in bytes.
    public int size() {
        return json.length;
    }

    /// The JSON as text.
    public String text() {
        var made = text;
        if (made == null) {
            made = new String(json, StandardCharsets.UTF_8);
            if (shared) {
                text = made;
            }
        }
        return made;
    }

    /// The complete WebSocket frame, header and payload, in a buffer of the caller's own to write and release.
    ByteBuf webSocketFrame() {
        if (!shared) {
            return Unpooled.wrappedBuffer(framed(ByteBuffer::allocate));
        }
        var made = frame;
        if (made == null) {
            synchronized (this) {
                made = frame;
                if (made == null) {
                    made = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(framed(ByteBuffer::allocateDirect)));
                    frame = made;
                }
            }
        }
        return made.duplicate();
    }

    /// The same as one server-sent event. JSON has no line break outside its strings and none unescaped in
    /// them, so that one `data:` line holds it.
    byte[] serverSentEvent() {
        return ByteBuffer.allocate(DATA.length + json.length + END_OF_EVENT.length)
                .put(DATA)
                .put(json)
                .put(END_OF_EVENT)
                .array();
    }

    private ByteBuffer framed(IntFunction<ByteBuffer> memory) {
        var header = header(json.length);
        return memory.apply(header.length + json.length).put(header).put(json).flip();
    }

    private static byte[] header(int length) {
        if (length < 126) {
            return new byte[] {(byte) WHOLE_TEXT, (byte) length};
        }
        if (length < 1 << 16) {
            return new byte[] {(byte) WHOLE_TEXT, 126, (byte) (length >> 8), (byte) length};
        }
        return ByteBuffer.allocate(10)
                .put((byte) WHOLE_TEXT)
                .put((byte) 127)
                .putLong(length)
                .array();
    }

    @Override
    public String toString() {
        return text();
    }
}
