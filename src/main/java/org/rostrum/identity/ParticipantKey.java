package org.rostrum.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// A participant's key as cookies bear it: 64 characters (base64url, RFC 4648 section 5) of 48 bytes. They are 2 bytes
/// of the format's number, 16 random bytes, 4 bytes of the mint time in seconds, unsigned (until 2106), 2 bytes that
/// stand for a network, and the first 24 bytes of an HMAC-SHA-256 over all these. Nothing is stored for it: a key that
/// one of the installation's secrets has not signed is none.
record ParticipantKey(String text) {

    private static final short FORMAT = 1;
    private static final int RANDOM_BYTES = 16;
    private static final int SIGNED_BYTES = 2 + RANDOM_BYTES + 4 + 2;
    private static final int BYTES = SIGNED_BYTES + SigningSecret.MAC_BYTES;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{64}");
    private static final int TIME_AT = 2 + RANDOM_BYTES;

    /// Makes a key and signs it.
    static ParticipantKey mint(RandomGenerator random, Instant now, short network, SigningSecret secret) {
        var nonce = new byte[RANDOM_BYTES];
        random.nextBytes(nonce);
        var bytes = ByteBuffer.allocate(BYTES)
                .putShort(FORMAT)
                .put(nonce)
                .putInt((int) now.getEpochSecond())
                .putShort(network);
        bytes.put(secret.sign(Arrays.copyOf(bytes.array(), SIGNED_BYTES)));
        return new ParticipantKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()));
    }

    /// What somebody sent, if it has the form of a key; whether it is signed is another question.
    static Optional<ParticipantKey> parse(String sent) {
        return FORM.matcher(sent).matches() ? Optional.of(new ParticipantKey(sent)) : Optional.empty();
    }

    /// Whether a secret has signed this key.
    boolean isSignedBy(SigningSecret secret) {
        var bytes = bytes();
        return secret.hasSigned(
                Arrays.copyOf(bytes, SIGNED_BYTES), Arrays.copyOfRange(bytes, SIGNED_BYTES, bytes.length));
    }

    /// Whom the key stands for. Ask only of a signed one.
    Participant participant() {
        var bytes = ByteBuffer.wrap(bytes());
        var minting = new Participant.Minting(
                Instant.ofEpochSecond(Integer.toUnsignedLong(bytes.getInt(TIME_AT))), bytes.getShort(TIME_AT + 4));
        return new Participant(hash(text), minting);
    }

    /// The participant that an unsigned key of an earlier version stood for.
    static Participant former(Secret unsigned) {
        return new Participant(hash(unsigned.text()));
    }

    private byte[] bytes() {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ParticipantKey[…]";
    }
}
