package org.rostrum.identity;

import io.quarkus.oidc.OidcSession;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.rostrum.address.PublicAddress;

/// Signs out: ends the session with the identity provider and what personal links have left in this browser, and says
/// where the provider ends its own. Other browsers stay signed in.
@Path("/api/sign-out")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class SignOutResource {

    private static final String SIGNED_OUT = "/sign-in/out";

    private final SignIn signIn;
    private final OidcSession session;
    private final Visitors visitors;
    private final Grants grants;
    private final SecurityRecord record;
    private final PublicAddress publicAddress;
    private final Event<SignedOut> signedOut;

    SignOutResource(
            SignIn signIn,
            OidcSession session,
            Visitors visitors,
            Grants grants,
            SecurityRecord record,
            PublicAddress publicAddress,
            Event<SignedOut> signedOut) {
        this.signIn = signIn;
        this.session = session;
        this.visitors = visitors;
        this.grants = grants;
        this.record = record;
        this.publicAddress = publicAddress;
        this.signedOut = signedOut;
    }

    /// Where to go next: the provider's place for ending its session, else our own page that says it is done.
    record Next(String to) {}

    @POST
    public Response signOut(@Context RoutingContext exchange) {
        var next = Optional.<String>empty();
        var person = Optional.<Account>empty();
        if (signIn.isOn()) {
            // asked first: it is this that finds the session's cookies
            next = signIn.identity(exchange)
                    .toCompletableFuture()
                    .join()
                    .filter(identity -> identity.getPrincipal() instanceof JsonWebToken)
                    .flatMap(identity -> SignIn.endSession(identity)
                            .map(address -> address(
                                    address,
                                    ((JsonWebToken) identity.getPrincipal()).getRawToken(),
                                    publicAddress.ofOrAt(
                                            SIGNED_OUT, exchange.request().absoluteURI()))));
            person = visitors.recognise(signIn.credentials(exchange)).account();
            session.logout().await().indefinitely();
            person.ifPresent(account -> record.write(
                    SecurityEvent.of(SecurityEvent.Kind.SIGNED_OUT, account.id().toString(), account.name(), 1)));
        }
        var ended = grants.end(Cookies.grants(exchange.request().headers().getAll(HttpHeaders.COOKIE)));
        signedOut.fire(new SignedOut(person.map(Account::id), ended));
        var answer =
                Response.ok(new Next(next.orElse(SIGNED_OUT))).header(HttpHeaders.CACHE_CONTROL, "private, no-store");
        boolean secure = publicAddress.isReachedSecurely(
                exchange.request().isSSL(), exchange.request().getHeader(HttpHeaders.HOST));
        Cookies.dropGrants(secure).forEach(cookie -> answer.header(HttpHeaders.SET_COOKIE, cookie));
        return answer.build();
    }

    private static String address(String endSession, String idToken, URI comeBackTo) {
        return endSession + (endSession.contains("?") ? "&" : "?") + "id_token_hint=" + idToken
                + "&post_logout_redirect_uri=" + URLEncoder.encode(comeBackTo.toString(), StandardCharsets.UTF_8);
    }
}
