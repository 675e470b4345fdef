package org.rostrum.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rostrum.address.ClientAddress;
import org.rostrum.address.PublicAddress;

/// The participant's key, personal links and "who am I" over HTTP.
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class IdentityResource {

    private static final String NEVER_KEPT = "private, no-store";

    private final Invitations invitations;
    private final Grants grants;
    private final Visitors visitors;
    private final SignIn signIn;
    private final PublicAddress address;
    private final ClientAddress clients;
    private final Registration registration;

    IdentityResource(
            Invitations invitations,
            Grants grants,
            Visitors visitors,
            SignIn signIn,
            PublicAddress address,
            ClientAddress clients,
            Registration registration) {
        this.invitations = invitations;
        this.grants = grants;
        this.visitors = visitors;
        this.signIn = signIn;
        this.address = address;
        this.clients = clients;
        this.registration = registration;
    }

    /// Mints the participant's key where the browser has none that is good; the same browser may ask again and keeps
    /// its key. What an unsigned key of an earlier version has asked and voted becomes the new one's.
    @POST
    @Path("/participant")
    public Response participant(@Context HttpHeaders headers, @Context HttpServerRequest request) {
        var answer = Response.noContent().header(HttpHeaders.CACHE_CONTROL, NEVER_KEPT);
        boolean secure = isSecure(request);
        registration
                .register(cookies(headers), secure, clients.of(request))
                .ifPresent(key -> answer.header(HttpHeaders.SET_COOKIE, Cookies.setParticipant(key, secure)));
        return answer.build();
    }

    /// Who this is, by cookies and by the identity provider's word. Asking renews an expired session where it can
    /// be, and is refused (`unavailable`) where that is not known.
    @GET
    @Path("/me")
    public Response me(@Context RoutingContext exchange) {
        var credentials = signIn.credentials(exchange);
        var visitor = visitors.recognise(credentials);
        visitor.requireWord();
        boolean isParticipant = visitors.participant(credentials.cookies(), isSecure(exchange.request()))
                .isPresent();
        var held = visitor.grants().stream()
                .map(grant -> new Me.Held(grant.joinCode(), grant.role().wire(), grant.name(), grant.expiresAt()))
                .toList();
        var person = visitor.account()
                .map(account -> new Me.Person(
                        account.name(),
                        account.roles().stream().sorted().map(Role::wire).toList()))
                .orElse(null);
        return answer(new Me(isParticipant, held, signIn.isOn(), person)).build();
    }

    @POST
    @Path("/join/peek")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response peek(@Valid @NotNull Link link, @Context HttpHeaders headers) {
        return answer(invitations.peek(link.token(), Cookies.grants(cookies(headers))))
                .build();
    }

    @POST
    @Path("/join")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response join(@Valid @NotNull Link link, @Context HttpHeaders headers, @Context HttpServerRequest request) {
        var held = Cookies.grants(cookies(headers));
        var added = invitations.open(link.token(), held);
        // what is no good any more, or was never anything, makes room
        var all = new ArrayList<>(added.isPresent() ? grants.good(held) : held);
        added.ifPresent(all::add);
        var answer = answer(invitations.peek(link.token(), all));
        if (added.isPresent()) {
            answer.header(HttpHeaders.SET_COOKIE, Cookies.setGrants(all, isSecure(request)));
        }
        return answer.build();
    }

    /// A personal link's token, as the page took it from the address.
    record Link(@NotNull String token) {}

    /// @param signIn whether there is an identity provider to sign in with
    /// @param account who is signed in with it
    record Me(
            boolean participant,
            List<Held> grants,
            boolean signIn,
            @Nullable Person account) {

        record Person(String name, List<String> roles) {}

        record Held(@Nullable String code, String role, String name, Instant expiresAt) {}
    }

    private static Response.ResponseBuilder answer(Object body) {
        return Response.ok(body).header(HttpHeaders.CACHE_CONTROL, NEVER_KEPT);
    }

    private static List<String> cookies(HttpHeaders headers) {
        var cookies = headers.getRequestHeader(HttpHeaders.COOKIE);
        return cookies == null ? List.of() : cookies;
    }

    private boolean isSecure(HttpServerRequest request) {
        return address.isReachedSecurely(request.isSSL(), request.getHeader(HttpHeaders.HOST));
    }
}
