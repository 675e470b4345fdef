package org.rostrum.web;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.rostrum.pace.Network;

/// Takes in network connections before any byte of them is read, and gives each request so long to come. So many may be
/// open from one network, and so many in all that descriptors are left for the database and for files. Where it is
/// full, the connection that has rested longest gives way: of the same network, or of the one that has most.
///
/// It stands on the server's own channels, which Vert.x has no public way to: they are found by their ports among those
/// of the loop that accepts. Those who watch the server have a port of their own, and are not counted. Any thread.
@Singleton
class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class);

    private static final String HANDLER = "rostrum-admission";

    /// Before every other filter.
    private static final int PRIORITY = 400;

    private static final int REFUSED_FROM = 400;

    /// Browsers ask for pages by connections of their own.
    private static final int OPEN_PER_SESSION_CONNECTION = 2;

    private static final long HTTP_2_CANCEL = 8;

    /// Kept for the database's connections, for files and for what the JVM opens itself.
    private static final int DESCRIPTORS_KEPT = 200;

    /// What a proxy holds, whose clients' addresses are not known before their requests are read.
    private static final Network PROXY = Network.of("proxy");

    private final Vertx vertx;
    private final AdmissionConfig config;
    private final boolean proxied;
    private final int most;

    /// Guarded by this.
    private final Map<Network, Crowd> crowds = new HashMap<>();

    /// Guarded by this.
    private int open;

    /// The open connections of one network, the oldest first in both.
    private static final class Crowd {

        private final SequencedSet<OpenConnection> resting = new LinkedHashSet<>();
        private final SequencedSet<OpenConnection> served = new LinkedHashSet<>();

        int size() {
            return resting.size() + served.size();
        }
    }

    Admission(
            Vertx vertx,
            AdmissionConfig config,
            @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
                    boolean proxied) {
        this.vertx = vertx;
        this.config = config;
        this.proxied = proxied;
        this.most = connectionsMost();
    }

    /// Four of five descriptors that this process may have, and always some.
    private static int connectionsMost() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
            return Integer.MAX_VALUE;
        }
        long descriptors = Math.min(unix.getMaxFileDescriptorCount(), Integer.MAX_VALUE);
        return (int) Math.max(DESCRIPTORS_KEPT / 2, descriptors * 4 / 5 - DESCRIPTORS_KEPT);
    }

    void begin(@ObservesAsync HttpServerStart start) {
        standAtTheServers(start.options());
    }

    void beginSecurely(@ObservesAsync HttpsServerStart start) {
        standAtTheServers(start.options());
    }

    private void standAtTheServers(HttpServerOptions options) {
        for (var executor : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> {
                    var channels = new ArrayList<Channel>();
                    loop.registeredChannelsIterator().forEachRemaining(channels::add);
                    channels.stream()
                            .filter(channel -> isServer(channel, options.getPort()))
                            .forEach(this::standAt);
                });
            } else {
                LOG.warnf("connections are not limited: %s", executor.getClass());
            }
        }
    }

    /// @param port none above 0 where any would do
    private static boolean isServer(Channel channel, int port) {
        return channel instanceof ServerChannel
                && (port <= 0
                        || (channel.localAddress() instanceof InetSocketAddress address && address.getPort() == port));
    }

    private void standAt(Channel server) {
        var present = server.pipeline().get(HANDLER);
        if (present == null) {
            server.pipeline().addFirst(HANDLER, new Acceptor());
        } else {
            // of this server before it was reloaded
            server.pipeline().replace(present, HANDLER, new Acceptor());
        }
    }

    /// Sees each connection as a message, before it has a loop.
    @Sharable
    private final class Acceptor extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel channel && !admit(channel)) {
                channel.unsafe().closeForcibly();
            } else {
                context.fireChannelRead(message);
            }
        }
    }

    private boolean admit(Channel channel) {
        var network = !proxied && channel.remoteAddress() instanceof InetSocketAddress address
                ? Network.of(address.getAddress().getHostAddress())
                : PROXY;
        var connection = new OpenConnection(this, network, channel, config.requestTime());
        if (!makeRoom(network)) {
            return false;
        }
        channel.pipeline().addFirst(HANDLER, connection);
        add(connection);
        channel.closeFuture().addListener(_ -> forget(connection));
        return true;
    }

    /// @return whether there is room, perhaps because another one gave way
    private synchronized boolean makeRoom(Network network) {
        var own = crowds.get(network);
        if (own != null && !proxied && own.size() >= OPEN_PER_SESSION_CONNECTION * config.connectionsPerAddress()) {
            return letGo(own.resting.isEmpty() ? null : own.resting.getFirst());
        }
        if (open < most) {
            return true;
        }
        var largest = crowds.values().stream()
                .max(Comparator.comparingInt(Crowd::size))
                .orElseThrow();
        if (!largest.resting.isEmpty()) {
            return letGo(largest.resting.getFirst());
        }
        return letGo(largest == own ? null : largest.served.getLast());
    }

    private boolean letGo(@Nullable OpenConnection connection) {
        if (connection == null) {
            return false;
        }
        forget(connection);
        connection.close();
        return true;
    }

    private synchronized void add(OpenConnection connection) {
        crowds.computeIfAbsent(connection.network(), _ -> new Crowd()).resting.add(connection);
        open++;
    }

    /// Harmless when repeated.
    private synchronized void forget(OpenConnection connection) {
        var crowd = crowds.get(connection.network());
        if (crowd != null && (crowd.resting.remove(connection) || crowd.served.remove(connection))) {
            open--;
            if (crowd.size() == 0) {
                crowds.remove(connection.network());
            }
        }
    }

    synchronized void serves(OpenConnection connection) {
        var crowd = crowds.get(connection.network());
        if (crowd != null && crowd.resting.remove(connection)) {
            crowd.served.add(connection);
        }
    }

    synchronized void rests(OpenConnection connection) {
        var crowd = crowds.get(connection.network());
        if (crowd != null && crowd.served.remove(connection)) {
            crowd.resting.add(connection);
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::meet, PRIORITY);
    }

    private void meet(RoutingContext exchange) {
        var request = exchange.request();
        if (request.connection() instanceof ConnectionBase connection
                && connection.channel().pipeline().get(HANDLER) instanceof OpenConnection own) {
            own.serve(request.version() == HttpVersion.HTTP_2);
            boolean wantsSocket = request.headers().contains(HttpHeaders.UPGRADE);
            exchange.addEndHandler(_ -> {
                // a socket is served until it ends
                if (!wantsSocket || exchange.response().getStatusCode() >= REFUSED_FROM) {
                    own.rest();
                }
            });
        }
        if (hasBody(request)) {
            var timer = vertx.setTimer(config.requestTime().toMillis(), _ -> cutOff(request));
            request.end().onComplete(_ -> vertx.cancelTimer(timer));
        }
        exchange.next();
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(HTTP_2_CANCEL);
        } else {
            var _ = request.connection().close();
        }
    }
}
