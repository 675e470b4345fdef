package org.rostrum.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Counts bytes that pass, and what they come to (SHA-256).
final class Checksum extends OutputStream {

    private final MessageDigest digest = sha256();
    private final OutputStream target;
    private long bytes;

    /// @param target where they go on to; it is not closed with this
    Checksum(OutputStream target) {
        this.target = target;
    }

    /// The checksum of all that is left in a stream.
    static Checksum of(InputStream in) throws IOException {
        var checksum = new Checksum(OutputStream.nullOutputStream());
        in.transferTo(checksum);
        return checksum;
    }

    @Override
    public void write(int one) throws IOException {
        target.write(one);
        digest.update((byte) one);
        bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
        target.write(some, from, length);
        digest.update(some, from, length);
        bytes += length;
    }

    long bytes() {
        return bytes;
    }

    /// To be asked once, at the end.
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
