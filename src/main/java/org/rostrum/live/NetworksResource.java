package org.rostrum.live;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.rostrum.address.ClientAddress;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.SignIn;
import org.rostrum.pace.Network;
import org.rostrum.vote.VoteNetworks;

/// From how many networks the votes of questions come, for the desk alone and where it is telling. Asked for every now
/// and then beside the line, because counting it is dear and nobody decides by the second on it.
@Path("/api/sessions/{code}/desk/networks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class NetworksResource {

    /// However many desks ask.
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);

    private final LiveSessions sessions;
    private final Door door;
    private final SignIn signIn;
    private final ClientAddress clients;
    private final VoteNetworks networks;
    private final Clock clock;

    /// Emptied of what is old whenever something is counted.
    private final Map<InfoSessionId, Counted> counted = new ConcurrentHashMap<>();

    NetworksResource(
            LiveSessions sessions,
            Door door,
            SignIn signIn,
            ClientAddress clients,
            VoteNetworks networks,
            Clock clock) {
        this.sessions = sessions;
        this.door = door;
        this.signIn = signIn;
        this.clients = clients;
        this.networks = networks;
        this.clock = clock;
    }

    private record Counted(Networks networks, Instant at) {}

    /// By the question's id.
    record Networks(Map<UUID, Integer> networks) {}

    @GET
    public Response networks(@PathParam("code") String code, @Context RoutingContext exchange) {
        var network = Network.of(clients.of(exchange.request()));
        try (var look = sessions.look(network, code)) {
            var id = look.session().id();
            door.admit(id, Audience.DESK, signIn.credentials(exchange), network);
            return Response.ok(count(id))
                    .header("Cache-Control", "private, no-store")
                    .build();
        }
    }

    private Networks count(InfoSessionId infoSession) {
        var now = clock.instant();
        var known = counted.get(infoSession);
        if (known != null && known.at().plus(COUNTED_EVERY).isAfter(now)) {
            return known.networks();
        }
        var byQuestion = new TreeMap<UUID, Integer>();
        networks.telling(infoSession).forEach((question, count) -> byQuestion.put(question.value(), count));
        var fresh = new Networks(byQuestion);
        counted.values().removeIf(old -> old.at().plus(COUNTED_EVERY).isBefore(now));
        counted.put(infoSession, new Counted(fresh, now));
        return fresh;
    }
}
