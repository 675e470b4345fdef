package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A page open in a browser, as the protocol wants it written: takes a snapshot, then the socket, folds frames, and
/// whenever the connection ends comes back by itself with its position and with the commands that were not answered,
/// under the same ids. Any thread.
public final class Surface implements AutoCloseable {

    private static final int MAX_IN_FLIGHT = 8;
    private static final long BACK_AFTER_MS = 150;
    private static final Set<Integer> STOPS = Set.of(1000, 4001, 4003, 4004);
    private static final Set<String> TRANSIENT = Set.of("busy", "unavailable", "too-many-in-flight");
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("surfaces").daemon().factory());

    private final HttpBrowser browser;
    private final String code;
    private final String audience;

    // Everything below is guarded by this.
    private final Map<String, JsonNode> questions = new HashMap<>();
    private final Map<String, Long> votes = new HashMap<>();
    private final List<JsonNode> kept = new ArrayList<>();
    private final Map<String, Pending> outbox = new LinkedHashMap<>();
    private Consumer<JsonNode> onShown = _ -> {};
    private JsonNode session = JsonNodeFactory.instance.nullNode();
    private JsonNode mine = JsonNodeFactory.instance.nullNode();
    private String epoch = "";
    private long seq;
    private boolean fetching;
    private boolean closed;
    private @Nullable Line line;
    private int connections;
    private int resyncs;
    private int retries;
    private int closeCode;
    private @Nullable Long claimed;

    private static final class Pending {
        final String text;
        final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        boolean sent;

        Pending(String text) {
            this.text = text;
        }
    }

    public Surface(HttpBrowser browser, String code, String audience) {
        this.browser = browser;
        this.code = code;
        this.audience = audience;
    }

    /// Has every row handed over that comes into view or changes, on the thread that heard of it.
    public synchronized Surface whenShown(Consumer<JsonNode> action) {
        onShown = action;
        return this;
    }

    /// Has its first connection claim a position of the present epoch that it does not hold.
    public synchronized Surface claiming(long position) {
        claimed = position;
        return this;
    }

    /// Begins with a snapshot and goes on until closed.
    public Surface join() {
        resync();
        connectSoon(0);
        return this;
    }

    /// Leaves the server it is connected to for the one its browser is pointed at now, keeping its position.
    public synchronized void moveOn() {
        if (line != null) {
            line.end();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (line != null) {
            line.end();
        }
    }

    /// Gives a command. The answer is an `ack`, or the `nack` of a rule.
    public CompletableFuture<JsonNode> command(String name, Map<String, ?> body) {
        var id = UUID.randomUUID().toString();
        var pending = new Pending(HttpBrowser.write(Map.of("type", "command", "id", id, "name", name, "body", body)));
        WireContract.said(audience, HttpBrowser.read(pending.text));
        synchronized (this) {
            outbox.put(id, pending);
            pump();
        }
        return pending.answer;
    }

    public synchronized Map<String, JsonNode> questions() {
        return new TreeMap<>(questions);
    }

    public synchronized Map<String, Long> votes() {
        var held = new TreeMap<>(votes);
        held.keySet().retainAll(questions.keySet());
        return held;
    }

    public synchronized JsonNode session() {
        return session;
    }

    public synchronized JsonNode mine() {
        return mine;
    }

    public synchronized String epoch() {
        return epoch;
    }

    public synchronized long seq() {
        return seq;
    }

    public synchronized boolean isConnected() {
        return line != null && line.greeted && !fetching;
    }

    /// How often it has been connected.
    public synchronized int connections() {
        return connections;
    }

    /// How often it was told, or found, that it has to fetch a snapshot.
    public synchronized int resyncs() {
        return resyncs;
    }

    /// How often it was told to send a command again.
    public synchronized int retries() {
        return retries;
    }

    /// The code of the last close; 0 where there was none.
    public synchronized int closeCode() {
        return closeCode;
    }

    public String code() {
        return code;
    }

    public String audience() {
        return audience;
    }

    public HttpBrowser browser() {
        return browser;
    }

    private void connectSoon(long millis) {
        var _ = TIMER.schedule(() -> Thread.ofVirtual().start(this::connect), millis, TimeUnit.MILLISECONDS);
    }

    private void connect() {
        Line next;
        String address;
        synchronized (this) {
            if (closed || line != null) {
                return;
            }
            if (epoch.isEmpty()) {
                connectSoon(BACK_AFTER_MS);
                return;
            }
            next = new Line();
            line = next;
            address = "ws" + browser.server().toString().substring("http".length()) + "/ws/" + code + "/" + audience
                    + "?epoch=" + epoch + "&seq=" + (claimed == null ? seq : claimed);
            claimed = null;
        }
        var builder = HttpBrowser.HTTP
                .newWebSocketBuilder()
                .connectTimeout(HttpBrowser.PATIENCE)
                .subprotocols("rostrum.v1");
        if (!browser.cookieHeader().isEmpty()) {
            builder.header("Cookie", browser.cookieHeader());
        }
        var _ = builder.buildAsync(URI.create(address), next).whenComplete((_, failure) -> {
            if (failure != null) {
                next.over(1006);
            }
        });
    }

    private void resync() {
        synchronized (this) {
            if (fetching) {
                return;
            }
            fetching = true;
            resyncs++;
        }
        Thread.ofVirtual().start(this::fetch);
    }

    private void fetch() {
        try {
            begin(browser.snapshot(code, audience));
        } catch (IOException | AssertionError e) {
            synchronized (this) {
                if (!closed) {
                    var _ = TIMER.schedule(
                            () -> Thread.ofVirtual().start(this::fetch), BACK_AFTER_MS, TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    private synchronized void begin(JsonNode snapshot) {
        questions.clear();
        votes.clear();
        epoch = snapshot.path("epoch").asText();
        seq = snapshot.path("seq").asLong();
        session = snapshot.path("session");
        snapshot.path("votes")
                .properties()
                .forEach(vote -> votes.put(vote.getKey(), vote.getValue().asLong()));
        snapshot.path("questions").forEach(this::show);
        fetching = false;
        var frames = List.copyOf(kept);
        kept.clear();
        frames.forEach(this::fold);
    }

    private void show(JsonNode row) {
        questions.put(row.path("id").asText(), row);
        onShown.accept(row);
    }

    private synchronized void take(Line from, JsonNode message) {
        if (line != from) {
            return;
        }
        switch (message.path("type").asText()) {
            case "hello" -> {
                from.greeted = true;
                connections++;
                if (!message.path("epoch").asText().equals(epoch)) {
                    resync();
                }
                pump();
            }
            case "frame" -> {
                if (fetching) {
                    kept.add(message);
                } else {
                    fold(message);
                }
            }
            case "tally" ->
                message.path("votes").properties().forEach(vote -> {
                    if (fetching || questions.containsKey(vote.getKey())) {
                        votes.put(vote.getKey(), vote.getValue().asLong());
                    }
                });
            case "mine" -> mine = message;
            case "resync" -> resync();
            case "ack" -> answered(message);
            case "nack" -> {
                if (TRANSIENT.contains(message.path("problem").path("code").asText())) {
                    again(message);
                } else {
                    answered(message);
                }
            }
            case "retry" -> again(message);
            default -> {
                // presence, pong and bye do not change the picture
            }
        }
    }

    private void fold(JsonNode frame) {
        if (frame.path("seq").asLong() <= seq) {
            return;
        }
        if (frame.path("prev").asLong() > seq) {
            resync();
            return;
        }
        seq = frame.path("seq").asLong();
        frame.path("remove").forEach(id -> questions.remove(id.asText()));
        if (frame.has("session")) {
            session = frame.path("session");
        }
        frame.path("upsert").forEach(this::show);
    }

    private void answered(JsonNode answer) {
        var pending = outbox.remove(answer.path("id").asText());
        if (pending != null) {
            pending.answer.completeAsync(() -> answer);
        }
        pump();
    }

    private void again(JsonNode answer) {
        var pending = outbox.get(answer.path("id").asText());
        if (pending != null) {
            retries++;
            var _ = TIMER.schedule(
                    () -> {
                        synchronized (this) {
                            pending.sent = false;
                            pump();
                        }
                    },
                    answer.path("retryAfterMs").asLong(BACK_AFTER_MS),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void pump() {
        if (line == null || !line.greeted) {
            return;
        }
        long inFlight = outbox.values().stream().filter(one -> one.sent).count();
        for (var pending : outbox.values()) {
            if (inFlight >= MAX_IN_FLIGHT) {
                return;
            }
            if (!pending.sent) {
                pending.sent = true;
                inFlight++;
                line.say(pending.text);
            }
        }
    }

    private synchronized void ended(Line ended, int code) {
        if (line != ended) {
            return;
        }
        line = null;
        closeCode = code;
        outbox.values().forEach(pending -> pending.sent = false);
        if (!closed && !STOPS.contains(code)) {
            connectSoon(BACK_AFTER_MS);
        }
    }

    /// One connection. What comes of it after its end is ignored.
    private final class Line implements WebSocket.Listener {

        private final StringBuilder part = new StringBuilder();
        private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
        private CompletableFuture<?> sending = socket;

        /// Guarded by the surface.
        private boolean greeted;

        @Override
        public void onOpen(WebSocket opened) {
            socket.complete(opened);
            opened.request(1);
        }

        void say(String text) {
            sending = sending.thenCompose(_ -> socket.join().sendText(text, true));
        }

        void end() {
            var _ = socket.thenAccept(WebSocket::abort);
            over(1006);
        }

        void over(int code) {
            ended(this, code);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                var message = HttpBrowser.read(part.toString());
                part.setLength(0);
                WireContract.heard(audience, message);
                take(this, message);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            over(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            over(1006);
        }
    }
}
