package org.rostrum.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/// The short addresses of the pages. Each page is one built HTML file, whatever the code in its address; the page
/// itself asks what the code means. And the icon, at the address where browsers look for one unasked.
@Singleton
class Pages {

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("/s/:code", "/room.html"),
            Map.entry("/desk/:code", "/desk.html"),
            Map.entry("/stage/:code", "/stage.html"),
            Map.entry("/overlay/:code", "/overlay.html"),
            Map.entry("/host", "/host.html"),
            Map.entry("/host/*", "/host.html"),
            Map.entry("/favicon.ico", "/icon.svg"),
            Map.entry("/join", "/join.html"),
            Map.entry("/sign-in/in", "/sign-in.html"),
            Map.entry("/sign-in/out", "/sign-in.html"),
            Map.entry("/sign-in/failed", "/sign-in.html"),
            Map.entry("/sign-in/no-role", "/sign-in.html"));

    void register(@Observes Router router) {
        FILES.forEach((address, file) -> router.route(address)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(0)
                .handler(exchange -> exchange.reroute(file)));
    }
}
