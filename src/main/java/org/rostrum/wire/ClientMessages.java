package org.rostrum.wire;

import static org.rostrum.refusal.RefusalCode.MALFORMED;
import static org.rostrum.refusal.RefusalCode.NOT_TEXT;
import static org.rostrum.refusal.RefusalCode.TOO_LARGE;
import static org.rostrum.refusal.RefusalCode.UNKNOWN_TYPE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;

/// The one parser of what clients send, over the socket and by POST. It takes any text whatever and answers
/// with a message or with a refusal, never with an exception; unknown fields are ignored, unknown types are
/// not.
public final class ClientMessages {

    /// The longest message over a socket, in bytes of UTF-8.
    public static final int MAX_BYTES = 16 * 1024;

    /// The longest message by POST, in bytes of UTF-8. It holds the longest plan there may be in any script: two titles
    /// and two descriptions count characters, of which one may have four bytes, or six where it is escaped.
    public static final int MAX_POSTED_BYTES = 64 * 1024;

    private static final Pattern UUID_TEXT =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]{1,40}");

    private ClientMessages() {}

    /// What became of a text: a message, or why it is none.
    public sealed interface Parsed {

        record Understood(ClientMessage message) implements Parsed {}

        /// A text that is no message. `id` is the command's where it could be read: then a `nack` can answer it.
        record Refused(@Nullable UUID id, Refusal refusal) implements Parsed {}
    }

    /// Reads one message. Refusals: `too-large`, `malformed` (no JSON object, duplicate keys, too deep, a number
    /// beyond 64 bits, a missing or wrong field), `not-text` (U+0000 or half of a surrogate pair anywhere),
    /// `unknown-type`.
    public static Parsed parse(String text) {
        return parse(text, MAX_BYTES);
    }

    /// Reads one message that came by POST, which may be longer; otherwise as [#parse(String)].
    public static Parsed parsePosted(String text) {
        return parse(text, MAX_POSTED_BYTES);
    }

    private static Parsed parse(String text, int maxBytes) {
        if (isLongerThan(maxBytes, text)) {
            return refused(TOO_LARGE, "a message has at most " + maxBytes + " bytes");
        }
        JsonNode tree;
        try {
            tree = Json.strictTree(text);
        } catch (StreamConstraintsException _) {
            return refused(MALFORMED, "nested too deeply or with too long a number");
        } catch (JsonProcessingException _) {
            return refused(MALFORMED, "not well-formed JSON, or with a key twice");
        }
        if (!(tree instanceof ObjectNode message)) {
            return refused(MALFORMED, "not a JSON object");
        }
        var id = id(message);
        var fault = faultIn(message);
        if (fault.isPresent()) {
            return new Parsed.Refused(id, fault.get());
        }
        return switch (message.path("type").textValue()) {
            case "ping" -> new Parsed.Understood(new ClientMessage.Ping());
            case "command" -> command(id, message);
            case null -> refused(MALFORMED, "type is missing");
            default -> new Parsed.Refused(id, new Refusal(UNKNOWN_TYPE, "type is one of command, ping"));
        };
    }

    private static Parsed command(@Nullable UUID id, ObjectNode message) {
        if (id == null) {
            return refused(MALFORMED, "id is a UUID in text form");
        }
        var name = message.path("name").textValue();
        if (name == null || !NAME.matcher(name).matches()) {
            return new Parsed.Refused(id, new Refusal(MALFORMED, "name is a word of letters"));
        }
        if (!(message.get("body") instanceof ObjectNode body)) {
            return new Parsed.Refused(id, new Refusal(MALFORMED, "body is an object"));
        }
        return new Parsed.Understood(new ClientMessage.Command(id, name, body));
    }

    private static Parsed refused(RefusalCode code, String detail) {
        return new Parsed.Refused(null, new Refusal(code, detail));
    }

    private static @Nullable UUID id(ObjectNode message) {
        var text = message.path("id").textValue();
        return text != null && UUID_TEXT.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    /// Looks at every name and value. The depth is bounded by the reader, so recursion is too.
    private static Optional<Refusal> faultIn(JsonNode node) {
        if (node.isTextual()) {
            return isText(node.textValue()) ? Optional.empty() : notText();
        }
        if (node.isNumber() && !isInRange(node)) {
            return Optional.of(new Refusal(MALFORMED, "a number beyond 64 bits"));
        }
        for (var entry : node.properties()) {
            if (!isText(entry.getKey())) {
                return notText();
            }
        }
        for (var child : node) {
            var fault = faultIn(child);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> notText() {
        return Optional.of(new Refusal(NOT_TEXT, "U+0000 or half of a surrogate pair"));
    }

    private static boolean isInRange(JsonNode number) {
        return number.isIntegralNumber() ? number.canConvertToLong() : Double.isFinite(number.doubleValue());
    }

    /// PostgreSQL stores neither U+0000 nor half of a surrogate pair, and UTF-8 cannot carry the latter.
    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean isLongerThan(int maxBytes, String text) {
        if (text.length() > maxBytes) {
            return true;
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // half of a pair is two of the four bytes of its character
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes > maxBytes;
    }
}
