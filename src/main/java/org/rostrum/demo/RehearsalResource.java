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
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Visitors;
import org.rostrum.infosession.InfoSession;
import org.rostrum.live.Plans;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Begins and ends rehearsals, for hosts of the installation.
@Path("/api")
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

    /// A rehearsal of the example session.
    @POST
    @Path("rehearsal")
    public Response beginExample(@Context HttpServerRequest request, Wish wish) {
        var host = requireHost(request);
        return created(rehearsals.beginExample(wish.speed(), wish.people(), zone(wish.timeZone()), host));
    }

    /// A rehearsal of a session.
    @POST
    @Path("sessions/{code}/rehearsal")
    public Response begin(@PathParam("code") String code, @Context HttpServerRequest request, Wish wish) {
        var host = requireHost(request);
        return created(rehearsals.begin(code, wish.speed(), wish.people(), host));
    }

    /// Ends a rehearsal.
    @DELETE
    @Path("sessions/{code}/rehearsal")
    public void end(@PathParam("code") String code, @Context HttpServerRequest request) {
        requireHost(request);
        rehearsals.end(code);
    }

    private Response created(InfoSession session) {
        return Response.status(Response.Status.CREATED)
                .entity(plans.of(session))
                .build();
    }

    private Actor.Staff requireHost(HttpServerRequest request) {
        return visitors.recognise(request.headers().getAll("Cookie"))
                .host()
                .orElseThrow(() -> new Refused(RefusalCode.NOT_SIGNED_IN, "this takes a host's grant"));
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new Refused(RefusalCode.BAD_VALUE, "there is no such time zone");
        }
    }
}
