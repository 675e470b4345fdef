package org.rostrum.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rostrum.address.ClientAddress;
import org.rostrum.address.PublicAddress;
import org.rostrum.archive.QuestionTable;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InvitationId;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.identity.SignIn;
import org.rostrum.identity.Visitors;
import org.rostrum.infosession.InfoSession;
import org.rostrum.pace.Network;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// What organizers work with over HTTP: their sessions, personal links, the "ready?" list and the table of
/// questions.
@Path("/api/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class HostResource {

    private final Founding founding;
    private final LiveSessions sessions;
    private final JoinCodes joinCodes;
    private final ClientAddress clients;
    private final Store store;
    private final Visitors visitors;
    private final SignIn signIn;
    private final Invitations invitations;
    private final PublicAddress address;
    private final QuestionTable table;
    private final Readiness readiness;
    private final Plans plans;
    private final Evictions evictions;
    private final BodyReader bodies;
    private final Clock clock;

    HostResource(
            Founding founding,
            LiveSessions sessions,
            JoinCodes joinCodes,
            ClientAddress clients,
            Store store,
            Visitors visitors,
            SignIn signIn,
            Invitations invitations,
            PublicAddress address,
            QuestionTable table,
            Readiness readiness,
            Plans plans,
            Evictions evictions,
            BodyReader bodies,
            Clock clock) {
        this.founding = founding;
        this.sessions = sessions;
        this.joinCodes = joinCodes;
        this.clients = clients;
        this.store = store;
        this.visitors = visitors;
        this.signIn = signIn;
        this.invitations = invitations;
        this.address = address;
        this.table = table;
        this.readiness = readiness;
        this.plans = plans;
        this.evictions = evictions;
        this.bodies = bodies;
        this.clock = clock;
    }

    record Sessions(List<PlanView> sessions) {}

    @GET
    public Sessions all(@Context RoutingContext exchange) {
        requireInstallationHost(exchange);
        return new Sessions(store.all().stream().map(plans::of).toList());
    }

    @POST
    public Response create(@Context RoutingContext exchange, InputStream body) {
        var host = requireInstallationHost(exchange);
        var founded = founding.found(CommandReader.plan(read(body)), host);
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/sessions/" + founded.code() + "/plan")
                .entity(plans.of(founded))
                .build();
    }

    @GET
    @Path("{code}/plan")
    public PlanView plan(@PathParam("code") String code, @Context RoutingContext exchange) {
        return plans.of(requireHost(code, exchange).session());
    }

    record Links(List<LinkView> links) {}

    @GET
    @Path("{code}/links")
    public Links links(@PathParam("code") String code, @Context RoutingContext exchange) {
        var session = requireHost(code, exchange).session();
        return new Links(invitations.list(session.id()).stream()
                .map(invitation -> LinkView.of(invitation, null))
                .toList());
    }

    @POST
    @Path("{code}/links")
    public Response invite(@PathParam("code") String code, @Context RoutingContext exchange, InputStream json) {
        var host = requireHost(code, exchange);
        var session = host.session();
        var body = read(json);
        var expiresAt = session.plan().linksExpireAt(clock.instant());
        var made = invitations.invite(
                host.who(), session.id(), body.constant("role", Role.class), body.text("name"), expiresAt);
        return Response.status(Response.Status.CREATED)
                .entity(LinkView.of(made.invitation(), made.url()))
                .build();
    }

    @DELETE
    @Path("{code}/links/{id}")
    public void revoke(@PathParam("code") String code, @PathParam("id") UUID id, @Context RoutingContext exchange) {
        var host = requireHost(code, exchange);
        var link = new InvitationId(id);
        invitations.revoke(host.who(), host.session().id(), link);
        evictions.turnOut(link);
    }

    @GET
    @Path("{code}/ready")
    public Readiness.Report ready(@PathParam("code") String code, @Context RoutingContext exchange) {
        try (var look = sessions.look(requireHost(code, exchange).session().id())) {
            return readiness.report(look.session());
        }
    }

    @GET
    @Path("{code}/questions.csv")
    @Produces("text/csv; charset=UTF-8")
    public Response questions(
            @PathParam("code") String code,
            @QueryParam("lang") @Nullable String lang,
            @Context RoutingContext exchange) {
        var session = requireHost(code, exchange).session();
        var words = "fr".equals(lang) ? QuestionTable.Words.FR : QuestionTable.Words.EN;
        return Response.ok(table.write(session, words))
                .header("Content-Disposition", "attachment; filename=\"questions-" + session.code() + ".csv\"")
                .header("Cache-Control", "private, no-store")
                .build();
    }

    @GET
    @Path("{code}/qr.svg")
    @Produces("image/svg+xml")
    public Response qr(@PathParam("code") String code, @Context RoutingContext exchange) {
        return Response.ok(QrSvg.of(address.of("/s/" + find(code, exchange).code())))
                .header("Cache-Control", "no-cache")
                .build();
    }

    private Body read(InputStream body) {
        return Body.of(bodies.read(body, JsonNode.class));
    }

    private Actor.Staff requireInstallationHost(RoutingContext exchange) {
        return visitors.recognise(signIn.credentials(exchange)).requireHost();
    }

    private InfoSession find(String code, RoutingContext exchange) {
        return joinCodes.find(Network.of(clients.of(exchange.request())), code, store::session);
    }

    /// A host and the session of which they are one.
    private record Hosted(InfoSession session, Actor.Staff who) {}

    private Hosted requireHost(String code, RoutingContext exchange) {
        var visitor = visitors.recognise(signIn.credentials(exchange));
        if (!visitor.isKnown()) {
            throw new Refused(RefusalCode.NOT_SIGNED_IN, "this takes a host");
        }
        var session = find(code, exchange);
        return visitor.staff(session.id(), List.of(Role.HOST))
                .map(host -> new Hosted(session, host))
                .orElseThrow(() -> new Refused(RefusalCode.NOT_ALLOWED, "this takes a host"));
    }
}
