package org.rostrum.identity;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.TimeoutException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells an identity provider that is out of reach from one that says no: it cannot be connected to, does not answer in
/// time, or a proxy answers for it (status 500 and above).
final class ProviderOutage extends RuntimeException {

    private static final long serialVersionUID = 1;

    private ProviderOutage(int status) {
        super("status " + status);
    }

    /// What shows that the provider is out of reach, if it is that which is behind a failure.
    static Optional<Throwable> behind(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(cause -> cause instanceof ProviderOutage
                        || cause instanceof IOException
                        || cause instanceof TimeoutException)
                .findFirst();
    }

    /// Limits what is asked of the provider. Without it a request to one that has fallen silent would keep its
    /// connection for good, and of those there are few.
    @Singleton
    @Unremovable
    static final class Filter implements OidcRequestFilter, OidcResponseFilter {

        private static final int SERVER_ERROR = 500;

        private final SignInConfig config;

        Filter(SignInConfig config) {
            this.config = config;
        }

        /// Longer than those wait who ask, since for them it is another failure than this one.
        @Override
        public void filter(OidcRequestContext context) {
            var _ = context.request()
                    .timeout(config.providerTimeout().multipliedBy(2).toMillis());
        }

        @Override
        public void filter(OidcResponseContext context) {
            if (context.statusCode() >= SERVER_ERROR) {
                throw new ProviderOutage(context.statusCode());
            }
        }
    }
}
