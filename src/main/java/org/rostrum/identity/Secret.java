package org.rostrum.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// 128 random bits as 22 characters that cookies and addresses bear unquoted (base64url, RFC 4648 section 5). The
/// server keeps and compares only their SHA-256: at 128 bits nothing slower is needed, for there is nothing to guess.
record Secret(String text) {

    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{21}[AQgw]");

    Secret {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a secret's form");
        }
    }

    static Secret random(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// Reads what somebody sent; empty where it cannot be one.
    static Optional<Secret> parse(String sent) {
        return FORM.matcher(sent).matches() ? Optional.of(new Secret(sent)) : Optional.empty();
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
