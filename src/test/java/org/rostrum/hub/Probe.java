package org.rostrum.hub;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Endpoints for the tests of outlets: each connection goes to whoever waits for its name.
final class Probe {

    static final String PATH = "/test/hub/";

    /// Takes the outlet of the connection that names it, and hears what that says and when it ends.
    interface Guest extends Consumer<Outlet> {
        default void said(String text) {}

        default void left() {}
    }

    private static final UserData.TypedKey<ChannelOutlet> OUTLET =
            new UserData.TypedKey<>("org.rostrum.hub.ChannelOutlet");
    private static final UserData.TypedKey<SendTextOutlet> SEND_TEXT =
            new UserData.TypedKey<>("org.rostrum.hub.SendTextOutlet");
    private static final UserData.TypedKey<Guest> GUEST = new UserData.TypedKey<>("org.rostrum.hub.Probe.Guest");
    private static final Map<String, Guest> GUESTS = new ConcurrentHashMap<>();

    private Probe() {}

    static void expect(String name, Guest guest) {
        GUESTS.put(name, guest);
    }

    @Singleton
    static final class Check implements HttpUpgradeCheck {

        private final Hub hub;

        Check(Hub hub) {
            this.hub = hub;
        }

        @Override
        public boolean appliesTo(String endpointId) {
            return endpointId.equals("probe");
        }

        @Override
        public Uni<CheckResult> perform(HttpUpgradeContext context) {
            ChannelOutlet.of(context.httpRequest(), hub)
                    .ifPresent(outlet -> context.userData().put(OUTLET, outlet));
            return CheckResult.permitUpgrade();
        }
    }

    @WebSocket(path = PATH + "{kind}/{name}", endpointId = "probe")
    static class Socket {

        private final HubConfig config;
        private final Vertx vertx;

        Socket(HubConfig config, Vertx vertx) {
            this.config = config;
            this.vertx = vertx;
        }

        @OnOpen
        @NonBlocking
        void open(WebSocketConnection connection, @PathParam("kind") String kind, @PathParam("name") String name) {
            var guest = GUESTS.get(name);
            connection.userData().put(GUEST, guest);
            if (kind.equals("channel")) {
                guest.accept(connection.userData().get(OUTLET));
            } else {
                var outlet = new SendTextOutlet(connection, vertx.getOrCreateContext(), config.connection());
                connection.userData().put(SEND_TEXT, outlet);
                guest.accept(outlet);
            }
        }

        @OnTextMessage
        @NonBlocking
        void text(WebSocketConnection connection, String text) {
            connection.userData().get(GUEST).said(text);
        }

        @OnClose
        @NonBlocking
        void close(WebSocketConnection connection) {
            var sendText = connection.userData().get(SEND_TEXT);
            if (sendText != null) {
                sendText.ended();
            }
            connection.userData().get(GUEST).left();
        }
    }

    @Singleton
    static final class Events {

        void routes(@Observes Router router, HubConfig config) {
            router.get(PATH + "events/:name")
                    .handler(context -> GUESTS.get(context.pathParam("name"))
                            .accept(new SseOutlet(context.request(), config.connection())));
        }
    }
}
