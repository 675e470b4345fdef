package org.rostrum.identity;

import java.util.regex.Pattern;

/// A viewer's browser, known by the SHA-256 of its random participant key (64 lower-case hexadecimal digits); the
/// key itself stays in the cookie.
public record Participant(String keyHash) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public Participant {
        if (!SHA_256.matcher(keyHash).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal");
        }
    }
}
