package org.rostrum.address;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Where this installation is reached. Thread-safe; the machine's addresses are looked up anew each time, because
/// laptops change networks.
@Singleton
public class PublicAddress {

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> EVERY_ADDRESS = List.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final Optional<URI> configured;

    /// The one address on which the server listens; empty where it listens on all of this machine's.
    private final Optional<String> bound;

    private final IntSupplier port;

    /// The port is asked for at each use: where the system chooses it, it is known only once the server listens.
    @Inject
    PublicAddress(
            AddressConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") Provider<Integer> port) {
        this(config.publicUrl(), host, port::get);
    }

    /// An address outside the server, for commands at the console.
    ///
    /// @param host the address or name on which the server listens; `0.0.0.0` or `::` for all of the machine's
    /// @param port the port on which the server listens
    public PublicAddress(Optional<URI> configured, String host, IntSupplier port) {
        configured.ifPresent(PublicAddress::requireWellFormed);
        this.configured = configured;
        this.bound = EVERY_ADDRESS.contains(host)
                ? Optional.empty()
                : Optional.of(host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host);
        this.port = port;
    }

    /// Scheme, host and port that links bear: as configured, else the one address on which the server listens, else
    /// this machine in the local network, else localhost.
    public URI base() {
        return configured.orElseGet(() -> at(bound.or(LocalNetwork::address).orElse("localhost")));
    }

    /// The address of a page.
    ///
    /// @param path absolute, with query or fragment where wanted
    public URI of(String path) {
        return base().resolve(path);
    }

    /// The address of a page as seen from a request: where none is configured, the place that the request itself names.
    ///
    /// @param path as for [#of]
    /// @param request the whole address of the request
    public URI ofOrAt(String path, String request) {
        return configured.orElseGet(() -> URI.create(request)).resolve(path);
    }

    /// Whether links are to be followed over TLS.
    public boolean isSecure() {
        return configured
                .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
                .isPresent();
    }

    /// Whether the browser that sent a request came over TLS. Behind a proxy that ends TLS the request itself does not
    /// show it, but its host is the public one.
    ///
    /// @param overTls whether this server's own connection is
    /// @param host the request's `Host` header
    public boolean isReachedSecurely(boolean overTls, @Nullable String host) {
        return overTls
                || (isSecure()
                        && host != null
                        && Origin.of(base()).filter(own -> own.isAt(host)).isPresent());
    }

    /// The addresses to try, for the person at the console, best first: those at which our pages work.
    public List<URI> addresses() {
        var all = new LinkedHashSet<URI>();
        all.add(base());
        if (isOnThisMachine()) {
            if (bound.isEmpty()) {
                all.add(at("localhost"));
            }
            bound.or(LocalNetwork::address).map(this::at).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    /// Whether somebody's page is one of ours. Where a public address is configured that is not this machine's own,
    /// only pages from there are, with its scheme, host and port. Else those are that come from an address of this
    /// machine, or from wherever the request itself went: a name of this machine that only the network knows.
    ///
    /// @param host the request's `Host` header
    public boolean isOurs(Origin sender, @Nullable String host) {
        return origins().contains(sender) || (isOnThisMachine() && host != null && sender.isAt(host));
    }

    private Set<Origin> origins() {
        var origins = new HashSet<Origin>();
        configured.flatMap(Origin::of).ifPresent(origins::add);
        if (isOnThisMachine()) {
            Stream.concat(LOOPBACK.stream(), LocalNetwork.addresses().stream())
                    .map(this::at)
                    .flatMap(address -> Origin.of(address).stream())
                    .forEach(origins::add);
        }
        return origins;
    }

    private boolean isOnThisMachine() {
        return configured
                .map(URI::getHost)
                .map(host -> LOOPBACK.contains(host.toLowerCase(Locale.ROOT))
                        || LocalNetwork.addresses().contains(host))
                .orElse(true);
    }

    private URI at(String host) {
        return URI.create("http://" + host + ":" + port.getAsInt());
    }

    private static void requireWellFormed(URI url) {
        boolean bare = url.getRawPath() == null
                || url.getRawPath().isEmpty()
                || url.getRawPath().equals("/");
        if (Origin.of(url).isEmpty() || !bare || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "rostrum.public-url must be http or https, a host and where needed a port, without a path: " + url);
        }
    }
}
