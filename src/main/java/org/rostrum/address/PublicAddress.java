package org.rostrum.address;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Where this installation is reached. Thread-safe; the machine's addresses are looked up anew each time, because
/// laptops change networks.
@Singleton
public class PublicAddress {

    private final Optional<URI> configured;
    private final IntSupplier port;

    /// The port is asked for at each use: where the system chooses it, it is known only once the server listens.
    @Inject
    PublicAddress(AddressConfig config, @ConfigProperty(name = "quarkus.http.port") Provider<Integer> port) {
        this(config.publicUrl(), port::get);
    }

    /// An address outside the server, for commands at the console.
    ///
    /// @param port the port on which the server listens
    public PublicAddress(Optional<URI> configured, IntSupplier port) {
        configured.ifPresent(PublicAddress::requireWellFormed);
        this.configured = configured;
        this.port = port;
    }

    /// Scheme, host and port that links bear: as configured, else this machine in the local network, else localhost.
    public URI base() {
        return configured.orElseGet(() -> at(LocalNetwork.address().orElse("localhost")));
    }

    /// The address of a page.
    ///
    /// @param path absolute, with query or fragment where wanted
    public URI of(String path) {
        return base().resolve(path);
    }

    /// Whether links are to be followed over TLS.
    public boolean isSecure() {
        return configured
                .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
                .isPresent();
    }

    /// The addresses to try, for the person at the console, best first.
    public List<URI> addresses() {
        var all = new LinkedHashSet<URI>();
        all.add(base());
        all.add(at("localhost"));
        LocalNetwork.address().map(this::at).ifPresent(all::add);
        return List.copyOf(all);
    }

    /// The origins our own pages may have.
    public Set<Origin> origins() {
        var origins = new HashSet<Origin>();
        configured.flatMap(Origin::of).ifPresent(origins::add);
        Stream.concat(Stream.of("localhost", "127.0.0.1", "[::1]"), LocalNetwork.addresses().stream())
                .map(this::at)
                .flatMap(address -> Origin.of(address).stream())
                .forEach(origins::add);
        return Set.copyOf(origins);
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
