package org.rostrum.address;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;

/// Where a request comes from, for limits to count by. Behind trusted proxies it is what the furthest of them tells;
/// Quarkus's own answer would be the first entry of the list, which the client itself may have written. Any thread.
@Singleton
public class ClientAddress {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /// Set by Quarkus, whatever the client sent: whether the connection comes from a trusted proxy.
    private static final String FROM_TRUSTED_PROXY = "X-Forwarded-Trusted-Proxy";

    private final boolean proxied;
    private final Hops hops;

    ClientAddress(ForwardingConfig config) {
        this.proxied = config.proxyAddressForwarding();
        this.hops = Hops.through(config.trustedProxies().orElse(List.of()));
    }

    /// An address, or nothing at all where the connection has none.
    public String of(HttpServerRequest request) {
        var remote = request.connection().remoteAddress();
        var peer = remote == null || remote.hostAddress() == null ? "" : remote.hostAddress();
        return proxied && Boolean.parseBoolean(request.getHeader(FROM_TRUSTED_PROXY))
                ? hops.client(peer, request.headers().getAll(FORWARDED_FOR))
                : peer;
    }
}
