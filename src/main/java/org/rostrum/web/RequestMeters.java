package org.rostrum.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/// Keeps the figures about requests few, whatever strangers send. Paths are made labels of a list by configuration;
/// methods are anybody's words too, and a request with one that HTTP has no name for is not counted.
@Singleton
final class RequestMeters {

    private static final String REQUESTS = "http.server.";
    private static final String METHOD = "method";

    /// RFC 9110 section 9, and RFC 5789.
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    @Produces
    @Singleton
    MeterFilter ofKnownMethods() {
        return new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                var method = id.getName().startsWith(REQUESTS) ? id.getTag(METHOD) : null;
                return method == null || METHODS.contains(method) ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
            }
        };
    }
}
