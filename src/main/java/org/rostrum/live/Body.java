package org.rostrum.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rostrum.infosession.Localized;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// The fields of a command's or request's body, each read as what it has to be. A field that is missing or of
/// another kind is refused with `malformed`, a well-formed value that is none with `bad-value`. Unknown fields are
/// ignored.
final class Body {

    private static final Pattern UUID_TEXT =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private static final DateTimeFormatter LOCAL_OR_INSTANT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    private final ObjectNode json;

    Body(ObjectNode json) {
        this.json = json;
    }

    UUID uuid(String field) {
        return optionalUuid(field).orElseThrow(() -> missing(field, "a UUID"));
    }

    Optional<UUID> optionalUuid(String field) {
        return optionalText(field).map(text -> {
            if (!UUID_TEXT.matcher(text).matches()) {
                throw missing(field, "a UUID");
            }
            return UUID.fromString(text);
        });
    }

    String text(String field) {
        return optionalText(field).orElseThrow(() -> missing(field, "a text"));
    }

    Optional<String> optionalText(String field) {
        var node = json.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw missing(field, "a text");
        }
        return Optional.of(node.textValue());
    }

    int integer(String field) {
        var node = json.get(field);
        if (node == null || !node.isIntegralNumber() || !node.canConvertToInt()) {
            throw missing(field, "a whole number");
        }
        return node.intValue();
    }

    long longInteger(String field) {
        var node = json.get(field);
        if (node == null || !node.isIntegralNumber() || !node.canConvertToLong()) {
            throw missing(field, "a whole number");
        }
        return node.longValue();
    }

    boolean flag(String field) {
        var node = json.get(field);
        if (node == null || !node.isBoolean()) {
            throw missing(field, "true or false");
        }
        return node.booleanValue();
    }

    /// Absent counts as false.
    boolean optionalFlag(String field) {
        var node = json.get(field);
        return node != null && !node.isNull() && flag(field);
    }

    /// A constant of an enum by its wire word, which is its name in lower case.
    <E extends Enum<E>> E constant(String field, Class<E> type) {
        var word = text(field);
        for (var constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        throw bad(field);
    }

    Localized localized(String field) {
        var node = json.get(field);
        if (node == null || node.isNull()) {
            return Localized.NONE;
        }
        if (!(node instanceof ObjectNode texts)) {
            throw missing(field, "an object of texts");
        }
        var body = new Body(texts);
        return new Localized(
                body.optionalText("en").orElse(null), body.optionalText("fr").orElse(null));
    }

    /// What clocks in a zone show, as it was typed, or an instant, of which it is taken what they show then.
    @Nullable
    LocalDateTime optionalLocalTime(String field, ZoneId zone) {
        var text = optionalText(field);
        try {
            return text.map(given -> localTime(given, zone)).orElse(null);
        } catch (DateTimeException _) {
            throw bad(field);
        }
    }

    ZoneId zone(String field) {
        var id = text(field);
        if (!ZoneId.getAvailableZoneIds().contains(id)) {
            throw bad(field);
        }
        return ZoneId.of(id);
    }

    private static LocalDateTime localTime(String text, ZoneId zone) {
        return LOCAL_OR_INSTANT.parseBest(text, OffsetDateTime::from, LocalDateTime::from)
                        instanceof OffsetDateTime instant
                ? instant.atZoneSameInstant(zone).toLocalDateTime()
                : LocalDateTime.parse(text);
    }

    static Body of(@Nullable JsonNode json) {
        if (json instanceof ObjectNode object) {
            return new Body(object);
        }
        throw new Refused(RefusalCode.MALFORMED, "the body is not an object");
    }

    static Refused bad(String field) {
        return new Refused(RefusalCode.BAD_VALUE, field + " has a value that is none of its own");
    }

    private static Refused missing(String field, String what) {
        return new Refused(RefusalCode.MALFORMED, field + " is " + what);
    }
}
