package org.rostrum.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.SignIn;
import org.rostrum.identity.Visitors;
import org.rostrum.infosession.InfoSession;
import org.rostrum.live.BodyReader;
import org.rostrum.live.Plans;

/// Begins and ends rehearsals of a session, for hosts of the installation. Its path is on the class as a whole:
/// among classes the longest literal beginning decides, and those of a session's other resources are long.
@Path("/api/sessions/{code}/rehearsal")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class RehearsalResource {

    private final Rehearsals rehearsals;
    private final Visitors visitors;
    private final SignIn signIn;
    private final Plans plans;
    private final BodyReader bodies;

    RehearsalResource(Rehearsals rehearsals, Visitors visitors, SignIn signIn, Plans plans, BodyReader bodies) {
        this.rehearsals = rehearsals;
        this.visitors = visitors;
        this.signIn = signIn;
        this.plans = plans;
        this.bodies = bodies;
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
    public Response begin(@PathParam("code") String code, @Context RoutingContext exchange, InputStream body) {
        var host = visitors.recognise(signIn.credentials(exchange)).requireHost();
        var wish = bodies.read(body, Wish.class);
        return created(plans, rehearsals.begin(code, wish.speed(), wish.people(), host));
    }

    /// Ends a rehearsal.
    @DELETE
    public void end(@PathParam("code") String code, @Context RoutingContext exchange) {
        visitors.recognise(signIn.credentials(exchange)).requireHost();
        rehearsals.end(code);
    }

    static Response created(Plans plans, InfoSession session) {
        return Response.status(Response.Status.CREATED)
                .entity(plans.of(session))
                .build();
    }
}
