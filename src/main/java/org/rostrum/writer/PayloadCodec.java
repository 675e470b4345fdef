package org.rostrum.writer;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.StdConverter;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.UnknownWord;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.JoinCode;
import org.rostrum.infosession.Localized;
import org.rostrum.infosession.Switch;
import org.rostrum.infosession.Switches;
import org.rostrum.question.AuthorId;
import org.rostrum.question.QuestionId;

/// The stored form of entries and receipts. Its mapper is its own: what is written for good must not change with a
/// setting of the HTTP side. Fields may be added; a reader ignores those it does not know.
public final class PayloadCodec {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .addMixIn(InfoSessionId.class, UuidMixIn.class)
            .addMixIn(QuestionId.class, UuidMixIn.class)
            .addMixIn(AuthorId.class, UuidMixIn.class)
            .addMixIn(JoinCode.class, TextMixIn.class)
            .addMixIn(InfoSession.Plan.class, PlanMixIn.class)
            .addMixIn(Switches.class, SwitchesMixIn.class)
            .build();

    private PayloadCodec() {}

    public static String write(EntryPayload payload) {
        return toJson(payload);
    }

    /// What an entry has stored.
    ///
    /// @throws UnknownWord where a server of a later version has stored it and it cannot be read here
    public static EntryPayload read(String json) {
        return fromJson(json, EntryPayload.class);
    }

    static String writeAnswer(Outcome.Done answer) {
        return toJson(answer);
    }

    static Outcome.Done readAnswer(String json) {
        return fromJson(json, Outcome.Done.class);
    }

    private static String toJson(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours cannot be written", e);
        }
    }

    private static <T> T fromJson(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (InvalidFormatException e) {
            throw e.getTargetType().isEnum()
                    ? new UnknownWord(e.getTargetType(), String.valueOf(e.getValue()), e)
                    : new IllegalStateException("a stored record cannot be read", e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored record cannot be read", e);
        }
    }

    @SuppressWarnings("UnusedVariable") // mix-ins are read, never called
    private abstract static class UuidMixIn {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        UuidMixIn(UUID value) {}

        @JsonValue
        abstract UUID value();
    }

    @SuppressWarnings("UnusedVariable") // mix-ins are read, never called
    private abstract static class TextMixIn {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        TextMixIn(String value) {}

        @JsonValue
        abstract String value();
    }

    /// A plan as it is stored. The instants are what an older server reads, and all that it wrote.
    private record StoredPlan(
            Localized titles,
            Localized descriptions,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable LocalDateTime starts,
            @Nullable LocalDateTime ends,
            ZoneId timeZone,
            @Nullable String streamUrl) {

        private static @Nullable LocalDateTime local(
                @Nullable LocalDateTime local, @Nullable Instant instant, ZoneId zone) {
            return local != null || instant == null ? local : LocalDateTime.ofInstant(instant, zone);
        }
    }

    private static final class ToStored extends StdConverter<InfoSession.Plan, StoredPlan> {
        @Override
        public StoredPlan convert(InfoSession.Plan plan) {
            return new StoredPlan(
                    plan.titles(),
                    plan.descriptions(),
                    plan.startsAt(),
                    plan.endsAt(),
                    plan.starts(),
                    plan.ends(),
                    plan.timeZone(),
                    plan.streamUrl());
        }
    }

    private static final class FromStored extends StdConverter<StoredPlan, InfoSession.Plan> {
        @Override
        public InfoSession.Plan convert(StoredPlan stored) {
            var zone = stored.timeZone();
            return new InfoSession.Plan(
                    stored.titles(),
                    stored.descriptions(),
                    StoredPlan.local(stored.starts(), stored.startsAt(), zone),
                    StoredPlan.local(stored.ends(), stored.endsAt(), zone),
                    zone,
                    stored.streamUrl());
        }
    }

    @JsonSerialize(converter = ToStored.class)
    @JsonDeserialize(converter = FromStored.class)
    private interface PlanMixIn {}

    @SuppressWarnings("UnusedVariable") // mix-ins are read, never called
    private abstract static class SwitchesMixIn {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        SwitchesMixIn(Set<Switch> on) {}

        @JsonValue
        abstract Set<Switch> on();
    }
}
