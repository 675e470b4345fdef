package org.rostrum.identity;

import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.rostrum.refusal.Refused;

/// The way to the identity provider and back: `/sign-in?to=` sends a browser there, `/sign-in/return` takes the code it
/// comes back with, `/sign-in/done` lets it in. Only the first ever leads to the provider, so that a browser which
/// keeps no cookie is told so instead of going round in a circle. Without a provider there are no such addresses.
@Singleton
class SignInRoutes {

    private static final Logger LOG = Logger.getLogger(SignInRoutes.class);

    /// After all filters (below -1), before the pages (0 and later).
    private static final int BEFORE_PAGES = -1;

    private static final int SEE_OTHER = 303;

    private final SignIn signIn;
    private final HttpAuthenticator authenticator;
    private final SecurityRecord record;

    SignInRoutes(SignIn signIn, HttpAuthenticator authenticator, SecurityRecord record) {
        this.signIn = signIn;
        this.authenticator = authenticator;
        this.record = record;
    }

    void register(@Observes Router router) {
        if (signIn.isOn()) {
            router.get("/sign-in").order(BEFORE_PAGES).handler(this::begin);
            router.get("/sign-in/return").order(BEFORE_PAGES).handler(this::comeBack);
            router.get("/sign-in/done").order(BEFORE_PAGES).handler(this::finish);
        }
    }

    private void begin(RoutingContext exchange) {
        var _ = signIn.identity(exchange)
                .thenAccept(identity ->
                        identity.ifPresentOrElse(known -> letIn(exchange, known), () -> challenge(exchange)));
    }

    private void challenge(RoutingContext exchange) {
        authenticator
                .getChallenge(exchange)
                .subscribe()
                .with(challenge -> send(exchange, challenge), failure -> fail(exchange, failure));
    }

    private void send(RoutingContext exchange, @Nullable ChallengeData challenge) {
        if (challenge == null
                || !HttpHeaders.LOCATION.toString().equalsIgnoreCase(String.valueOf(challenge.headerName))) {
            fail(exchange, new IllegalStateException("there is no challenge"));
            return;
        }
        redirect(exchange, challenge.headerContent);
    }

    /// Quarkus exchanges the code and wants to go back to where the way began. The answer that says so bears the new
    /// session's cookie.
    private void comeBack(RoutingContext exchange) {
        authenticator
                .attemptAuthentication(exchange)
                .subscribe()
                .with(
                        identity -> {
                            if (identity != null) {
                                // signed in meanwhile, in another tab: this code is not needed
                                letIn(exchange, identity);
                            } else {
                                redirect(exchange, "/sign-in/failed");
                            }
                        },
                        failure -> {
                            if (failure instanceof AuthenticationRedirectException redirect) {
                                var query =
                                        URI.create(redirect.getRedirectUri()).getRawQuery();
                                redirect(exchange, "/sign-in/done" + (query == null ? "" : "?" + query));
                            } else {
                                fail(exchange, failure);
                            }
                        });
    }

    private void finish(RoutingContext exchange) {
        var _ = signIn.identity(exchange)
                .thenAccept(identity -> identity.ifPresentOrElse(
                        known -> {
                            note(known);
                            letIn(exchange, known);
                        },
                        () -> redirect(exchange, "/sign-in/failed")));
    }

    /// The subject is the provider's name of the person; whoever has no work here is on record too.
    private void note(SecurityIdentity identity) {
        try {
            signIn.claims(identity)
                    .ifPresent(claims -> record.writeLater(
                            SecurityEvent.of(SecurityEvent.Kind.SIGNED_IN, claims.subject(), claims.name(), 1)));
        } catch (Refused _) {
            // the provider does not say who it is, and nobody is let in
        }
    }

    private void letIn(RoutingContext exchange, SecurityIdentity identity) {
        try {
            boolean hasWork = signIn.claims(identity)
                    .filter(claims -> !claims.roles().isEmpty())
                    .isPresent();
            redirect(exchange, hasWork ? WayBack.to(exchange.request().getParam("to")) : "/sign-in/no-role");
        } catch (Refused outOfReach) {
            // not to the provider, which would not answer: the session may be good again in a moment
            redirect(exchange, "/sign-in/failed");
        }
    }

    private void fail(RoutingContext exchange, Throwable failure) {
        record.count(SecurityEvent.Kind.SIGN_IN_FAILED);
        switch (failure) {
            // a refusal at the provider, a state that is not this browser's, a code used twice
            case AuthenticationCompletionException _, AuthenticationFailedException _ ->
                LOG.debugf("somebody could not be signed in: %s", failure.getMessage());
            default -> LOG.warnf("the identity provider cannot be used: %s", failure.getMessage());
        }
        redirect(exchange, "/sign-in/failed");
    }

    private static void redirect(RoutingContext exchange, String to) {
        var _ = exchange.response()
                .setStatusCode(SEE_OTHER)
                .putHeader(HttpHeaders.LOCATION, to)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }
}
