package org.rostrum.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.SecurityRecord;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.wire.Problem;

/// What every request passes before anything else sees it: whoever changes something or opens a socket is one of our
/// pages, the path has such a method, and a body is JSON and short. Runs on the event loop.
@Singleton
class Gate {

    /// Before the security headers, so that refusals bear them too: higher runs first.
    private static final int PRIORITY = 200;

    private static final int NO_CONTENT = 204;
    private static final int METHOD_NOT_ALLOWED = 405;

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final Pattern FOR_STAFF =
            Pattern.compile("/api/(?:sessions|hosts|rehearsal|sessions/[^/]+/(?:links|rehearsal))(?:/[^/]*)?");

    private final OriginCheck origins;
    private final ObjectMapper json;
    private final WebConfig config;
    private final SecurityRecord record;
    private final Methods methods;

    Gate(OriginCheck origins, ObjectMapper json, WebConfig config, SecurityRecord record, Methods methods) {
        this.origins = origins;
        this.json = json;
        this.config = config;
        this.record = record;
        this.methods = methods;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext exchange) {
        var request = exchange.request();
        try {
            boolean changes = !READING.contains(request.method());
            if (changes || isHandshake(request)) {
                origins.require(request::getHeader);
            }
            var known = methods.of(exchange.normalizedPath());
            if (!known.isEmpty() && answersForItself(request.method(), known)) {
                answer(exchange, known);
                return;
            }
            if (changes) {
                requireAnybody(request);
                requireShortJson(request);
            }
        } catch (Refused refused) {
            record.count(refused.refusal());
            refuse(exchange, refused.refusal());
            return;
        }
        exchange.next();
    }

    private static boolean answersForItself(HttpMethod method, SequencedSet<String> known) {
        return method.equals(HttpMethod.OPTIONS) || !known.contains(method.name());
    }

    /// What a path can be asked, to whoever asks for that or for something else (RFC 9110 sections 9.3.7, 15.5.6).
    private void answer(RoutingContext exchange, SequencedSet<String> known) {
        exchange.response().putHeader(HttpHeaders.ALLOW, String.join(", ", known));
        if (exchange.request().method().equals(HttpMethod.OPTIONS)) {
            var _ = exchange.response().setStatusCode(NO_CONTENT).end();
        } else {
            refuse(
                    exchange,
                    METHOD_NOT_ALLOWED,
                    new Problems.HttpProblem("about:blank", "Method Not Allowed", METHOD_NOT_ALLOWED));
        }
    }

    private static boolean isHandshake(HttpServerRequest request) {
        var upgrade = request.getHeader(HttpHeaders.UPGRADE);
        // over HTTP/2 a socket is opened by CONNECT, which counts as changing
        return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
    }

    /// Who shows nothing at all is told that first, whatever they send, where only staff may send anything.
    /// What somebody shows is looked at by the resource.
    private static void requireAnybody(HttpServerRequest request) {
        var headers = request.headers();
        if (!headers.contains(HttpHeaders.COOKIE)
                && !headers.contains(HttpHeaders.AUTHORIZATION)
                && FOR_STAFF.matcher(request.path()).matches()) {
            throw new Refused(RefusalCode.NOT_SIGNED_IN, "this takes a host");
        }
    }

    private void requireShortJson(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean hasBody =
                request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
        if (!hasBody) {
            return;
        }
        if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new Refused(RefusalCode.MALFORMED, "The body must be application/json.");
        }
        // a body without a length is cut off by quarkus.http.limits.max-body-size
        if (length != null && isLonger(length, config.maxBody().asLongValue())) {
            throw new Refused(
                    RefusalCode.TOO_LARGE,
                    "The body may have " + config.maxBody().asLongValue() + " bytes.");
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        var type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().equalsIgnoreCase("application/json");
    }

    private static boolean isLonger(String length, long most) {
        try {
            return Long.parseLong(length) > most;
        } catch (NumberFormatException _) {
            return true;
        }
    }

    private void refuse(RoutingContext exchange, Refusal refusal) {
        refuse(exchange, refusal.code().status(), Problem.of(refusal));
    }

    private void refuse(RoutingContext exchange, int status, Object problem) {
        try {
            var response =
                    exchange.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
            if (exchange.request().version() != HttpVersion.HTTP_2) {
                // the body was not read: the connection cannot be used for another request; in HTTP/2 each has a
                // stream of its own, and the header is forbidden (RFC 9113 section 8.2.2)
                response.putHeader(HttpHeaders.CONNECTION, "close");
            }
            var _ = response.end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            exchange.fail(e);
        }
    }
}
