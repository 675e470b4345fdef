package org.rostrum.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way of a request through proxies, of which each puts the address that it was reached from at the end of
/// `X-Forwarded-For`. What stands before the first address that is none of a trusted proxy's may be anybody's
/// invention.
///
/// @param trusted networks of trusted proxies
record Hops(List<Block> trusted) {

    private static final int BITS_OF_BYTE = 8;

    /// Addresses that begin with the same bits.
    record Block(InetAddress start, int bits) {

        /// Nothing where the text is neither an address nor a network, such as a name.
        static Optional<Block> parse(String text) {
            int slash = text.indexOf('/');
            return literal(slash < 0 ? text : text.substring(0, slash)).flatMap(start -> {
                int most = start.getAddress().length * BITS_OF_BYTE;
                if (slash < 0) {
                    return Optional.of(new Block(start, most));
                }
                try {
                    int bits = Integer.parseInt(text.substring(slash + 1));
                    return bits < 0 || bits > most ? Optional.empty() : Optional.of(new Block(start, bits));
                } catch (NumberFormatException _) {
                    return Optional.empty();
                }
            });
        }

        boolean has(InetAddress address) {
            var own = start.getAddress();
            var other = address.getAddress();
            if (own.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % BITS_OF_BYTE;
                if (((own[bit / BITS_OF_BYTE] ^ other[bit / BITS_OF_BYTE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Those through these proxies.
    ///
    /// @param proxies addresses and networks; names are left out, for nothing is looked up
    static Hops through(List<String> proxies) {
        return new Hops(proxies.stream()
                .map(proxy -> Block.parse(proxy.strip()))
                .flatMap(Optional::stream)
                .toList());
    }

    /// The address that is furthest away and told by somebody who is trusted.
    ///
    /// @param peer whom the connection comes from, who is trusted
    /// @param forwarded the header's values, in their order
    String client(String peer, List<String> forwarded) {
        var told = new ArrayList<String>();
        for (var value : forwarded) {
            told.addAll(List.of(value.split(",", -1)));
        }
        var client = peer;
        for (var entry : told.reversed()) {
            var address = literal(withoutPort(entry.strip())).orElse(null);
            if (address == null) {
                // whoever told it does not know either
                return client;
            }
            client = address.getHostAddress();
            if (!isTrusted(address)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(block -> block.has(address));
    }

    /// Some balancers tell the port too, and RFC 3986 puts an IPv6 address in brackets.
    private static String withoutPort(String entry) {
        if (entry.startsWith("[")) {
            int end = entry.indexOf(']');
            return end < 0 ? entry : entry.substring(1, end);
        }
        int colon = entry.indexOf(':');
        return colon >= 0 && colon == entry.lastIndexOf(':') ? entry.substring(0, colon) : entry;
    }

    private static Optional<InetAddress> literal(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
