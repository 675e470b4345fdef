package org.rostrum.live;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.rostrum.address.ClientAddress;
import org.rostrum.hub.Hub;
import org.rostrum.hub.Position;
import org.rostrum.hub.SseOutlet;
import org.rostrum.identity.Claims;
import org.rostrum.identity.Credentials;
import org.rostrum.identity.SignIn;
import org.rostrum.pace.Network;

/// The same messages as the socket's, as server-sent events, for networks that block sockets. Commands go by POST.
@ApplicationScoped
class EventsRoute {

    private final Door door;
    private final Hub hub;
    private final SignIn signIn;
    private final ClientAddress clients;

    EventsRoute(Door door, Hub hub, SignIn signIn, ClientAddress clients) {
        this.door = door;
        this.hub = hub;
        this.signIn = signIn;
        this.clients = clients;
    }

    void register(@Observes Router router) {
        router.get("/api/sessions/:code/:audience/events").handler(this::open);
    }

    /// The sign-in is looked at first, for renewing it sets a cookie, which the stream's head must bear.
    private void open(RoutingContext exchange) {
        if (Audience.ofWire(Objects.requireNonNull(exchange.pathParam("audience")))
                .filter(audience -> !audience.isOpen())
                .isPresent()) {
            var _ = signIn.claims(exchange).thenAccept(claims -> open(exchange, claims));
        } else {
            open(exchange, Optional::empty);
        }
    }

    private void open(RoutingContext exchange, Supplier<Optional<Claims>> claims) {
        var request = exchange.request();
        var visit = new Door.Visit(
                Objects.requireNonNull(exchange.pathParam("code")),
                Objects.requireNonNull(exchange.pathParam("audience")),
                new Credentials(request.headers().getAll("Cookie"), claims),
                Position.parse(request.getParam("epoch"), request.getParam("seq"), request.getParam("tag")),
                Network.of(clients.of(request)));
        var outlet = new SseOutlet(request, hub.config().connection());
        Thread.ofVirtual().name("door").start(() -> door.open(visit, outlet));
    }
}
