package org.rostrum.testing;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A third-party client in the few lines the protocol promises: takes a snapshot, then the socket, folds frames,
/// notices gaps and fetches again. It remembers every text it was ever sent, and can stop reading.
public final class LiveClient implements WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI server;
    private final String code;
    private final String audience;
    private final String cookie;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<JsonNode>> unanswered = new ConcurrentHashMap<>();
    private final AtomicInteger resyncs = new AtomicInteger();
    private final StringBuilder part = new StringBuilder();

    // Everything below is guarded by this.
    private final Picture picture;
    private final List<JsonNode> waiting = new ArrayList<>();
    private @Nullable JsonNode mine;
    private boolean fetching;
    private boolean reading = true;
    private boolean readPending;
    private @Nullable WebSocket socket;
    private int closeCode;
    private CompletableFuture<JsonNode> pong = new CompletableFuture<>();

    /// Somebody with these cookies, who has not joined yet.
    public LiveClient(HttpClient http, URI server, String code, String audience, String cookie) {
        this.http = http;
        this.server = server;
        this.code = code;
        this.audience = audience;
        this.cookie = cookie;
        this.picture = new Picture(audience);
    }

    /// Fetches the snapshot and connects with its position.
    public LiveClient join() {
        fetch();
        connect();
        return this;
    }

    /// Connects with the position held.
    public void connect() {
        var builder = http.newWebSocketBuilder().subprotocols("rostrum.v1").connectTimeout(PATIENCE);
        if (!cookie.isEmpty()) {
            builder.header("Cookie", cookie);
        }
        // outside the monitor: the first callback wants it
        var opened = builder.buildAsync(address(), this).join();
        synchronized (this) {
            socket = opened;
        }
    }

    private synchronized URI address() {
        part.setLength(0);
        readPending = false;
        closeCode = 0;
        return URI.create("ws" + server.toString().substring("http".length()) + "/ws/" + code + "/" + audience + "?"
                + picture.query());
    }

    /// Ends the connection without a word; the picture stays.
    public synchronized void drop() {
        if (socket != null) {
            socket.abort();
        }
    }

    public synchronized void stopReading() {
        reading = false;
    }

    public synchronized void readOn() {
        reading = true;
        if (readPending && socket != null) {
            readPending = false;
            socket.request(1);
        }
    }

    /// Gives a command over the socket.
    public CompletableFuture<JsonNode> command(String name, Map<String, ?> body) {
        return give(name, body, this::say);
    }

    /// Gives a command that is wrong on purpose, hence not held against the contract.
    public CompletableFuture<JsonNode> wrongCommand(String name, Map<String, ?> body) {
        return give(name, body, this::send);
    }

    private CompletableFuture<JsonNode> give(String name, Map<String, ?> body, Consumer<String> by) {
        var id = UUID.randomUUID().toString();
        var answer = new CompletableFuture<JsonNode>();
        unanswered.put(id, answer);
        by.accept(write(Map.of("type", "command", "id", id, "name", name, "body", body)));
        return answer;
    }

    /// Waits until everything that was on its way when this was called has been heard.
    public void catchBreath() {
        CompletableFuture<JsonNode> next;
        synchronized (this) {
            pong = new CompletableFuture<>();
            next = pong;
        }
        say("{\"type\":\"ping\"}");
        next.orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    private void say(String text) {
        WireContract.said(audience, parse(text));
        send(text);
    }

    private synchronized void send(String text) {
        if (socket == null) {
            throw new IllegalStateException("not connected");
        }
        socket.sendText(text, true).join();
    }

    private void fetch() {
        try {
            var request = HttpRequest.newBuilder(server.resolve("/api/sessions/" + code + "/" + audience))
                    .timeout(PATIENCE);
            if (!cookie.isEmpty()) {
                request.header("Cookie", cookie);
            }
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            heard.add(response.body());
            HttpContract.heard("GET", response.uri().getPath(), HttpContract.Answer.of(response));
            if (response.statusCode() != 200) {
                throw new AssertionError("the " + audience + "'s snapshot: " + response.statusCode());
            }
            begin(JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private synchronized void begin(JsonNode snapshot) {
        picture.begin(snapshot);
        fetching = false;
        // what was tallied meanwhile is newer than a snapshot's votes
        var messages = List.copyOf(waiting);
        waiting.clear();
        messages.forEach(this::take);
    }

    @Override
    public synchronized void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            var whole = part.toString();
            part.setLength(0);
            heard.add(whole);
            var message = parse(whole);
            WireContract.heard(audience, message);
            take(message);
        }
        if (reading) {
            from.request(1);
        } else {
            readPending = true;
        }
        return null;
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        return null;
    }

    private void take(JsonNode message) {
        switch (message.path("type").asText()) {
            case "hello" -> {
                if (!message.path("epoch").asText().equals(picture.epoch())) {
                    resync();
                }
            }
            case "frame", "tally" -> {
                if (fetching) {
                    waiting.add(message);
                } else if (message.path("type").asText().equals("tally")) {
                    picture.count(message);
                } else if (!picture.fold(message)) {
                    resync();
                }
            }
            case "mine" -> mine = message;
            case "resync" -> resync();
            case "pong" -> pong.complete(message);
            case "ack", "nack", "retry" -> {
                var answer = unanswered.remove(message.path("id").asText());
                if (answer != null) {
                    answer.complete(message);
                }
            }
            default -> {
                // presence and bye do not change the picture
            }
        }
    }

    private void resync() {
        if (!fetching) {
            fetching = true;
            resyncs.incrementAndGet();
            Thread.ofVirtual().start(this::fetch);
        }
    }

    /// The questions held, by id, at a moment when no snapshot is on its way.
    public synchronized Map<String, JsonNode> questions() {
        return picture.questions();
    }

    public synchronized Map<String, Long> votes() {
        return picture.votes();
    }

    public synchronized JsonNode session() {
        return picture.session();
    }

    public synchronized @Nullable JsonNode mine() {
        return mine;
    }

    public synchronized long seq() {
        return picture.seq();
    }

    /// The code with which the server has closed the newest connection; 0 where it has not.
    public synchronized int closeCode() {
        return closeCode;
    }

    public synchronized boolean isSettled() {
        return !fetching;
    }

    public int resyncs() {
        return resyncs.get();
    }

    /// Every text this client was ever sent, in order, bodies of snapshots among them.
    public List<String> heard() {
        return List.copyOf(heard);
    }

    public String audience() {
        return audience;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
