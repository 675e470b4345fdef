package org.rostrum.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rostrum.live.Story.Edge;

/// The client of a [Story]: folds what it is sent over its snapshot, as the protocol says, and notes the edges it
/// meets.
final class StoryClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Audience audience;
    private final Set<Edge> edges = EnumSet.noneOf(Edge.class);
    private final Map<String, JsonNode> questions = new TreeMap<>();
    private final Map<String, Long> votes = new TreeMap<>();
    private final Map<String, Long> touched = new TreeMap<>();
    private final Set<String> everHeld = new HashSet<>();
    private final List<JsonNode> kept = new ArrayList<>();
    private JsonNode session = JSON.nullNode();
    private String epoch = "";
    private String tag = "";
    private long since;
    private long seq;
    private boolean fetching;
    private boolean resumed;

    StoryClient(Audience audience) {
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

    /// The tag of the position that it holds.
    String tag() {
        return tag;
    }

    /// The questions it holds, by id.
    Map<String, JsonNode> questions() {
        return Map.copyOf(questions);
    }

    Map<String, Long> votes() {
        return Map.copyOf(votes);
    }

    /// Whether it now needs a snapshot.
    boolean isFetching() {
        return fetching;
    }

    /// It begins with a snapshot, and has held nothing before.
    void join(JsonNode snapshot) {
        everHeld.clear();
        begin(snapshot);
    }

    /// It gets the snapshot that it needs.
    void fetch(JsonNode snapshot) {
        var heardMeanwhile = List.copyOf(kept);
        kept.clear();
        fetching = false;
        begin(snapshot);
        heardMeanwhile.forEach(this::take);
    }

    /// It is back with the position that it holds.
    void comeBack() {
        resumed = true;
    }

    /// All that it holds, as a projection would be written.
    ObjectNode picture() {
        var picture = JSON.createObjectNode().put("epoch", epoch).put("seq", seq);
        picture.set("session", session);
        picture.set("questions", JSON.valueToTree(questions.values()));
        picture.set("votes", JSON.valueToTree(votes));
        return picture;
    }

    void hear(JsonNode message) {
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
        tag = snapshot.path("tag").asText();
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
        frame.path("votes")
                .properties()
                .forEach(vote -> votes.put(vote.getKey(), vote.getValue().asLong()));
        seq = frame.path("seq").asLong();
        tag = frame.path("tag").asText();
        session = frame.has("session") ? frame.path("session") : session;
        if (isHidden()) {
            edges.add(Edge.EVERYTHING_HIDDEN);
            questions.clear();
            votes.clear();
        }
    }
}
