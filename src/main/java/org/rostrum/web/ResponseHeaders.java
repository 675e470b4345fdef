package org.rostrum.web;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rostrum.address.PublicAddress;

/// The headers of every answer: what a page may load, who may frame it (nobody), and how long it may be kept. A page's
/// HTML and every other file is asked for each time, what bears a hash in its name is kept for good. What only a
/// document can do is said of documents only: scripts, styles and data would each carry half a kilobyte for nothing.
@Singleton
class ResponseHeaders {

    private static final int PRIORITY = 300;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,255}");
    private static final String HTML = "text/html";
    private static final String HASHED_ASSETS = "/assets/";
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    /// Vite's client in the developer's loop puts styles and scripts into the page itself.
    private static final boolean DEVELOPING = LaunchMode.current() == LaunchMode.DEVELOPMENT;

    private final PublicAddress address;
    private final HeadersConfig config;

    /// From the moment on at which the server was told to stop and still serves.
    private volatile boolean draining;

    ResponseHeaders(PublicAddress address, HeadersConfig config) {
        this.address = address;
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::decorate, PRIORITY);
    }

    /// The hooks of the process run side by side: this is known while the server still serves.
    void prepareToStop(@Observes StartupEvent event) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> draining = true, "begin-draining"));
        }
    }

    private void decorate(RoutingContext exchange) {
        var headers = exchange.response().headers();
        var request = exchange.request();
        if (draining
                && request.version() == HttpVersion.HTTP_1_1
                && !request.headers().contains(HttpHeaders.UPGRADE)) {
            // a proxy sends no further request by a connection that is about to end, which it could not repeat
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (address.isSecure()) {
            headers.set("Strict-Transport-Security", config.strictTransportSecurity());
        }
        var path = exchange.normalizedPath();
        if (!path.equals("/")) {
            // a room's address is for those whom it was given to
            headers.set("X-Robots-Tag", "noindex, nofollow");
        }
        var host = exchange.request().getHeader(HttpHeaders.HOST);
        exchange.addHeadersEndHandler(_ -> {
            setLifetime(path, exchange.response());
            restrict(exchange.response(), host);
        });
        exchange.next();
    }

    /// An answer without a type, and so perhaps without a body, may stand for a document that the browser holds.
    private static void restrict(HttpServerResponse response, @Nullable String host) {
        var headers = response.headers();
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type == null || type.startsWith(HTML)) {
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("X-Frame-Options", "DENY");
            headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
            headers.set("Content-Security-Policy", policy(host));
        }
    }

    /// `'self'` covers sockets in today's browsers; Safari before 15.4 wants them named.
    static String policy(@Nullable String host) {
        var sockets = host != null && HOST.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
        var inline = DEVELOPING ? " 'unsafe-inline'" : "";
        return "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self'"
                + sockets + "; font-src 'self'; img-src 'self' data:; manifest-src 'self'; script-src 'self'" + inline
                + "; style-src 'self'" + inline + "; worker-src 'self'";
    }

    private static void setLifetime(String path, HttpServerResponse response) {
        boolean found = response.getStatusCode() == OK || response.getStatusCode() == NOT_MODIFIED;
        var type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        if (path.startsWith(HASHED_ASSETS)) {
            response.headers()
                    .set(HttpHeaders.CACHE_CONTROL, found ? "public, max-age=31536000, immutable" : "no-store");
        } else if ((type != null && type.startsWith(HTML)) || (found && isUnspecified(response, type))) {
            response.headers().set(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
    }

    /// Whether Quarkus sends a file, or says that it is unchanged. It calls files immutable, pages too, or says
    /// nothing of it; and an answer without a body (to `HEAD`, or 304 to a browser that asks about its copy)
    /// bears no content type by which a page could be told.
    private static boolean isUnspecified(HttpServerResponse response, @Nullable String type) {
        var lifetime = response.headers().get(HttpHeaders.CACHE_CONTROL);
        return lifetime == null ? type == null : lifetime.contains("immutable");
    }
}
