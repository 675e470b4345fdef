package org.rostrum.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A WebSocket written by hand (RFC 6455), one frame at a time and each as wrong as one likes. Used by one thread.
public final class FrameSocket implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /// The close code of a connection that ended without any.
    public static final int NO_CODE = 1006;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MASK_BYTES = 4;

    private final Socket socket;
    private final DataInputStream in;

    private FrameSocket(Socket socket, DataInputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /// A frame as the server sent it.
    public record Frame(int opcode, ByteBuffer payload) {

        public String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }
    }

    /// Connects and waits for the server's agreement.
    ///
    /// @param headers further lines of the request, each with its end; empty for none
    public static FrameSocket open(URI address, String headers) throws IOException {
        var socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout((int) HttpBrowser.PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        var request = "GET " + address.getRawPath() + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: rostrum.v1\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + headers + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("not upgraded: " + head);
        }
        return new FrameSocket(socket, in);
    }

    /// Sends a frame.
    ///
    /// @param first its first byte: FIN (0x80), the reserved bits and the opcode
    public void send(int first, byte[] payload) throws IOException {
        socket.getOutputStream().write(frame(first, payload));
    }

    public void text(String text) throws IOException {
        send(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends bytes that need be no frame.
    public void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// A masked frame whose mask is zero.
    public static byte[] frame(int first, byte[] payload) {
        var bytes = ByteBuffer.allocate(2 + Long.BYTES + MASK_BYTES + payload.length)
                .put((byte) first);
        if (payload.length < TWO_BYTES) {
            bytes.put((byte) (MASKED | payload.length));
        } else if (payload.length <= 0xffff) {
            bytes.put((byte) (MASKED | TWO_BYTES)).putShort((short) payload.length);
        } else {
            bytes.put((byte) (MASKED | EIGHT_BYTES)).putLong(payload.length);
        }
        bytes.putInt(0).put(payload).flip();
        var frame = new byte[bytes.remaining()];
        bytes.get(frame);
        return frame;
    }

    /// The next frame.
    ///
    /// @throws IOException where the connection ends, or nothing comes for long
    public Frame next() throws IOException {
        int opcode = in.readUnsignedByte() & OPCODE;
        long length = in.readUnsignedByte() & LENGTH;
        if (length == TWO_BYTES) {
            length = in.readUnsignedShort();
        } else if (length == EIGHT_BYTES) {
            length = in.readLong();
        }
        return new Frame(opcode, ByteBuffer.wrap(in.readNBytes(Math.toIntExact(length))));
    }

    /// Reads until the server closes, and says with which code.
    public int closeCode() throws IOException {
        try {
            while (true) {
                var frame = next();
                if (frame.opcode() == CLOSE) {
                    return frame.payload().remaining() < 2
                            ? NO_CODE
                            : frame.payload().getShort(0) & 0xffff;
                }
            }
        } catch (java.io.EOFException | SocketException _) {
            return NO_CODE;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
