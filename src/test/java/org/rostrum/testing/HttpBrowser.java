package org.rostrum.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Somebody's browser: its cookies, pointed at one server after another. Any thread.
public final class HttpBrowser {

    /// What a host posts to make a session that tells nobody anything else.
    public static final Map<String, ?> PLAN =
            Map.of("titles", Map.of("en", "Life at sea", "fr", "La vie en mer"), "timeZone", "America/Halifax");

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> cookies = new ConcurrentHashMap<>();
    private volatile URI server;

    public HttpBrowser(URI server) {
        this.server = server;
    }

    /// Opens the host link that the server keeps in its data folder.
    public static HttpBrowser host(URI server, Path dataFolder) throws IOException {
        var link = URI.create(Files.readString(dataFolder.resolve("host-link")).strip());
        return new HttpBrowser(server).open(link);
    }

    /// Another browser, of somebody unknown, at the same server.
    public HttpBrowser stranger() {
        return new HttpBrowser(server);
    }

    public void pointAt(URI other) {
        server = other;
    }

    URI server() {
        return server;
    }

    /// Opens a personal link.
    public HttpBrowser open(URI link) throws IOException {
        ok(post("/api/join", Map.of("token", link.getFragment())));
        return this;
    }

    /// Takes a participant's key.
    public HttpBrowser participate() throws IOException {
        post("/api/participant", Map.of());
        return this;
    }

    /// Makes a session that is live and returns its code. For hosts.
    public String makeLiveSession() throws IOException {
        var code = ok(post("/api/sessions", PLAN)).path("code").asText();
        ok(command(code, "desk", "movePhase", Map.of("to", "live")));
        return code;
    }

    /// A browser of somebody invited to a session. For hosts.
    public HttpBrowser invite(String code, String role, String name) throws IOException {
        var link = ok(post("/api/sessions/" + code + "/links", Map.of("role", role, "name", name)));
        return new HttpBrowser(server).open(URI.create(link.path("url").asText()));
    }

    /// Gives a command by POST.
    public HttpResponse<String> command(String code, String audience, String name, Map<String, ?> body)
            throws IOException {
        var message = Map.of("type", "command", "id", UUID.randomUUID(), "name", name, "body", body);
        return post("/api/sessions/" + code + "/commands?audience=" + audience, message);
    }

    public JsonNode snapshot(String code, String audience) throws IOException {
        return ok(get("/api/sessions/" + code + "/" + audience));
    }

    public HttpResponse<String> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    public HttpResponse<String> post(String path, Object body) throws IOException {
        HttpContract.said("POST", URI.create(path).getPath(), JSON.valueToTree(body));
        return postWrong(path, body);
    }

    /// Posts what is wrong on purpose, hence not held against the contract.
    public HttpResponse<String> postWrong(String path, Object body) throws IOException {
        return send(HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(write(body))));
    }

    public HttpResponse<String> delete(String path) throws IOException {
        return send(HttpRequest.newBuilder(server.resolve(path)).DELETE());
    }

    /// The answer's body, where it is one that was hoped for.
    public static JsonNode ok(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer.uri() + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return read(answer.body());
    }

    /// The code of a problem that was answered.
    public static String code(HttpResponse<String> answer) {
        return read(answer.body()).path("code").asText();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader());
        }
        try {
            var answer = HTTP.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            HttpContract.heard(answer.request().method(), answer.uri().getPath(), HttpContract.Answer.of(answer));
            answer.headers().allValues("set-cookie").forEach(set -> {
                var pair = set.split(";", 2)[0].split("=", 2);
                cookies.put(pair[0], pair[1]);
            });
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// What goes with every request; empty where there are no cookies.
    public String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
