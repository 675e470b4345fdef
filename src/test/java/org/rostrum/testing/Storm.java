package org.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// A busy session: viewers who each ask once and vote without pause, and a moderator who decides what is pending.
/// It keeps a book of all that was acknowledged, and at the end compares what the server has with the book.
public final class Storm implements AutoCloseable {

    private static final Duration CALM = Duration.ofSeconds(40);
    private static final int BALLOTS_AT_MOST = 60;

    /// Entries of a session before anybody asks: it is founded and goes live.
    private static final int ENTRIES_BEFORE = 2;

    private final String code;
    private final Random random;
    private final Surface desk;
    private final List<Surface> viewers = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile boolean blowing = true;

    /// The asker, by question, from the moment the question was sent.
    private final Map<String, Surface> askers = new ConcurrentHashMap<>();

    /// Acknowledged questions and decisions: the status a decision led to, and the position of each entry.
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    private final Map<String, String> decided = new ConcurrentHashMap<>();
    private final Map<String, Long> decisions = new ConcurrentHashMap<>();

    /// Every voter's newest acknowledged vote, and the counter of the newest sent.
    private final Map<Ballot, Cast> cast = new ConcurrentHashMap<>();

    private final Map<Ballot, Integer> sent = new ConcurrentHashMap<>();
    private final Map<Surface, AtomicInteger> ballots = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final List<JsonNode> refused = new ArrayList<>();

    private record Ballot(Surface voter, String question) {}

    private record Cast(int n, boolean on) {}

    /// Opens a session with this many viewers, who wait for [#ask].
    ///
    /// @param servers over which the viewers are dealt; the host's where none are named
    public Storm(HttpBrowser host, int viewers, long seed, URI... servers) throws IOException {
        this.random = new Random(seed);
        this.code = host.makeLiveSession();
        this.desk = new Surface(host.invite(code, "moderator", "Noor"), code, "desk");
        desk.whenShown(this::decide).join();
        for (int i = 0; i < viewers; i++) {
            var server = servers.length == 0 ? host.server() : servers[i % servers.length];
            var viewer = new Surface(new HttpBrowser(server).participate(), code, "room");
            ballots.put(viewer, new AtomicInteger());
            this.viewers.add(viewer.whenShown(_ -> vote(viewer)).join());
        }
    }

    public String code() {
        return code;
    }

    /// Everybody's page, the desk first.
    public List<Surface> surfaces() {
        var all = new ArrayList<>(List.of(desk));
        all.addAll(viewers);
        return all;
    }

    /// How many commands have been acknowledged.
    public int acknowledged() {
        return acknowledged.get();
    }

    /// The longest that anybody has waited for an answer.
    public Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    public List<Surface> viewers() {
        return List.copyOf(viewers);
    }

    /// Has these viewers ask, each for the first and only time.
    public void ask(int from, int to) {
        for (var viewer : viewers.subList(from, to)) {
            var question = UUID.randomUUID().toString();
            askers.put(question, viewer);
            give(
                    viewer,
                    "ask",
                    Map.of("question", question, "text", "What is question " + question + "?", "language", "en"),
                    ack -> asked.put(question, ack.path("number").asInt()));
        }
    }

    private void decide(JsonNode row) {
        var question = row.path("id").asText();
        if (!row.path("status").asText().equals("pending") || decided.putIfAbsent(question, "") != null) {
            return;
        }
        var body = new HashMap<String, Object>(
                Map.of("question", question, "revision", row.path("revision").asInt()));
        var dice = random(10);
        var name = dice < 6 ? "approve" : dice < 9 ? "queue" : "dismiss";
        var status = dice < 6 ? "published" : dice < 9 ? "queued" : "dismissed";
        if (name.equals("queue")) {
            body.put("place", "last");
        } else if (name.equals("dismiss")) {
            body.put("reason", "other");
        }
        give(desk, name, body, ack -> {
            decided.put(question, status);
            decisions.put(question, ack.path("seq").asLong());
        });
    }

    private void vote(Surface viewer) {
        var shown = new ArrayList<>(viewer.questions().keySet());
        var used = ballots.get(viewer);
        if (!blowing || shown.isEmpty() || used == null || used.incrementAndGet() > BALLOTS_AT_MOST) {
            return;
        }
        var question = shown.get(random(shown.size()));
        var ballot = new Ballot(viewer, question);
        int n = sent.merge(ballot, 1, Integer::sum);
        var on = random(3) > 0;
        give(viewer, "vote", Map.of("question", question, "n", n, "on", on), _ -> {
            cast.merge(ballot, new Cast(n, on), (a, b) -> a.n() > b.n() ? a : b);
            vote(viewer);
        });
    }

