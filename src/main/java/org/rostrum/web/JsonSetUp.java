package org.rostrum.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.TimeZone;

/// JSON over HTTP as the protocol writes it: UTC times with milliseconds, absent instead of null, unknown fields
/// ignored.
@Singleton
class JsonSetUp implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.setDefaultPropertyInclusion(
                JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS));
        mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        mapper.configOverride(Instant.class)
                .setFormat(JsonFormat.Value.forPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                        .withTimeZone(TimeZone.getTimeZone("UTC")));
    }
}
