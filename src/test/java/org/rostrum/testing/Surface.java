package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A page open in a browser, as the protocol wants it written: takes a snapshot, then the socket, folds frames, and
/// whenever the connection ends comes back by itself with its position and with the commands that were not answered,
/// under the same ids. Any thread.
public final class Surface implements AutoCloseable {

    private static final long BACK_AFTER_MS = 150;
    private static final Set<Integer> STOPS = Set.of(1000, 4001, 4003, 4004);
    private static final Set<String> TRANSIENT = Set.of("busy", "unavailable", "too-many-in-flight");
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("surfaces").daemon().factory());

    private final HttpBrowser browser;
    private final String code;
    private final String audience;

    // Everything below is guarded by this.
    private final Picture picture;
    private final Outbox outbox = new Outbox();
    private final List<JsonNode> kept = new ArrayList<>();
    private JsonNode mine = JsonNodeFactory.instance.nullNode();
    private boolean fetching;
    private boolean closed;
    private @Nullable SurfaceLine line;
    private boolean greeted;
    private int connections;
    private int resyncs;
    private int retries;
    private int closeCode;
    private @Nullable Claim claimed;

    private record Claim(long seq, String tag) {}

    public Surface(HttpBrowser browser, String code, String audience) {
        this.browser = browser;
        this.code = code;
        this.audience = audience;
        this.picture = new Picture(audience);
    }

    /// Has every row handed over that comes into view or changes, on the thread that heard of it.
    public synchronized Surface whenShown(Consumer<JsonNode> action) {
        picture.whenShown(action);
        return this;
    }

    /// Has its next connection claim a position of the present epoch that it does not hold.
    public synchronized Surface claiming(long seq, String tag) {
        claimed = new Claim(seq, tag);
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
        moveOn();
    }

    /// Gives a command. The answer is an `ack`, or the `nack` of a rule.
    public CompletableFuture<JsonNode> command(String name, Map<String, ?> body) {
        var id = UUID.randomUUID().toString();
        var command = HttpBrowser.write(Map.of("type", "command", "id", id, "name", name, "body", body));
        WireContract.said(audience, HttpBrowser.read(command));
        synchronized (this) {
            var answer = outbox.add(id, command);
            pump();
            return answer;
        }
    }

    public synchronized Map<String, JsonNode> questions() {
        return picture.questions();
    }

    public synchronized Map<String, Long> votes() {
        return picture.votes();
    }

    public synchronized JsonNode session() {
        return picture.session();
    }

    public synchronized JsonNode mine() {
        return mine;
    }

    public synchronized String epoch() {
        return picture.epoch();
    }

    public synchronized long seq() {
        return picture.seq();
    }

    /// The tag of its position.
    public synchronized String tag() {
        return picture.tag();
    }

    public synchronized boolean isConnected() {
        return line != null && greeted && !fetching;
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

    private static void later(long millis, Runnable action) {
        var _ = TIMER.schedule(() -> Thread.ofVirtual().start(action), millis, TimeUnit.MILLISECONDS);
    }

    private void connectSoon(long millis) {
        later(millis, this::connect);
    }

    private void connect() {
        SurfaceLine next;
        URI address;
        synchronized (this) {
            if (closed || line != null) {
                return;
            }
            if (picture.epoch().isEmpty()) {
                connectSoon(BACK_AFTER_MS);
                return;
            }
            next = new SurfaceLine(this::hear, this::ended);
            line = next;
            greeted = false;
            address = address(claimed == null ? picture.query() : picture.query(claimed.seq(), claimed.tag()));
            claimed = null;
        }
        next.open(address, browser.cookieHeader());
    }

    private URI address(String position) {
        return URI.create("ws" + browser.server().toString().substring("http".length()) + "/ws/" + code + "/" + audience
                + "?" + position);
    }

    private synchronized void ended(SurfaceLine ended, int code) {
        if (line != ended) {
            return;
        }
        line = null;
        closeCode = code;
        outbox.again();
        if (!closed && !STOPS.contains(code)) {
            connectSoon(BACK_AFTER_MS);
        }
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
                    later(BACK_AFTER_MS, this::fetch);
                }
            }
        }
    }

    private synchronized void begin(JsonNode snapshot) {
        picture.begin(snapshot);
        fetching = false;
        var messages = List.copyOf(kept);
        kept.clear();
        messages.forEach(this::fold);
    }

    private void hear(SurfaceLine from, JsonNode message) {
        WireContract.heard(audience, message);
        take(from, message);
    }

    /// What comes of a connection after its end is ignored.
    private synchronized void take(SurfaceLine from, JsonNode message) {
        if (line != from) {
            return;
        }
        switch (message.path("type").asText()) {
            case "hello" -> greet(message);
            case "frame", "tally" -> {
                if (fetching) {
                    kept.add(message);
                } else {
                    fold(message);
                }
            }
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

    private void greet(JsonNode hello) {
        greeted = true;
        connections++;
        if (!hello.path("epoch").asText().equals(picture.epoch())) {
            resync();
        }
        pump();
    }

    private void fold(JsonNode message) {
        if (message.path("type").asText().equals("tally")) {
            picture.count(message);
        } else if (!picture.fold(message)) {
            resync();
        }
    }

    private void answered(JsonNode answer) {
        outbox.answered(answer);
        pump();
    }

    private void again(JsonNode answer) {
        var id = answer.path("id").asText();
        if (outbox.awaits(id)) {
            retries++;
            later(answer.path("retryAfterMs").asLong(BACK_AFTER_MS), () -> sayAgain(id));
        }
    }

    private synchronized void sayAgain(String id) {
        outbox.again(id);
        pump();
    }

    private void pump() {
        if (line != null && greeted) {
            outbox.say(line::say);
        }
    }
}
