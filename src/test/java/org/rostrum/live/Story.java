package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rostrum.wire.ServerMessage;

/// What one client is sent and what it must hold then, written down step by step. It folds what it writes down, so
/// that the same story is a proof in Java before it is a vector for others.
final class Story {

    /// What a set of stories must hold to prove anything.
    enum Edge {
        FRAME_ALREADY_KNOWN,
        FRAME_FROM_BEFORE_THE_POSITION,
        FRAME_OVER_SEVERAL_POSITIONS,
        REMOVAL_OF_A_ROW_NEVER_HELD,
        GAP,
        RESYNC,
        MESSAGES_DURING_A_RESYNC,
        OTHER_EPOCH_IN_HELLO,
        OTHER_EPOCH_WHILE_CONNECTED,
        EVERYTHING_HIDDEN,
        TALLY_OF_A_ROW_NOT_HELD,
        RESUMED_WITHOUT_A_SNAPSHOT
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String THEN = "2026-11-21T00:00:00.000Z";

    private final Audience audience;
    private final List<ObjectNode> steps = new ArrayList<>();
    private final Set<Edge> edges = EnumSet.noneOf(Edge.class);

    private final Map<String, JsonNode> questions = new TreeMap<>();
    private final Map<String, Long> votes = new TreeMap<>();
    private final Map<String, Long> touched = new TreeMap<>();
    private final Set<String> everHeld = new HashSet<>();
    private final List<JsonNode> kept = new ArrayList<>();
    private JsonNode session = JSON.nullNode();
    private String epoch = "";
    private long since;
    private long seq;
    private boolean fetching;
    private boolean resumed;

    Story(Audience audience) {
        this.audience = audience;
    }

    Set<Edge> edges() {
        return edges;
    }

    String epoch() {
        return epoch;
    }

    long seq() {
        return seq;
    }

    /// The questions it holds, by id.
    Map<String, JsonNode> questions() {
        return Map.copyOf(questions);
    }

    Map<String, Long> votes() {
        return Map.copyOf(votes);
    }

    /// Whether the client now needs a snapshot.
    boolean isFetching() {
        return fetching;
    }

    /// It comes for the first time or with empty hands: a snapshot, then the socket.
    void join(byte[] snapshot) {
        everHeld.clear();
        begin(step("join", snapshot));
    }

    /// It gets the snapshot that it needs.
    void fetch(byte[] snapshot) {
        var heardMeanwhile = List.copyOf(kept);
        kept.clear();
        fetching = false;
        begin(step("fetch", snapshot));
        heardMeanwhile.forEach(this::take);
    }

    /// Its connection ends.
    void lose() {
        steps.add(JSON.createObjectNode().put("lose", true));
    }

    /// It comes back with the position that it holds.
    void comeBack() {
        var position = JSON.createObjectNode().put("epoch", epoch).put("seq", seq);
        steps.add(JSON.createObjectNode().set("come", position));
        resumed = true;
    }

    /// It is sent a message over the socket.
    ///
    /// @return the message as it is written down
    JsonNode say(ServerMessage message) {
        var said = step("say", message.encode());
        hear(said);
        return said;
    }

    /// It is sent a message of before once more.
    void sayAgain(JsonNode said) {
        steps.add(JSON.createObjectNode().set("say", said));
        hear(said);
    }

    private void hear(JsonNode message) {
        switch (message.path("type").asText()) {
            case "hello" -> {
                if (!message.path("epoch").asText().equals(epoch)) {
                    edges.add(Edge.OTHER_EPOCH_IN_HELLO);
                    fetching = true;
                }
            }
            case "resync" -> {
                edges.add(Edge.RESYNC);
                if (!message.path("epoch").asText().equals(epoch) && !fetching) {
                    edges.add(Edge.OTHER_EPOCH_WHILE_CONNECTED);
                }
                fetching = true;
            }
            default -> {
                if (fetching) {
                    edges.add(Edge.MESSAGES_DURING_A_RESYNC);
                    kept.add(message);
                } else {
                    take(message);
                }
            }
        }
    }

    private void begin(JsonNode snapshot) {
        questions.clear();
        votes.clear();
        touched.clear();
        epoch = snapshot.path("epoch").asText();
        since = snapshot.path("seq").asLong();
        seq = since;
        session = snapshot.path("session");
        resumed = false;
        snapshot.path("questions").forEach(this::hold);
        snapshot.path("votes")
                .properties()
                .forEach(vote -> votes.put(vote.getKey(), vote.getValue().asLong()));
    }

