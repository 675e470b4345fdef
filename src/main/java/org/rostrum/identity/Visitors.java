package org.rostrum.identity;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;

/// Recognises browsers by their cookies, for HTTP requests and for socket handshakes alike. Grants are looked up each
/// time, so that a revoked link stops working with the next request; a browser without grants costs no query.
@Singleton
public class Visitors {

    private final InvitationRepository repository;
    private final Clock clock;

    Visitors(InvitationRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /// Who sent this request. Waits for the database where the browser has grants.
    ///
    /// @param cookieHeaders the values of all `Cookie` headers; HTTP/2 may send several
    public Visitor recognise(List<String> cookieHeaders) {
        var secrets = Cookies.grants(cookieHeaders);
        var grants = secrets.isEmpty()
                ? List.<Grant>of()
                : repository.findGood(secrets.stream().map(Secret::hash).toList(), clock.instant());
        var participant = Cookies.participant(cookieHeaders)
                .map(key -> new Participant(HexFormat.of().formatHex(key.hash())));
        return new Visitor(participant, grants);
    }
}
