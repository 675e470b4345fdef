package org.rostrum.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Scripts and styles as the build has compressed them, with all the patience that a server would not have: smaller by
/// a
/// tenth than what is compressed on the way, and at no cost when thousands join together. What has not been compressed
/// before, and whoever takes neither of the two, is left to the handlers of files.
@Singleton
class CompressedAssets {

    private static final Pattern NAME = Pattern.compile("/assets/[A-Za-z0-9_.-]+\\.(js|css)");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern ENTRY =
            Pattern.compile("\\s*(?<coding>[^\\s;]+)\\s*(?:;\\s*q=(?:(?<none>0(?:\\.0*)?)|[0-9.]+)\\s*)?");
    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript;charset=UTF-8", "css", "text/css;charset=UTF-8");
    private static final List<Coding> CODINGS = List.of(new Coding("br", ".br"), new Coding("gzip", ".gz"));

    /// What has been asked for, by the name of its resource; not more than the build has made.
    private final Map<String, Buffer> held = new ConcurrentHashMap<>();

    /// @param token as in `Accept-Encoding`
    private record Coding(String token, String ending) {}

    void register(@Observes Router router) {
        router.routeWithRegex(NAME.pattern())
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(0)
                .handler(this::send);
    }

    private void send(RoutingContext exchange) {
        var path = exchange.normalizedPath();
        var name = NAME.matcher(path);
        var accepted = exchange.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        for (var coding : CODINGS) {
            var content = name.matches() && isAccepted(coding.token(), accepted)
                    ? find("META-INF/resources" + path + coding.ending())
                    : Optional.<Buffer>empty();
            if (content.isPresent()) {
                exchange.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, TYPES.get(name.group(1)))
                        .putHeader(HttpHeaders.CONTENT_ENCODING, coding.token())
                        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
                end(exchange, content.get());
                return;
            }
        }
        exchange.next();
    }

    private static void end(RoutingContext exchange, Buffer content) {
        if (HttpMethod.HEAD.equals(exchange.request().method())) {
            exchange.response()
                    .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()))
                    .end();
        } else {
            exchange.response().end(content);
        }
    }

    /// Whether a coding is named in `Accept-Encoding` and not ruled out there (RFC 9110, 12.5.3).
    static boolean isAccepted(String coding, @Nullable String accepted) {
        return accepted != null
                && COMMA.splitAsStream(accepted)
                        .map(ENTRY::matcher)
                        .anyMatch(entry -> entry.matches()
                                && coding.equalsIgnoreCase(entry.group("coding"))
                                && entry.group("none") == null);
    }

    private Optional<Buffer> find(String resource) {
        var known = held.get(resource);
        if (known != null) {
            return Optional.of(known);
        }
        try (var file = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (file == null) {
                return Optional.empty();
            }
            var content = Buffer.buffer(file.readAllBytes());
            held.put(resource, content);
            return Optional.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