    private void hold(JsonNode row) {
        questions.put(row.path("id").asText(), row);
        everHeld.add(row.path("id").asText());
    }

    private void take(JsonNode message) {
        switch (message.path("type").asText()) {
            case "frame" -> fold(message);
            case "tally" -> count(message);
            default -> throw new AssertionError("unexpected: " + message);
        }
    }

    private void count(JsonNode tally) {
        long at = tally.path("seq").asLong();
        if (tally.path("epoch").asText().equals(epoch) && at >= since && !isHidden()) {
            for (var row : tally.path("rows")) {
                if (touched.getOrDefault(row.path("id").asText(), 0L) <= at) {
                    hold(row);
                }
            }
        }
        tally.path("votes").properties().forEach(vote -> {
            if (questions.containsKey(vote.getKey())) {
                votes.put(vote.getKey(), vote.getValue().asLong());
            } else {
                edges.add(Edge.TALLY_OF_A_ROW_NOT_HELD);
            }
        });
    }

    private boolean isHidden() {
        return audience == Audience.ROOM && session.path("hidden").asBoolean();
    }

    private void fold(JsonNode frame) {
        long prev = frame.path("prev").asLong();
        if (frame.path("seq").asLong() <= seq) {
            edges.add(Edge.FRAME_ALREADY_KNOWN);
            return;
        }
        if (prev > seq) {
            edges.add(Edge.GAP);
            fetching = true;
            kept.add(frame);
            return;
        }
        if (prev < seq) {
            edges.add(Edge.FRAME_FROM_BEFORE_THE_POSITION);
        }
        if (resumed) {
            edges.add(Edge.RESUMED_WITHOUT_A_SNAPSHOT);
        }
        if (frame.path("upsert").size() + frame.path("remove").size() > 2) {
            edges.add(Edge.FRAME_OVER_SEVERAL_POSITIONS);
        }
        frame.path("upsert").forEach(row -> {
            hold(row);
            touched.put(row.path("id").asText(), frame.path("seq").asLong());
        });
        frame.path("remove").forEach(id -> {
            if (!everHeld.contains(id.asText())) {
                edges.add(Edge.REMOVAL_OF_A_ROW_NEVER_HELD);
            }
            questions.remove(id.asText());
            votes.remove(id.asText());
            touched.put(id.asText(), frame.path("seq").asLong());
        });
        seq = frame.path("seq").asLong();
        session = frame.has("session") ? frame.path("session") : session;
        if (isHidden()) {
            edges.add(Edge.EVERYTHING_HIDDEN);
            questions.clear();
            votes.clear();
        }
    }

    /// Everything it was sent has been read and the audience's projection is this: so must its picture be.
    void mustHold(ObjectNode projection) {
        var truth = ordered(projection);
        var picture = JSON.createObjectNode().put("epoch", epoch).put("seq", seq);
        picture.set("session", session);
        picture.set("questions", JSON.valueToTree(questions.values()));
        picture.set("votes", JSON.valueToTree(votes));
        assertThat(fetching).isFalse();
        assertThat((JsonNode) picture).as("%s at %s", audience, seq).isEqualTo(truth);
        steps.add(JSON.createObjectNode().set("hold", truth));
    }

    private ObjectNode step(String kind, byte[] json) {
        var message = ordered(read(json));
        if (message.has("at")) {
            message.put("at", THEN);
        }
        steps.add(JSON.createObjectNode().set(kind, message));
        return message;
    }

    /// The same with everything in order of which the protocol says none.
    private static ObjectNode ordered(ObjectNode message) {
        for (var list : List.of("questions", "upsert", "remove", "rows")) {
            if (message.path(list).isArray()) {
                var rows = new ArrayList<JsonNode>();
                message.path(list).forEach(rows::add);
                rows.sort(Comparator.comparing(
                        row -> row.isTextual() ? row.asText() : row.path("id").asText()));
                message.set(list, JSON.createArrayNode().addAll(rows));
            }
        }
        for (var map : List.of("votes", "more")) {
            if (message.path(map).isObject()) {
                var entries = new TreeMap<String, JsonNode>();
                message.path(map).properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
                message.set(map, JSON.createObjectNode().setAll(entries));
            }
        }
        return message;
    }

    /// As a file: one step a line.
    String written() {
        var lines = steps.stream().map(JsonNode::toString).toList();
        return "{\"audience\":\"" + audience.wire() + "\",\"steps\":[\n" + String.join(",\n", lines) + "\n]}\n";
    }

    private static ObjectNode read(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
