package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What a [Surface] or a [LiveClient] holds of a session: a snapshot, and the frames and tallies folded over it.
/// Guarded
/// by its owner.
final class Picture {

    private final boolean emptyWhenHidden;
    private final Map<String, JsonNode> questions = new HashMap<>();
    private final Map<String, Long> votes = new HashMap<>();
    private final Map<String, Long> touched = new HashMap<>();
    private Consumer<JsonNode> onShown = _ -> {};
    private JsonNode session = JsonNodeFactory.instance.nullNode();
    private String epoch = "";
    private String tag = "";
    private long since;
    private long seq;

    Picture(String audience) {
        this.emptyWhenHidden = audience.equals("room") || audience.equals("overlay");
    }

    void whenShown(Consumer<JsonNode> action) {
        onShown = action;
    }

    /// Drops everything for a snapshot.
    void begin(JsonNode snapshot) {
        questions.clear();
        votes.clear();
        touched.clear();
        epoch = snapshot.path("epoch").asText();
        since = snapshot.path("seq").asLong();
        seq = since;
        tag = snapshot.path("tag").asText();
        session = snapshot.path("session");
        snapshot.path("votes")
                .properties()
                .forEach(vote -> votes.put(vote.getKey(), vote.getValue().asLong()));
        snapshot.path("questions").forEach(this::show);
    }

    /// Folds a frame.
    ///
    /// @return false where frames before it are missing, and nothing is folded
    boolean fold(JsonNode frame) {
        if (frame.path("seq").asLong() <= seq) {
            return true;
        }
        if (frame.path("prev").asLong() > seq) {
            return false;
        }
        seq = frame.path("seq").asLong();
        tag = frame.path("tag").asText();
        frame.path("upsert").forEach(row -> {
            questions.put(row.path("id").asText(), row);
            touched.put(row.path("id").asText(), seq);
        });
        frame.path("remove").forEach(id -> {
            questions.remove(id.asText());
            votes.remove(id.asText());
            touched.put(id.asText(), seq);
        });
        if (frame.has("session")) {
            session = frame.path("session");
            if (isHidden()) {
                questions.clear();
                votes.clear();
            }
        }
        frame.path("votes").properties().forEach(this::count);
        frame.path("upsert").forEach(onShown);
        return true;
    }

    private boolean isHidden() {
        return emptyWhenHidden && session.path("hidden").asBoolean();
    }

    private void show(JsonNode row) {
        questions.put(row.path("id").asText(), row);
        onShown.accept(row);
    }

    /// Takes the rows that have risen as those of a page, and the votes of the questions held.
    void count(JsonNode tally) {
        long at = tally.path("seq").asLong();
        if (tally.path("epoch").asText().equals(epoch) && at >= since && !isHidden()) {
            for (var row : tally.path("rows")) {
                if (touched.getOrDefault(row.path("id").asText(), 0L) <= at) {
                    show(row);
                }
            }
        }
        tally.path("votes").properties().forEach(this::count);
    }

    private void count(Map.Entry<String, JsonNode> vote) {
        if (questions.containsKey(vote.getKey())) {
            votes.put(vote.getKey(), vote.getValue().asLong());
        }
    }

    Map<String, JsonNode> questions() {
        return new TreeMap<>(questions);
    }

    Map<String, Long> votes() {
        var held = new TreeMap<>(votes);
        held.keySet().retainAll(questions.keySet());
        return held;
    }

    JsonNode session() {
        return session;
    }

    /// Empty before the first snapshot.
    String epoch() {
        return epoch;
    }

    long seq() {
        return seq;
    }

    String tag() {
        return tag;
    }

    /// The position as the socket's address bears it.
    String query() {
        return query(seq, tag);
    }

    String query(long claimedSeq, String claimedTag) {
        return "epoch=" + epoch + "&seq=" + claimedSeq + "&tag=" + claimedTag;
    }
}
