package org.rostrum.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.Contract;
import org.rostrum.testing.WireContract;

/// The contract has the messages, the codes and the version of the wire, and notices what is not of it.
class WireContractTest {

    private static final JsonNode ASYNCAPI = Contract.document(Contract.ASYNCAPI);
    private static final JsonNode OPENAPI = Contract.document(Contract.OPENAPI);
    private static final JsonNode DEFINITIONS =
            Contract.document(Contract.SCHEMAS).path("$defs");

    private static final Set<String> OVER_HTTP = Set.of("snapshot", "page");
    private static final Set<String> ANSWERS = Set.of("ack", "nack", "retry", "pong");

    @Test
    void the_sockets_messages_are_the_wires() {
        var described = sockets().flatMap(WireContractTest::messages).collect(Collectors.toSet());
        var actual = Stream.concat(types(ServerMessage.class), types(ClientMessage.class))
                .filter(type -> !OVER_HTTP.contains(type));

        assertThat(described).containsExactlyInAnyOrderElementsOf(actual.toList());
    }

    @Test
    void a_stream_of_events_has_the_same_messages_but_those_that_answer() {
        var described = ASYNCAPI.at("/channels/events/messages").properties().stream()
                .map(message -> Contract.resolve(ASYNCAPI, message.getValue()))
                .map(message -> message.path("name").asText());
        var actual = types(ServerMessage.class).filter(type -> !OVER_HTTP.contains(type) && !ANSWERS.contains(type));

        assertThat(described.collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(actual, Stream.of("close", "pong")).toList());
    }

    @Test
    void every_message_of_a_channel_is_named_by_its_type() {
        sockets()
                .flatMap(channel -> ASYNCAPI.at("/channels/" + channel + "/messages").properties().stream())
                .forEach(message -> assertThat(Contract.resolve(ASYNCAPI, message.getValue())
                                .path("name")
                                .asText())
                        .isEqualTo(message.getKey()));
    }

    @Test
    void the_refusal_codes_are_the_servers_each_with_its_status() {
        var described = new TreeMap<String, Integer>();
        OPENAPI.at("/components/responses").forEach(response -> {
            var schema = response.at("/content/application~1problem+json/schema/$ref")
                    .asText();
            statuses(OPENAPI.at(schema.substring(1)), described);
        });

        var actual = Arrays.stream(RefusalCode.values())
                .collect(Collectors.toMap(RefusalCode::wire, RefusalCode::status, (a, _) -> a, TreeMap::new));
        assertThat(described).isEqualTo(actual);
        assertThat(texts(DEFINITIONS.at("/RefusalCode/enum"), "")).isEqualTo(actual.keySet());
    }

    /// The codes stand beside the status in one of the alternatives or parts of a problem's schema.
    private static void statuses(JsonNode schema, Map<String, Integer> found) {
        schema.at("/properties/code/enum")
                .forEach(code -> found.put(
                        code.asText(), schema.at("/properties/status/const").asInt()));
        for (var keyword : List.of("allOf", "anyOf")) {
            schema.path(keyword).forEach(part -> statuses(part, found));
        }
    }

    @Test
    void the_close_codes_are_the_servers_each_with_what_follows() {
        var described = StreamSupport.stream(DEFINITIONS.at("/CloseCode/oneOf").spliterator(), false)
                .map(each ->
                        each.path("const").asInt() + " " + each.path("title").asText() + " "
                                + each.path("x-then").asText());

        assertThat(described)
                .containsExactlyElementsOf(Arrays.stream(CloseCode.values())
                        .map(code -> code.code() + " " + code.wire() + " "
                                + code.then().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    @Test
    void the_subprotocol_is_the_servers() {
        assertThat(ASYNCAPI.at("/components/channelBindings/socket/ws/headers/properties/Sec-WebSocket-Protocol/const")
                        .asText())
                .isEqualTo(ProtocolVersion.V1.subprotocol());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "an unknown field         | room    | {\"type\":\"pong\",\"at\":\"2026-11-21T00:30:00.000Z\",\"x\":1}",
                "a time without millis    | room    | {\"type\":\"pong\",\"at\":\"2026-11-21T00:30:00Z\"}",
                "a missing field          | room    | {\"type\":\"pong\"}",
                "null for absent          | desk    | {\"type\":\"tally\",\"votes\":{},\"viewers\":null}",
                "viewers told to the room | room    | {\"type\":\"tally\",\"votes\":{},\"viewers\":3}",
                "rows without a position  | room    | {\"type\":\"tally\",\"votes\":{},\"rows\":[{}]}",
                "rows told to the stage   | stage   | {\"type\":\"tally\",\"votes\":{},\"rows\":[{}]}",
                "a key that is no id      | desk    | {\"type\":\"tally\",\"votes\":{\"q\":1}}",
                "another's message        | overlay | {\"type\":\"presence\",\"people\":[]}",
                "an unknown type          | room    | {\"type\":\"shout\"}",
                "no such reason           | room    | {\"type\":\"bye\",\"reason\":\"bored\",\"retryAfterMs\":1}"
            })
    void what_is_not_of_the_contract_is_noticed(String what, String audience, String message) throws Exception {
        assertThat(WireContract.faults(audience, new ObjectMapper().readTree(message)))
                .as(what)
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"room", "stage", "overlay"})
    void what_only_the_desk_may_see_is_noticed_elsewhere(String audience) throws Exception {
        var row = "{\"id\":\"019a5f00-0000-7000-8000-000000000001\",\"number\":482,\"text\":\"Can I?\","
                + "\"language\":\"en\",\"status\":\"pending\",\"held\":false,\"pinned\":false,\"revision\":1,"
                + "\"origin\":\"viewer\",\"askedAt\":\"2026-11-21T00:30:00.000Z\"}";
        var frame = new ObjectMapper()
                .readTree(
                        "{\"type\":\"frame\",\"seq\":2,\"tag\":\"9f2c41d07be83a65\",\"prev\":1,\"at\":\"2026-11-21T00:30:00.000Z\",\"upsert\":["
                                + row + "],\"remove\":[]}");

        assertThat(WireContract.faults("desk", frame)).isEmpty();
        assertThat(WireContract.faults(audience, frame)).isNotEmpty();
    }

    private static Stream<String> sockets() {
        return ASYNCAPI.path("channels").properties().stream()
                .filter(channel -> channel.getValue().path("address").asText().startsWith("/ws/"))
                .map(Map.Entry::getKey);
    }

    private static Stream<String> messages(String channel) {
        return ASYNCAPI.at("/channels/" + channel + "/messages").properties().stream()
                .map(Map.Entry::getKey);
    }

    private static Stream<String> types(Class<?> family) {
        return Arrays.stream(family.getPermittedSubclasses())
                .map(type -> type.getSimpleName().toLowerCase(Locale.ROOT));
    }

    private static Set<String> texts(JsonNode list, String pointer) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.at(pointer).asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
