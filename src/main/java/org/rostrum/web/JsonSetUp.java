package org.rostrum.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// JSON over HTTP as the protocol writes it: UTC times with milliseconds, absent instead of null, unknown fields
/// ignored, and as strict as messages are: no key twice, no depth and no number without bound.
@Singleton
class JsonSetUp implements ObjectMapperCustomizer {

    /// Our own bodies have three levels; what identity providers say of themselves is read by the same mapper.
    private static final int MAX_DEPTH = 32;

    /// As in messages: a 64-bit integer has 20 characters with its sign.
    private static final int MAX_NUMBER_CHARS = 24;

    /// Last, after the modules found on the class path: the later serialiser wins.
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.setDefaultPropertyInclusion(
                JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS));
        mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .build());
        mapper.registerModule(new SimpleModule("web-times").addSerializer(new Milliseconds()));
    }

    /// Times are read in any precision and written in one, which clients can compare as text.
    private static final class Milliseconds extends StdScalarSerializer<Instant> {

        private static final long serialVersionUID = 1L;
        private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                        "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        Milliseconds() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(FORM.format(value));
        }
    }
}
