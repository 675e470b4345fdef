package org.rostrum.live;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InvitationId;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.SignIn;
import org.rostrum.identity.Visitors;

/// Who else is a host of the whole installation by a link, for those who are: to be looked at and taken back.
@Path("/api/hosts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class HostsResource {

    private final Invitations invitations;
    private final Evictions evictions;
    private final Visitors visitors;
    private final SignIn signIn;

    HostsResource(Invitations invitations, Evictions evictions, Visitors visitors, SignIn signIn) {
        this.invitations = invitations;
        this.evictions = evictions;
        this.visitors = visitors;
        this.signIn = signIn;
    }

    record Hosts(List<LinkView> hosts) {}

    @GET
    public Response all(@Context RoutingContext exchange) {
        requireHost(exchange);
        var hosts = invitations.hosts().stream()
                .map(invitation -> LinkView.of(invitation, null))
                .toList();
        return Response.ok(new Hosts(hosts))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .build();
    }

    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") UUID id, @Context RoutingContext exchange) {
        var link = new InvitationId(id);
        invitations.revokeHost(requireHost(exchange), link);
        evictions.turnOut(link);
    }

    private Actor.Staff requireHost(RoutingContext exchange) {
        return visitors.recognise(signIn.credentials(exchange)).requireHost();
    }
}