    private void give(Surface from, String name, Map<String, ?> body, Consumer<JsonNode> whenAcknowledged) {
        open.incrementAndGet();
        long begun = System.nanoTime();
        var _ = from.command(name, body)
                .thenAccept(answer -> {
                    slowestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
                    if (answer.path("type").asText().equals("ack")) {
                        whenAcknowledged.accept(answer);
                        acknowledged.incrementAndGet();
                    } else {
                        synchronized (refused) {
                            refused.add(answer);
                        }
                    }
                })
                .whenComplete((_, _) -> open.decrementAndGet());
    }

    private int random(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    /// Lets nobody vote again, waits until everything sent is answered, decided and shown everywhere, and
    /// compares.
    public void calmDown() {
        await().atMost(CALM).untilAsserted(() -> {
            assertThat(asked).hasSameSizeAs(askers);
            assertThat(decisions).hasSameSizeAs(asked);
        });
        blowing = false;
        await().atMost(CALM).untilAsserted(() -> assertThat(open).hasValue(0));
        synchronized (refused) {
            assertThat(refused).as("refusals").isEmpty();
        }
        requireEverythingOnce();
        await().atMost(CALM).untilAsserted(this::requireSamePictures);
    }

    private void requireEverythingOnce() {
        var snapshot = snapshot(desk);
        var rows = StreamSupport.stream(snapshot.path("questions").spliterator(), false)
                .toList();
        assertThat(rows).extracting(row -> row.path("id").asText()).containsExactlyInAnyOrderElementsOf(asked.keySet());
        assertThat(rows).extracting(row -> row.path("text").asText()).doesNotHaveDuplicates();
        assertThat(rows).extracting(row -> row.path("number").asInt()).doesNotHaveDuplicates();
        assertThat(rows.stream()
                        .collect(Collectors.toMap(
                                row -> row.path("id").asText(),
                                row -> row.path("status").asText())))
                .isEqualTo(decided);
        // each question and each decision is one entry, and there are no others
        assertThat(asked.values()).doesNotHaveDuplicates();
        assertThat(decisions.values()).doesNotHaveDuplicates();
        assertThat(snapshot.path("seq").asLong()).isEqualTo(ENTRIES_BEFORE + asked.size() + decisions.size());
    }

    private void requireSamePictures() {
        for (var surface : surfaces()) {
            var snapshot = snapshot(surface);
            var rows = new TreeMap<String, JsonNode>();
            snapshot.path("questions").forEach(row -> rows.put(row.path("id").asText(), row));
            var votes = new TreeMap<String, Long>();
            snapshot.path("votes")
                    .properties()
                    .forEach(vote -> votes.put(vote.getKey(), vote.getValue().asLong()));
            var expected = expectedVotes();
            expected.keySet().retainAll(rows.keySet());
            assertThat(votes).as("votes of the snapshot").isEqualTo(expected);
            assertThat(surface.isConnected()).isTrue();
            assertThat(surface.epoch()).isEqualTo(snapshot.path("epoch").asText());
            assertThat(surface.questions()).isEqualTo(rows);
            assertThat(surface.session()).isEqualTo(snapshot.path("session"));
            assertThat(surface.votes())
                    .as("votes on a screen with %d connections", surface.connections())
                    .isEqualTo(expected);
        }
        askers.forEach((question, viewer) -> {
            var own = viewer.mine().path("questions");
            assertThat(own).hasSize(1);
            assertThat(own.path(0).path("id").asText()).isEqualTo(question);
            var fate = "queued".equals(decided.get(question)) ? "published" : decided.get(question);
            assertThat(own.path(0).path("fate").asText()).isEqualTo(fate);
        });
    }

    /// The asker is the first voter; then everybody's newest vote counts.
    private Map<String, Long> expectedVotes() {
        var expected = new TreeMap<String, Long>();
        askers.forEach((question, asker) -> {
            var own = cast.get(new Ballot(asker, question));
            long others = cast.entrySet().stream()
                    .filter(vote -> vote.getKey().question().equals(question)
                            && vote.getKey().voter() != asker
                            && vote.getValue().on())
                    .count();
            expected.put(question, others + (own == null || own.on() ? 1 : 0));
        });
        return expected;
    }

    private JsonNode snapshot(Surface surface) {
        try {
            return surface.browser().snapshot(code, surface.audience());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        surfaces().forEach(Surface::close);
    }
}
