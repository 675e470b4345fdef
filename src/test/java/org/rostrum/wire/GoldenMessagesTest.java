package org.rostrum.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The golden files are read by the front end's tests too: what a record writes is what both sides have agreed on.
class GoldenMessagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> every_server_message_reads_and_writes_its_golden_file() {
        return each(ServerMessage.class, (type, golden) -> {
            var message = ServerMessage.decode(golden);
            assertThat(message).isInstanceOf(type);
            assertThat(tree(message.encode())).isEqualTo(tree(golden));
            assertThat(message.encode()).doesNotContain('\n');
        });
    }

    @TestFactory
    Stream<DynamicTest> every_client_message_is_understood_from_its_golden_file() {
        return each(ClientMessage.class, (type, golden) -> {
            var parsed = ClientMessages.parse(new String(golden, java.nio.charset.StandardCharsets.UTF_8));
            assertThat(parsed)
                    .isInstanceOfSatisfying(
                            ClientMessages.Parsed.Understood.class,
                            understood -> assertThat(understood.message()).isInstanceOf(type));
        });
    }

    private interface Check {
        void accept(Class<?> type, byte[] golden) throws IOException;
    }

    private static Stream<DynamicTest> each(Class<?> family, Check check) {
        assertThat(family.getPermittedSubclasses()).hasSizeGreaterThan(1);
        return Arrays.stream(family.getPermittedSubclasses()).map(type -> {
            var name = type.getSimpleName().toLowerCase(Locale.ROOT);
            return DynamicTest.dynamicTest(name, () -> check.accept(type, golden(name)));
        });
    }

    private static byte[] golden(String name) throws IOException {
        try (var in = GoldenMessagesTest.class.getResourceAsStream("/wire/" + name + ".json")) {
            assertThat(in).as("src/test/resources/wire/%s.json", name).isNotNull();
            return in.readAllBytes();
        }
    }

    private static JsonNode tree(byte[] json) throws IOException {
        return JSON.readTree(json);
    }
}
