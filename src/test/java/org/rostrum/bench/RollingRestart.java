package org.rostrum.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;

/// Three servers behind a proxy are stopped and started again one after the other, while viewers watch and come back as
/// pages do, others look at the room, and a host writes.
///
/// @param outages of viewers, each from the end of a connection to the next `hello`
/// @param statuses what requests and handshakes through the proxy were answered, by status; 0 where nothing came
/// @param out viewers who were not connected at the end
/// @param acknowledged questions that were
/// @param lost of those, how many the room does not show
record RollingRestart(Times outages, Map<Integer, Long> statuses, int out, int acknowledged, int lost) {

    private static final int SERVERS = 3;
    private static final int LOOKING = 10;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(250);
    private static final Duration SETTLING = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SERVER_ERROR = 500;

    /// As pages have it: full jitter under a ceiling that doubles.
    private static final int BACK_OFF_MS = 500;

    private static final int BACK_OFF_MAX_MS = 20_000;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Answers by the service itself or the proxy that something is wrong.
    long serverErrors() {
        return statuses.entrySet().stream()
                .filter(status -> status.getKey() >= SERVER_ERROR)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    static RollingRestart play(Proxy.Kind kind, Path folder, int viewers, String... limits) throws Exception {
        try (var database = EmbeddedDatabase.start(new DataFolder(folder.resolve("database")), _ -> {})) {
            var ports = new ArrayList<Integer>();
            var servers = new ArrayList<PackagedServer>();
            for (int i = 0; i < SERVERS; i++) {
                ports.add(Proxy.freePort());
                servers.add(start(folder, ports.get(i), database.access(), limits));
            }
            try (var proxy = Proxy.start(kind, folder.resolve(kind.program()), ports)) {
                var host = servers.getFirst().host();
                host.pointAt(proxy.address());
                return new Play(proxy.address(), host, viewers).through(() -> {
                    for (int i = 0; i < SERVERS; i++) {
                        servers.get(i).close();
                        servers.set(i, start(folder, ports.get(i), database.access(), limits));
                        TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
                    }
                });
            } finally {
                servers.forEach(PackagedServer::close);
            }
        }
    }

    /// Returns when it is ready.
    private static PackagedServer start(Path folder, int port, DatabaseAccess database, String... limits)
            throws IOException {
        return PackagedServer.start(
                folder.resolve("server-" + port),
                PackagedServer.settings(
                        limits,
                        "quarkus.http.host=127.0.0.1",
                        "quarkus.http.port=" + port,
                        "quarkus.http.proxy.proxy-address-forwarding=true",
                        "quarkus.http.proxy.enable-forwarded-host=true",
                        "quarkus.http.proxy.trusted-proxies=127.0.0.1",
                        "quarkus.shutdown.delay=2S",
                        "quarkus.datasource.jdbc.max-size=10",
                        "quarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                        "quarkus.datasource.username=" + database.user(),
                        "quarkus.datasource.password=" + database.password()));
    }

    /// What is done to the servers meanwhile.
    @FunctionalInterface
    private interface Meanwhile {
        void run() throws IOException, InterruptedException;
    }

    private static final class Play {

        private final URI proxy;
        private final HttpBrowser host;
        private final int viewers;
        private final String code;
        private final Times outages = new Times();
        private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
        private final AtomicInteger connected = new AtomicInteger();
        private final AtomicBoolean goesOn = new AtomicBoolean(true);
        private final List<String> acknowledged = new ArrayList<>();

        Play(URI proxy, HttpBrowser host, int viewers) throws IOException {
            this.proxy = proxy;
            this.host = host;
            this.viewers = viewers;
            this.code = host.makeLiveSession();
        }

        RollingRestart through(Meanwhile restarts) throws IOException, InterruptedException {
            for (int i = 0; i < viewers; i++) {
                var _ = Thread.startVirtualThread(this::watch);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> connected.get() == viewers);
            for (int i = 0; i < LOOKING; i++) {
                var _ = Thread.startVirtualThread(this::look);
            }
            var asking = Thread.startVirtualThread(this::ask);
            restarts.run();
            int out = viewers - connected.get();
            goesOn.set(false);
            asking.join();
            var shown = new HashSet<String>();
            host.snapshot(code, "desk")
                    .path("questions")
                    .forEach(question -> shown.add(question.path("id").asText()));
            int lost = (int) acknowledged.stream()
                    .filter(question -> !shown.contains(question))
                    .count();
            var counted = new TreeMap<Integer, Long>();
            statuses.forEach((status, count) -> counted.put(status, count.sum()));
            return new RollingRestart(outages, counted, out, acknowledged.size(), lost);
        }

        private void count(int status) {
            statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
        }

        /// One viewer, as a page is.
        private void watch() {
            @Nullable JsonNode position = null;
            int failures = 0;
            long since = 0;
            while (goesOn.get()) {
                var line = new Line();
                try {
                    if (position == null || failures % 3 == 2) {
                        position = snapshot();
                    }
                    line.open(position);
                    if (since != 0) {
                        outages.add(System.nanoTime() - since);
                    }
                    failures = 0;
                    connected.incrementAndGet();
                    position = line.untilItEnds();
                    connected.decrementAndGet();
                    since = System.nanoTime();
                } catch (IOException | CompletionException e) {
                    count(statusOf(e));
                    failures++;
                }
                int ceiling = Math.min(BACK_OFF_MS << Math.min(failures, 16), BACK_OFF_MAX_MS);
                pause(line.askedToWaitMs + ThreadLocalRandom.current().nextInt(ceiling));
            }
        }

        private JsonNode snapshot() throws IOException {
            try {
                var answer = HTTP.send(
                        HttpRequest.newBuilder(proxy.resolve("/api/sessions/" + code + "/room"))
                                .timeout(PATIENCE)
                                .build(),
                        BodyHandlers.ofString());
                count(answer.statusCode());
                if (answer.statusCode() != 200) {
                    throw new IOException("status " + answer.statusCode());
                }
                return JSON.readTree(answer.body());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        private void look() {
            while (goesOn.get()) {
                try {
                    var _ = snapshot();
                } catch (IOException e) {
                    if (e.getMessage() == null || !e.getMessage().startsWith("status ")) {
                        count(0);
                    }
                }
                pause(BETWEEN_LOOKS.toMillis());
            }
        }

        /// As the pages do: whatever is no answer of ours is asked again under the same id.
        private void ask() {
            while (goesOn.get()) {
                var question = UUID.randomUUID().toString();
                var body = Map.of(
                        "question", question, "text", "What is " + question, "language", "en", "origin", "organizer");
                var message = Map.of("type", "command", "id", UUID.randomUUID(), "name", "askFor", "body", body);
                boolean answered = false;
                while (!answered && goesOn.get()) {
                    try {
                        var answer = host.post("/api/sessions/" + code + "/commands?audience=desk", message);
                        count(answer.statusCode());
                        answered = answer.statusCode() == 200
                                && JSON.readTree(answer.body())
                                        .path("type")
                                        .asText()
                                        .equals("ack");
                    } catch (IOException e) {
                        count(0);
                    }
                    pause(BETWEEN_QUESTIONS.toMillis());
                }
                if (answered) {
                    acknowledged.add(question);
                }
            }
        }

        private static int statusOf(Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof WebSocketHandshakeException refused) {
                    return refused.getResponse().statusCode();
                }
            }
            return 0;
        }

        private static void pause(long millis) {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /// One socket of a viewer.
        private final class Line implements WebSocket.Listener {

            private final StringBuilder part = new StringBuilder();
            private final CompletableFuture<JsonNode> hello = new CompletableFuture<>();
            private final CompletableFuture<JsonNode> end = new CompletableFuture<>();
            private volatile JsonNode position = JSON.createObjectNode();
            private volatile long askedToWaitMs;

            /// Returns after `hello`.
            void open(JsonNode from) {
                position = from;
                var query = "?epoch=%s&seq=%s&tag=%s"
                        .formatted(
                                from.path("epoch").asText(),
                                from.path("seq").asText(),
                                from.path("tag").asText());
                var address = URI.create(proxy.toString().replace("http:", "ws:") + "/ws/" + code + "/room" + query);
                var _ = HTTP.newWebSocketBuilder()
                        .connectTimeout(PATIENCE)
                        .subprotocols("rostrum.v1")
                        .buildAsync(address, this)
                        .join();
                var _ = hello.join();
            }

            JsonNode untilItEnds() {
                return end.join();
            }

            @Override
            public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                part.append(text);
                if (last) {
                    hear(part.toString());
                    part.setLength(0);
                }
                from.request(1);
                return null;
            }

            private void hear(String text) {
                try {
                    var message = JSON.readTree(text);
                    switch (message.path("type").asText()) {
                        case "hello" -> hello.complete(message);
                        case "bye" ->
                            askedToWaitMs = message.path("retryAfterMs").asLong();
                        case "frame" ->
                            position = JSON.createObjectNode()
                                    .put("epoch", position.path("epoch").asText())
                                    .put("seq", message.path("seq").asLong())
                                    .put("tag", message.path("tag").asText());
                        default -> {}
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                ended();
                return null;
            }

            @Override
            public void onError(WebSocket from, Throwable error) {
                ended();
            }

            private void ended() {
                hello.completeExceptionally(new IOException("ended before hello"));
                end.complete(position);
            }
        }
    }
}
