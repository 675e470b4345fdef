package org.rostrum.address;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// The origin of a page (RFC 6454): scheme, host and port, with the scheme's own port spelt out, in lower case.
public record Origin(String scheme, String host, int port) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int HIGHEST_PORT = 65_535;

    /// Reads an `Origin` header or the beginning of an address; empty where it is neither (`null`, other schemes, or
    /// somebody's attempt).
    public static Optional<Origin> parse(String text) {
        try {
            return of(new URI(text));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// The origin of an address.
    public static Optional<Origin> of(URI address) {
        var scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getPort() > HIGHEST_PORT
                || !(scheme.equals("http") || scheme.equals("https"))) {
            return Optional.empty();
        }
        int usual = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        return Optional.of(new Origin(
                scheme, address.getHost().toLowerCase(Locale.ROOT), address.getPort() < 0 ? usual : address.getPort()));
    }

    /// Whether a `Host` header names this origin's host and port. The header has no scheme, and behind a proxy the
    /// server does not know the browser's: a missing port may mean either scheme's.
    public boolean isAt(String hostHeader) {
        return parse(scheme + "://" + hostHeader).filter(this::equals).isPresent();
    }
}
