package org.rostrum.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A show's worth of questions in both languages, with what a good desk decides on each. Times are seconds from the
/// start of the programme; questions come in before it too.
record Script(Session session, List<Line> questions) {

    private static final String EXAMPLE = "/demo/example-session.json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    record Session(Texts titles, Texts description, List<String> languages, List<AgendaItem> agenda) {}

    record Texts(String en, String fr) {}

    record AgendaItem(int atS, String en, String fr) {}

    /// One question. `votesHint` is how many others want it answered; `onAirAtS` when the panel takes it.
    record Line(
            String id,
            int atS,
            String lang,
            @Nullable String name,
            String text,
            @Nullable String editedText,
            int votesHint,
            Decided decision,
            @Nullable String reason,
            @Nullable String mergeInto,
            @Nullable Integer onAirAtS,
            @Nullable Texts answer) {

        /// The language as the protocol knows it.
        String language() {
            return lang.equals("en") || lang.equals("fr") ? lang : "other";
        }
    }

    /// What the desk decides.
    enum Decided {
        @JsonProperty("queue")
        QUEUE,
        @JsonProperty("approve")
        APPROVE,
        @JsonProperty("pin")
        PIN,
        @JsonProperty("merge")
        MERGE,
        @JsonProperty("dismiss")
        DISMISS,
        @JsonProperty("redact")
        REDACT,
        @JsonProperty("hold")
        HOLD
    }

    /// The script that comes with the server.
    static Script example() {
        try (var in = Objects.requireNonNull(Script.class.getResourceAsStream(EXAMPLE), EXAMPLE)) {
            return MAPPER.readValue(in, Script.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the example session cannot be read", e);
        }
    }
}
