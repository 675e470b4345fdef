package org.rostrum.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A secret of the installation, known to each of its servers and nobody else.
final class SigningSecret {

    /// Of the 32 bytes of an HMAC-SHA-256; half of them would do (RFC 2104, section 5).
    static final int MAC_BYTES = 24;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;

    private final int generation;
    private final byte[] bytes;
    private final Instant madeAt;

    /// @param generation grows with each that is made
    /// @param madeAt by the clock of who made it
    SigningSecret(int generation, byte[] bytes, Instant madeAt) {
        this.generation = generation;
        this.bytes = bytes.clone();
        this.madeAt = madeAt;
    }

    static SigningSecret random(int generation, RandomGenerator random, Instant now) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return new SigningSecret(generation, bytes, now);
    }

    byte[] sign(byte[] message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            return Arrays.copyOf(mac.doFinal(message), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /// In a time that does not depend on how much of the signature is right.
    boolean hasSigned(byte[] message, byte[] signature) {
        return MessageDigest.isEqual(sign(message), signature);
    }

    int generation() {
        return generation;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    Instant madeAt() {
        return madeAt;
    }
}
