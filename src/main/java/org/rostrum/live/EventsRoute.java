package org.rostrum.live;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import org.rostrum.hub.Hub;
import org.rostrum.hub.Position;
import org.rostrum.hub.SseOutlet;

/// The same messages as the socket's, as server-sent events, for networks that block sockets. Commands go by POST.
@ApplicationScoped
class EventsRoute {

    private final Door door;
    private final Hub hub;

    EventsRoute(Door door, Hub hub) {
        this.door = door;
        this.hub = hub;
    }

    void register(@Observes Router router) {
        router.get("/api/sessions/:code/:audience/events").handler(this::open);
    }

    private void open(RoutingContext exchange) {
        var request = exchange.request();
        var remote = request.remoteAddress();
        var visit = new Door.Visit(
                Objects.requireNonNull(exchange.pathParam("code")),
                Objects.requireNonNull(exchange.pathParam("audience")),
                request.headers().getAll("Cookie"),
                Position.parse(request.getParam("epoch"), request.getParam("seq")),
                AddressHash.of(remote == null ? "" : remote.hostAddress()));
        var outlet = new SseOutlet(request, hub.config().connection());
        Thread.ofVirtual().name("door").start(() -> door.open(visit, outlet));
    }
}
