package org.rostrum.live;

import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.rostrum.address.ClientAddress;
import org.rostrum.hub.ChannelOutlet;
import org.rostrum.hub.Hub;
import org.rostrum.hub.Outlet;
import org.rostrum.hub.Position;
import org.rostrum.hub.SendTextOutlet;
import org.rostrum.identity.Claims;
import org.rostrum.identity.Credentials;
import org.rostrum.identity.SignIn;
import org.rostrum.pace.Network;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ProtocolVersion;

/// The socket of every audience: takes connections to the [Door] and their messages over the [Threshold] to a
/// [Conversation]. Only frames and the life of connections; everything here is quick and runs on event loops.
@WebSocket(path = "/ws/{code}/{audience}", endpointId = LiveSocket.ENDPOINT)
class LiveSocket {

    static final String ENDPOINT = "live";

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);

    private static final UserData.TypedKey<Outlet> OUTLET = new UserData.TypedKey<>("outlet");
    private static final UserData.TypedKey<String> ADDRESS = new UserData.TypedKey<>("address");
    private static final UserData.TypedKey<Supplier<Optional<Claims>>> CLAIMS = new UserData.TypedKey<>("claims");
    private static final UserData.TypedKey<Threshold> THRESHOLD = new UserData.TypedKey<>("threshold");

    private final Door door;
    private final Commands commands;
    private final Hub hub;

    LiveSocket(Door door, Commands commands, Hub hub) {
        this.door = door;
        this.commands = commands;
        this.hub = hub;
    }

    /// Takes the request's channel before the upgrade, after which it cannot be had, and where staff are expected the
    /// identity provider's word of who this is.
    @ApplicationScoped
    static class Upgrade implements HttpUpgradeCheck {

        private static final long UNDEFINED_AGE = Long.MIN_VALUE;

        private final Hub hub;
        private final SignIn signIn;
        private final ClientAddress clients;

        Upgrade(Hub hub, SignIn signIn, ClientAddress clients) {
            this.hub = hub;
            this.signIn = signIn;
            this.clients = clients;
        }

        @Override
        public boolean appliesTo(String endpointId) {
            return endpointId.equals(ENDPOINT);
        }

        @Override
        public Uni<CheckResult> perform(HttpUpgradeContext context) {
            var request = context.httpRequest();
            ChannelOutlet.of(request, hub)
                    .ifPresent(outlet -> context.userData().put(OUTLET, outlet));
            context.userData().put(ADDRESS, clients.of(request));
            boolean forStaff = Audience.ofWire(context.pathParam("audience"))
                    .filter(audience -> !audience.isOpen())
                    .isPresent();
            if (!forStaff || !signIn.isOn()) {
                return CheckResult.permitUpgrade();
            }
            return context.securityIdentity().flatMap(identity -> {
                context.userData()
                        .put(CLAIMS, () -> Optional.ofNullable(identity).flatMap(signIn::claims));
                return CheckResult.permitUpgrade(Map.of("Set-Cookie", cookiesSet(request)));
            });
        }

        /// A session renewed by looking at it comes with a new cookie, which an upgrade's answer would leave out. The
        /// request's own cookies have no age.
        private static List<String> cookiesSet(HttpServerRequest request) {
            return request.cookies().stream()
                    .filter(cookie -> cookie.getMaxAge() != UNDEFINED_AGE)
                    .map(Cookie::encode)
                    .toList();
        }
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection, HandshakeRequest handshake) {
        var outlet = Optional.ofNullable(connection.userData().get(OUTLET))
                .orElseGet(() -> new SendTextOutlet(
                        connection,
                        Objects.requireNonNull(Vertx.currentContext()),
                        hub.config().connection()));
        connection.userData().put(OUTLET, outlet);
        if (!ProtocolVersion.V1.isOffered(subprotocols(handshake))) {
            Door.turnAway(outlet, CloseCode.PROTOCOL_VERSION);
            return;
        }
        var query = query(handshake.query());
        var claims = Optional.ofNullable(connection.userData().get(CLAIMS)).orElse(Optional::empty);
        var visit = new Door.Visit(
                connection.pathParam("code"),
                connection.pathParam("audience"),
                new Credentials(
                        Optional.ofNullable(handshake.headers().get("cookie")).orElse(List.of()), claims),
                Position.parse(query.get("epoch"), query.get("seq"), query.get("tag")),
                Network.of(
                        Optional.ofNullable(connection.userData().get(ADDRESS)).orElse("")));
        var threshold = new Threshold(hub.config().connection().maxInFlight());
        connection.userData().put(THRESHOLD, threshold);
        Thread.ofVirtual().name("door").start(() -> {
            var entry = door.open(visit, outlet);
            outlet.loop()
                    .execute(() -> threshold.cross(entry.map(joined -> new Conversation(door, joined, commands))
                            .orElse(null)));
        });
    }

    private static List<String> subprotocols(HandshakeRequest handshake) {
        return Optional.ofNullable(handshake.headers().get("sec-websocket-protocol")).orElse(List.of()).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    @OnTextMessage
    @NonBlocking
    void hear(WebSocketConnection connection, String text) {
        with(connection, threshold -> threshold.hear(text));
    }

    /// The protocol is text. Without this method what is binary would be dropped unnamed.
    @OnBinaryMessage
    @NonBlocking
    void hear(WebSocketConnection connection, Buffer binary) {
        with(connection, Threshold::hearNoText);
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        if (connection.userData().get(OUTLET) instanceof SendTextOutlet outlet) {
            outlet.ended();
        }
        with(connection, Threshold::leave);
    }

    @OnError
    @NonBlocking
    void fail(WebSocketConnection connection, Throwable fault) {
        LOG.debugf(fault, "a connection failed");
        with(connection, Threshold::leave);
    }

    private static void with(WebSocketConnection connection, Consumer<Threshold> action) {
        var threshold = connection.userData().get(THRESHOLD);
        if (threshold != null) {
            action.accept(threshold);
        }
    }

    private static Map<String, String> query(@Nullable String query) {
        var parameters = new HashMap<String, String>();
        if (query == null) {
            return parameters;
        }
        for (var pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /// What is encoded wrongly stands for nothing: no parameter's value has a percent sign.
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
