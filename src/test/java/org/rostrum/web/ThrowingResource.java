package org.rostrum.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.SocketException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Fails in every way that a resource may; only tests have it.
@Path("/api/test")
public class ThrowingResource {

    static final String SECRET_DETAIL = "the password is swordfish";

    public record Body(@Min(1) int number, @Nullable Instant at, Optional<String> word) {}

    @GET
    @Path("/refuse/{code}")
    public String refuse(@PathParam("code") RefusalCode code) {
        throw new Refused(code, "because");
    }

    @GET
    @Path("/wait")
    public String refuseForAWhile() {
        throw new Refused(RefusalCode.BUSY, "soon", Duration.ofMillis(1200));
    }

    @GET
    @Path("/fault")
    public String fault() {
        throw new IllegalStateException(SECRET_DETAIL);
    }

    @GET
    @Path("/assertion")
    public String assertWrongly() {
        throw new AssertionError(SECRET_DETAIL);
    }

    /// A statement that failed with this state.
    @GET
    @Path("/sql/{state}")
    public String failInTheDatabase(@PathParam("state") String state) {
        // as the driver does where the database has gone
        throw new ConnectionException(new SQLException(SECRET_DETAIL, state, new SocketException("Connection reset")));
    }

    @POST
    @Path("/echo")
    public Body echo(@Valid Body body) {
        return body;
    }
}
