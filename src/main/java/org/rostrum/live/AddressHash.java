package org.rostrum.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// A network address that can be counted and not read: SHA-256 under a salt that lives as long as this process.
record AddressHash(String value) {

    private static final byte[] SALT = new byte[32];

    static {
        new SecureRandom().nextBytes(SALT);
    }

    static AddressHash of(String address) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(SALT);
            return new AddressHash(HexFormat.of().formatHex(sha.digest(address.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
