package org.rostrum.demo;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.SignIn;
import org.rostrum.identity.Visitors;
import org.rostrum.live.BodyReader;
import org.rostrum.live.Plans;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Begins rehearsals of the built-in example session, for hosts of the installation.
@Path("/api/rehearsal")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class ExampleResource {

    private final Rehearsals rehearsals;
    private final Visitors visitors;
    private final SignIn signIn;
    private final Plans plans;
    private final BodyReader bodies;

    ExampleResource(Rehearsals rehearsals, Visitors visitors, SignIn signIn, Plans plans, BodyReader bodies) {
        this.rehearsals = rehearsals;
        this.visitors = visitors;
        this.signIn = signIn;
        this.plans = plans;
        this.bodies = bodies;
    }

    /// A rehearsal of the example session.
    @POST
    public Response begin(@Context RoutingContext exchange, InputStream body) {
        var host = visitors.recognise(signIn.credentials(exchange)).requireHost();
        var wish = bodies.read(body, RehearsalResource.Wish.class);
        var session = rehearsals.beginExample(wish.speed(), wish.people(), zone(wish.timeZone()), host);
        return RehearsalResource.created(plans, session);
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new Refused(RefusalCode.BAD_VALUE, "there is no such time zone");
        }
    }
}
