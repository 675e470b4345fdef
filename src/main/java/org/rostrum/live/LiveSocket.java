package org.rostrum.live;

import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.HttpUpgradeCheck;
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
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.ChannelOutlet;
import org.rostrum.hub.Hub;
import org.rostrum.hub.Outlet;
import org.rostrum.hub.Position;
import org.rostrum.hub.SendTextOutlet;

/// The socket of every audience: takes connections to the [Door] and their messages to a [Conversation]. Only
/// frames and the life of connections; everything here is quick and runs on event loops.
@WebSocket(path = "/ws/{code}/{audience}")
class LiveSocket {

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);

    private static final UserData.TypedKey<Outlet> OUTLET = new UserData.TypedKey<>("outlet");
    private static final UserData.TypedKey<String> ADDRESS = new UserData.TypedKey<>("address");
    private static final UserData.TypedKey<CompletableFuture<Optional<Conversation>>> CONVERSATION =
            new UserData.TypedKey<>("conversation");

    private final Door door;
    private final Commands commands;
    private final Hub hub;

    LiveSocket(Door door, Commands commands, Hub hub) {
        this.door = door;
        this.commands = commands;
        this.hub = hub;
    }

    /// Takes the request's channel before the upgrade, after which it cannot be had.
    @ApplicationScoped
    static class Upgrade implements HttpUpgradeCheck {

        private final Hub hub;

        Upgrade(Hub hub) {
            this.hub = hub;
        }

        @Override
        public Uni<CheckResult> perform(HttpUpgradeContext context) {
            var request = context.httpRequest();
            ChannelOutlet.of(request, hub.config().connection())
                    .ifPresent(outlet -> context.userData().put(OUTLET, outlet));
            var address = request.remoteAddress();
            context.userData().put(ADDRESS, address == null ? "" : address.hostAddress());
            return CheckResult.permitUpgrade();
        }
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection, HandshakeRequest handshake) {
        var query = query(handshake.query());
        var visit = new Door.Visit(
                connection.pathParam("code"),
                connection.pathParam("audience"),
                Optional.ofNullable(handshake.headers().get("cookie")).orElse(List.of()),
                Position.parse(query.get("epoch"), query.get("seq")),
                AddressHash.of(
                        Optional.ofNullable(connection.userData().get(ADDRESS)).orElse("")));
        var outlet = Optional.ofNullable(connection.userData().get(OUTLET))
                .orElseGet(() -> new SendTextOutlet(
                        connection,
                        Objects.requireNonNull(Vertx.currentContext()),
                        hub.config().connection()));
        var opened = new CompletableFuture<Optional<Conversation>>();
        connection.userData().put(CONVERSATION, opened);
        Thread.ofVirtual().name("door").start(() -> enter(visit, outlet, opened));
    }

    private void enter(Door.Visit visit, Outlet outlet, CompletableFuture<Optional<Conversation>> opened) {
        try {
            opened.complete(door.open(visit, outlet).map(entry -> new Conversation(entry, commands)));
        } catch (RuntimeException e) {
            LOG.error("a connection could not be let in", e);
            opened.complete(Optional.empty());
        }
    }

    @OnTextMessage
    @NonBlocking
    void hear(WebSocketConnection connection, String text) {
        with(connection, conversation -> conversation.hear(text));
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        with(connection, Conversation::end);
    }

    @OnError
    @NonBlocking
    void fail(WebSocketConnection connection, Throwable fault) {
        LOG.debugf(fault, "a connection failed");
        with(connection, Conversation::end);
    }

    private static void with(WebSocketConnection connection, Consumer<Conversation> action) {
        var opened = connection.userData().get(CONVERSATION);
        if (opened != null) {
            var _ = opened.thenAccept(conversation -> conversation.ifPresent(action));
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
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
