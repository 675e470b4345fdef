package org.rostrum.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What a journal comes to at one of its entries: SHA-256 over the digest at the entry before it and the entry
/// as it is stored, in 64 lower-case hexadecimal digits. Two journals with the same digest somewhere are the
/// same up to there.
public record Digest(String hex) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /// Before the first entry.
    public static final Digest NONE = new Digest("0".repeat(64));

    /// Enough to tell two histories apart, which nobody chooses; few enough to go with every message.
    private static final int TAG_DIGITS = 16;

    public Digest {
        if (!SHA_256.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal");
        }
    }

    static Digest of(byte[] stored) {
        return new Digest(HexFormat.of().formatHex(stored));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /// The part of it that a position bears: 16 hexadecimal digits.
    public String tag() {
        return hex.substring(0, TAG_DIGITS);
    }

    /// The digest at the entry that follows. `V009__digests.sql` says the same in SQL.
    Digest at(long seq, Instant at, String actor, String kind, String payload) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(bytes());
            sha.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(seq)
                    .putLong(at.toEpochMilli())
                    .flip());
            // each with its length, so that no two entries come to the same bytes
            addWithLength(sha, actor);
            addWithLength(sha, kind);
            sha.update(payload.getBytes(StandardCharsets.UTF_8));
            return of(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void addWithLength(MessageDigest sha, String word) {
        var bytes = word.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha.update(bytes);
    }
}
