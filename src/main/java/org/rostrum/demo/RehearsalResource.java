package org.rostrum.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Visitors;
import org.rostrum.infosession.InfoSession;
import org.rostrum.live.Plans;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Begins and ends rehearsals of a session, for hosts of the installation. Its path is on the class as a whole:
/// among classes the longest literal beginning decides, and those of a session's other resources are long.
@Path("/api/sessions/{code}/rehearsal")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class RehearsalResource {

    private final Rehearsals rehearsals;
    private final Visitors visitors;
    private final Plans plans;

    RehearsalResource(Rehearsals rehearsals, Visitors visitors, Plans plans) {
        this.rehearsals = rehearsals;
        this.visitors = visitors;
        this.plans = plans;
    }

    enum CastWord {
        @JsonProperty("audience")
        AUDIENCE,
        @JsonProperty("everyone")
        EVERYONE
    }

    /// How a rehearsal is to be played; without a time zone the example is in UTC.
    record Wish(
            int speed, @Nullable CastWord cast, @Nullable String timeZone) {

        Rehearsals.Cast people() {
            return cast == CastWord.EVERYONE ? Rehearsals.Cast.EVERYONE : Rehearsals.Cast.AUDIENCE;
        }
    }

    /// A rehearsal of a session.
    @POST
    public Response begin(@PathParam("code") String code, @Context HttpServerRequest request, Wish wish) {
        var host = requireHost(visitors, request);
        return created(plans, rehearsals.begin(code, wish.speed(), wish.people(), host));
    }

    /// Ends a rehearsal.
    @DELETE
    public void end(@PathParam("code") String code, @Context HttpServerRequest request) {
        requireHost(visitors, request);
        rehearsals.end(code);
    }

    static Response created(Plans plans, InfoSession session) {
        return Response.status(Response.Status.CREATED)
                .entity(plans.of(session))
                .build();
    }

    static Actor.Staff requireHost(Visitors visitors, HttpServerRequest request) {
        return visitors.recognise(request.headers().getAll("Cookie"))
                .host()
                .orElseThrow(() -> new Refused(RefusalCode.NOT_SIGNED_IN, "this takes a host's grant"));
    }
}
