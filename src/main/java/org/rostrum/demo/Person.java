package org.rostrum.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A simulated person: a browser's worth of cookies and the public interface of this server, nothing more.
final class Person implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http;
    private final ObjectMapper json;
    private final URI server;
    private final String code;
    private final String audience;
    private final Map<String, String> cookies = new ConcurrentHashMap<>();
    private volatile @Nullable WebSocket socket;

    Person(HttpClient http, ObjectMapper json, URI server, String code, String audience) {
        this.http = http;
        this.json = json;
        this.server = server;
        this.code = code;
        this.audience = audience;
    }

    /// Takes a participant's key, as a browser does before the first question or vote.
    void becomeParticipant() throws IOException, InterruptedException {
        send("POST", "/api/participant", Map.of());
    }

    /// Opens a personal link.
    void open(URI link) throws IOException, InterruptedException {
        send("POST", "/api/join", Map.of("token", link.getFragment()));
    }

    /// Connects and watches.
    void watch() {
        var address = URI.create("ws" + server.toString().substring("http".length()) + "/ws/" + code + "/" + audience);
        socket = http.newWebSocketBuilder()
                .subprotocols("rostrum.v1")
                .header("Cookie", cookieHeader())
                .connectTimeout(PATIENCE)
                .buildAsync(address, new Watching())
                .join();
    }

    /// Gives a command and waits for the answer.
    ///
    /// @return whether it was done
    boolean command(String name, Map<String, Object> body) throws IOException, InterruptedException {
        var message = Map.of("type", "command", "id", UUID.randomUUID(), "name", name, "body", body);
        return send("POST", "/api/sessions/" + code + "/commands?audience=" + audience, message)
                        .statusCode()
                == 200;
    }

    /// What this person's audience sees now.
    JsonNode look() throws IOException, InterruptedException {
        return json.readTree(
                send("GET", "/api/sessions/" + code + "/" + audience, null).body());
    }

    private HttpResponse<String> send(String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader());
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(write(body)));
        }
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (var cookie : response.headers().allValues("set-cookie")) {
            var pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return response;
    }

    private String write(Object body) throws JsonProcessingException {
        return json.writeValueAsString(body);
    }

    private String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        var open = socket;
        if (open != null) {
            open.abort();
        }
    }

    /// Reads whatever comes and does nothing with it.
    private static final class Watching implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            socket.request(1);
            return null;
        }
    }
}
