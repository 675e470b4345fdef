package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rostrum.hub.HandHub;
import org.rostrum.wire.ServerMessage;

/// What one client is sent and what it must hold then, written down step by step. A [StoryClient] folds what is written
/// down, so that the same story is a proof in Java before it is a vector for others.
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
    private final StoryClient client;
    private final List<ObjectNode> steps = new ArrayList<>();

    Story(Audience audience) {
        this.audience = audience;
        this.client = new StoryClient(audience);
    }

    Set<Edge> edges() {
        return client.edges();
    }

    String epoch() {
        return client.epoch();
    }

    long seq() {
        return client.seq();
    }

    /// The questions it holds, by id.
    Map<String, JsonNode> questions() {
        return client.questions();
    }

    Map<String, Long> votes() {
        return client.votes();
    }

    /// Whether the client now needs a snapshot.
    boolean isFetching() {
        return client.isFetching();
    }

    /// It comes for the first time or with empty hands: a snapshot, then the socket.
    void join(byte[] snapshot) {
        client.join(step("join", snapshot));
    }

    /// It gets the snapshot that it needs.
    void fetch(byte[] snapshot) {
        client.fetch(step("fetch", snapshot));
    }

    /// Its connection ends.
    void lose() {
        steps.add(JSON.createObjectNode().put("lose", true));
    }

    /// It comes back with the position that it holds.
    void comeBack() {
        var position =
                JSON.createObjectNode().put("epoch", epoch()).put("seq", seq()).put("tag", client.tag());
        steps.add(JSON.createObjectNode().set("come", position));
        client.comeBack();
    }

    /// It is sent a message over the socket.
    ///
    /// @return the message as it is written down
    JsonNode say(ServerMessage message) {
        var said = step("say", message.encode());
        client.hear(said);
        return said;
    }

    /// It is sent a message of before once more.
    void sayAgain(JsonNode said) {
        steps.add(JSON.createObjectNode().set("say", said));
        client.hear(said);
    }

    /// Everything it was sent has been read and the audience's projection is this: so must its picture be.
    void mustHold(ObjectNode projection) {
        var truth = ordered(projection);
        assertThat(isFetching()).isFalse();
        assertThat((JsonNode) client.picture()).as("%s at %s", audience, seq()).isEqualTo(truth);
        steps.add(JSON.createObjectNode().set("hold", truth));
    }

    private ObjectNode step(String kind, byte[] json) {
        var message = ordered(read(json));
        if (message.has("at")) {
            message.put("at", THEN);
        }
        if (message.has("tag")) {
            message.put("tag", HandHub.tag(message.path("seq").asLong()));
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
