package org.rostrum.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Says where weaknesses are to be reported (RFC 9116), where the operator has said it.
@Singleton
class SecurityText {

    private static final String PATH = "/.well-known/security.txt";

    /// RFC 9116 section 2.5.5: whoever keeps a copy asks again. It is as good as the server that gives it.
    private static final Duration GOOD_FOR = Duration.ofDays(30);

    private final ContactConfig config;
    private final Clock clock;

    SecurityText(ContactConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.get(PATH)
                .order(0)
                .handler(exchange ->
                        config.securityContact().ifPresentOrElse(contact -> answer(exchange, contact), exchange::next));
    }

    private void answer(RoutingContext exchange, URI contact) {
        exchange.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
        var _ = exchange.end(text(contact, clock.instant()));
    }

    static String text(URI contact, Instant now) {
        return """
                Contact: %s
                Expires: %s
                Preferred-Languages: en, fr
                """.formatted(contact, now.plus(GOOD_FOR).truncatedTo(ChronoUnit.SECONDS));
    }
}
