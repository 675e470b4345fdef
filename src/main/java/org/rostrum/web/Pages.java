package org.rostrum.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/// The short addresses of the pages. Each page is one built HTML file, whatever the code in its address; the page
/// itself asks what the code means.
@Singleton
class Pages {

    private static final Map<String, String> FILES = Map.of(
            "/s/:code", "/room.html",
            "/desk/:code", "/desk.html",
            "/stage/:code", "/stage.html",
            "/overlay/:code", "/overlay.html",
            "/host", "/host.html",
            "/host/*", "/host.html",
            "/join", "/join.html");

    void register(@Observes Router router) {
        FILES.forEach((address, file) -> router.route(address)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(0)
                .handler(exchange -> exchange.reroute(file)));
    }
}
