package org.rostrum.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.wire.ClientMessages.Parsed;

class ClientMessagesTest {

    private static final UUID ID = UUID.fromString("2b7c2f3e-52d3-4b6e-8f1d-0a5d6f7e8c90");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            MALFORMED    | ``
            MALFORMED    | `null`
            MALFORMED    | `[]`
            MALFORMED    | `"ping"`
            MALFORMED    | `{"type":"ping"`
            MALFORMED    | `{"type":"ping"} {"type":"ping"}`
            MALFORMED    | `{"type":"ping","type":"ping"}`
            MALFORMED    | `{"type":7}`
            MALFORMED    | `{}`
            MALFORMED    | `{"type":"ping","a":NaN}`
            MALFORMED    | `{"type":"ping","a":1e999}`
            MALFORMED    | `{"type":"ping","a":9223372036854775808}`
            MALFORMED    | `{"type":"ping","a":111111111111111111111111111111}`
            MALFORMED    | `{"type":"ping","a":[[[[[[[[[[1]]]]]]]]]]}`
            MALFORMED    | `{"type":"command","name":"ask","body":{}}`
            MALFORMED    | `{"type":"command","id":"1-1-1-1-1","name":"ask","body":{}}`
            UNKNOWN_TYPE | `{"type":"subscribe"}`
            UNKNOWN_TYPE | `{"type":""}`
            NOT_TEXT     | `{"type":"ping","a":"\\u0000"}`
            NOT_TEXT     | `{"type":"ping","a":"\\ud83d"}`
            NOT_TEXT     | `{"type":"ping","a":"\\ude00\\ud83d"}`
            NOT_TEXT     | `{"type":"ping","a":["b","\\ud83dx"]}`
            NOT_TEXT     | `{"type":"ping","\\u0000":1}`
            """)
    void what_is_no_message_is_refused_by_name(RefusalCode code, String text) {
        assertThat(refusal(text).refusal().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            MALFORMED | `"name":"ask"`
            MALFORMED | `"name":"ask","body":[]`
            MALFORMED | `"body":{}`
            MALFORMED | `"name":"drop table","body":{}`
            NOT_TEXT  | `"name":"ask","body":{"text":"\\ud800"}`
            """)
    void a_wrong_command_is_refused_with_the_id_by_which_it_can_be_answered(RefusalCode code, String rest) {
        var refused = refusal("{\"type\":\"command\",\"id\":\"" + ID + "\"," + rest + "}");
        assertThat(refused.refusal().code()).isEqualTo(code);
        assertThat(refused.id()).isEqualTo(ID);
    }

    @Test
    void a_message_may_have_16_KiB_and_not_a_byte_more() {
        var atTheLimit = ping("é".repeat((ClientMessages.MAX_BYTES - ping("").length()) / 2));
        assertThat(ClientMessages.parse(atTheLimit)).isInstanceOf(Parsed.Understood.class);
        assertThat(refusal(atTheLimit.replace("\"a\"", "\"aaa\"")).refusal().code())
                .isEqualTo(RefusalCode.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "ᓄ", "\uD83D\uDE00", "\"", "\n"})
    void the_longest_plan_fits_into_a_message_by_post_in_any_script(String character) throws Exception {
        // Given
        var json = new ObjectMapper();
        var title = character.repeat(200);
        var description = character.repeat(4_000);
        var plan = json.createObjectNode()
                .put("startsAt", "2026-12-03T19:00")
                .put("endsAt", "2026-12-03T20:30")
                .put("timeZone", "America/Argentina/ComodRivadavia")
                .put("streamUrl", "https://" + "x".repeat(1_992));
        plan.putObject("titles").put("en", title).put("fr", title);
        plan.putObject("descriptions").put("en", description).put("fr", description);
        var command = json.createObjectNode()
                .put("type", "command")
                .put("id", ID.toString())
                .put("name", "plan");
        command.set("body", plan);

        // Then
        assertThat(ClientMessages.parsePosted(json.writeValueAsString(command))).isInstanceOf(Parsed.Understood.class);
    }

    @Test
    void a_message_by_post_has_a_limit_too() {
        var tooLong = ping("é".repeat(ClientMessages.MAX_POSTED_BYTES / 2));
        assertThat(ClientMessages.parsePosted(tooLong))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.TOO_LARGE));
    }

    @Test
    void characters_beyond_the_basic_plane_and_unknown_fields_are_welcome() {
        assertThat(ClientMessages.parse(ping("\uD83D\uDE00"))).isInstanceOf(Parsed.Understood.class);
        assertThat(ClientMessages.parse(ping("\\ud83d\\ude00"))).isInstanceOf(Parsed.Understood.class);
    }

    @Test
    void no_text_whatever_raises_an_exception() {
        var seed = 20261121L;
        var random = new Random(seed);
        var parts = new String[] {
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\"type\"",
            "\"command\"",
            "\"ping\"",
            "\"id\"",
            "\"body\"",
            "\\u",
            "\\ud800",
            "1e9999",
            "-",
            "0",
            "null",
            "true",
            "\u0000",
            "\uD800",
            "\uDC00",
            " ",
            "\n",
            "é",
            "\"" + ID + "\""
        };
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "{\"type\":\"command\",\"id\":" : "");
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(ClientMessages.parse(text.toString()))
                    .as("seed %s, text %s", seed, text)
                    .isNotNull();
        }
    }

    private static Parsed.Refused refusal(String text) {
        assertThat(ClientMessages.parse(text)).isInstanceOf(Parsed.Refused.class);
        return (Parsed.Refused) ClientMessages.parse(text);
    }

    private static String ping(String content) {
        return "{\"type\":\"ping\",\"a\":\"" + content + "\"}";
    }
}
