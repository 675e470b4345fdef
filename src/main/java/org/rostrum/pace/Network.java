package org.rostrum.pace;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/// The network somebody comes from, which can be counted and not read: an IPv4 address, or the first 64 bits of an
/// IPv6 address, which is the least that a household is given (RFC 6177) and all of which one machine may use. An IPv4
/// address written as IPv6 (RFC 4291, 2.5.5.2) is the IPv4 address.
///
/// The value is half of a SHA-256 under a salt that lives as long as this process.
public record Network(long high, long low) {

    private static final int PREFIX_BYTES = 8;
    private static final byte[] SALT = new byte[32];

    static {
        new SecureRandom().nextBytes(SALT);
    }

    /// The network of an address as a socket or a proxy names it. Whatever is no address is a network of its own; no
    /// name is looked up.
    public static Network of(String address) {
        return hashOf(prefix(address));
    }

    /// The bytes of the network itself, for whoever makes something of them that cannot be read.
    public static byte[] prefix(String address) {
        try {
            var zone = address.indexOf('%');
            var literal = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
            return literal instanceof Inet6Address
                    ? Arrays.copyOf(literal.getAddress(), PREFIX_BYTES)
                    : literal.getAddress();
        } catch (IllegalArgumentException _) {
            return address.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Network hashOf(byte[] prefix) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(SALT);
            var hash = ByteBuffer.wrap(sha.digest(prefix));
            return new Network(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
