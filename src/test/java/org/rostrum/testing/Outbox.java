package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The commands of a [Surface] that are not answered yet, which are sent under their ids until they are. Guarded by
/// its surface.
final class Outbox {

    private static final int MAX_IN_FLIGHT = 8;

    private final Map<String, Unanswered> unanswered = new LinkedHashMap<>();

    private static final class Unanswered {
        final String text;
        final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        boolean sent;

        Unanswered(String text) {
            this.text = text;
        }
    }

    /// A new command, to be said when there is a place in flight.
    ///
    /// @return its answer, once there is one
    CompletableFuture<JsonNode> add(String id, String text) {
        var added = new Unanswered(text);
        unanswered.put(id, added);
        return added.answer;
    }

    /// Says what is not on its way, as far as there are places in flight.
    void say(Consumer<String> line) {
        long inFlight = unanswered.values().stream().filter(one -> one.sent).count();
        for (var one : unanswered.values()) {
            if (inFlight >= MAX_IN_FLIGHT) {
                return;
            }
            if (!one.sent) {
                one.sent = true;
                inFlight++;
                line.accept(one.text);
            }
        }
    }

    void answered(JsonNode answer) {
        var one = unanswered.remove(answer.path("id").asText());
        if (one != null) {
            one.answer.completeAsync(() -> answer);
        }
    }

    boolean awaits(String id) {
        return unanswered.containsKey(id);
    }

    /// One is to be said again.
    void again(String id) {
        var one = unanswered.get(id);
        if (one != null) {
            one.sent = false;
        }
    }

    /// All are to be said again, over another connection.
    void again() {
        unanswered.values().forEach(one -> one.sent = false);
    }
}
