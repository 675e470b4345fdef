package org.rostrum.identity;

import io.quarkus.oidc.OidcConfigurationMetadata;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Who is signed in with the identity provider, if there is one: by the session that the code flow has left in the
/// browser's cookie, or by a bearer token. Asking never sends anybody to the provider; a session or token that is no
/// longer good counts as none, and one of which the provider does not say so, being out of reach, as unknown. Renewing
/// an expired session is part of asking, so ask before the answer's head is written.
@Singleton
public class SignIn {

    private static final Logger LOG = Logger.getLogger(SignIn.class);

    /// After Quarkus's own handlers of authentication (200) and authorisation (100), whose identity it replaces.
    private static final int PRIORITY = 90;

    private static final String METADATA = "configuration-metadata";

    private static final String REFUSAL = "refusal";

    /// Stands for whoever may be signed in while the provider does not say who it is.
    private static final SecurityIdentity UNKNOWN = QuarkusSecurityIdentity.builder()
            .setAnonymous(true)
            .addAttribute(
                    REFUSAL,
                    new Refusal(
                            RefusalCode.UNAVAILABLE, "The identity provider is out of reach.", Duration.ofSeconds(5)))
            .build();

    private final HttpAuthenticator authenticator;
    private final ProviderConfig provider;
    private final SignInConfig config;

    SignIn(HttpAuthenticator authenticator, ProviderConfig provider, SignInConfig config) {
        this.authenticator = authenticator;
        this.provider = provider;
        this.config = config;
    }

    /// Whether there is a provider to sign in with.
    public boolean isOn() {
        return provider.tenantEnabled();
    }

    /// Quarkus's own way would answer a failed authentication itself, by sending whoever asked to the provider.
    void register(@Observes Filters filters) {
        if (isOn()) {
            filters.register(
                    exchange -> {
                        exchange.put(QuarkusHttpUser.DEFERRED_IDENTITY_KEY, quietly(exchange));
                        exchange.next();
                    },
                    PRIORITY);
        }
    }

    private Uni<SecurityIdentity> quietly(RoutingContext exchange) {
        return Uni.createFrom()
                .deferred(() -> authenticator.attemptAuthentication(exchange))
                .ifNoItem()
                .after(config.providerTimeout())
                .fail()
                .onFailure(failure -> ProviderOutage.behind(failure).isPresent())
                .recoverWithItem(failure -> {
                    LOG.warnf(
                            "the identity provider is out of reach: %s",
                            ProviderOutage.behind(failure).orElse(failure));
                    return UNKNOWN;
                })
                .onFailure()
                .invoke(failure -> LOG.debugf("a session or token counts as none: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .memoize()
                .indefinitely();
    }

    /// What a request bears. Reading its claims may wait for the provider.
    public Credentials credentials(RoutingContext exchange) {
        return new Credentials(
                exchange.request().headers().getAll(HttpHeaders.COOKIE),
                () -> claims(exchange).toCompletableFuture().join().get());
    }

    /// What the provider says of who sent a request, without waiting. Never completes exceptionally; what is then
    /// supplied, at once, is as for [#claims(SecurityIdentity)].
    public CompletionStage<Supplier<Optional<Claims>>> claims(RoutingContext exchange) {
        return identity(exchange).thenApply(identity -> () -> identity.flatMap(this::claims));
    }

    /// Who sent a request, in Quarkus's words. Never completes exceptionally.
    CompletionStage<Optional<SecurityIdentity>> identity(RoutingContext exchange) {
        Uni<SecurityIdentity> asked = exchange.get(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
        return isOn() && asked != null
                ? asked.subscribeAsCompletionStage().thenApply(Optional::ofNullable)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /// What the provider says of somebody; empty where the token is no JSON web token with issuer and subject.
    ///
    /// @throws Refused `unavailable` where the provider is out of reach
    public Optional<Claims> claims(SecurityIdentity identity) {
        Refusal refusal = identity.getAttribute(REFUSAL);
        if (refusal != null) {
            throw new Refused(refusal);
        }
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.empty();
        }
        var issuer = token.getIssuer();
        var subject = token.getSubject();
        return issuer == null || subject == null
                ? Optional.empty()
                : Optional.of(new Claims(issuer, subject, name(token), roles(identity.getRoles())));
    }

    private static String name(JsonWebToken token) {
        return Stream.of("name", "preferred_username", "sub")
                .flatMap(claim -> token.<Object>claim(claim).stream())
                .map(value -> PersonName.tame(value.toString()))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("?");
    }

    private Set<Role> roles(Set<String> named) {
        var roles = EnumSet.noneOf(Role.class);
        for (var role : Role.values()) {
            if (names(role).stream().anyMatch(named::contains)) {
                roles.add(role);
            }
        }
        return roles;
    }

    private Set<String> names(Role role) {
        return switch (role) {
            case HOST -> config.host();
            case MODERATOR -> config.moderator();
            case PANELIST -> config.panelist();
            case VIEWER -> Set.of();
        };
    }

    /// Where the provider ends its own session (OpenID Connect RP-Initiated Logout 1.0), where it has such a place.
    static Optional<String> endSession(SecurityIdentity identity) {
        OidcConfigurationMetadata metadata = identity.getAttribute(METADATA);
        return Optional.ofNullable(metadata).map(OidcConfigurationMetadata::getEndSessionUri);
    }
}
