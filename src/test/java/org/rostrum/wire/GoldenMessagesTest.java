package org.rostrum.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.rostrum.testing.Contract;
import org.rostrum.testing.WireContract;

/// The golden files are read by the front end's tests too: what a record writes is what both sides have agreed on, and
/// what the contract says. A file is named by the message's type and, where that is not the room, its audience.
class GoldenMessagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("src", "test", "resources", "wire");
    private static final List<String> AUDIENCES = List.of("room", "desk", "stage", "overlay");

    @TestFactory
    Stream<DynamicTest> every_server_message_reads_and_writes_its_golden_files() {
        return each(ServerMessage.class, (type, golden) -> {
            var message = ServerMessage.decode(golden);
            assertThat(message).isInstanceOf(type);
            assertThat(tree(message.encode())).isEqualTo(tree(golden));
            assertThat(message.encode()).doesNotContain('\n');
        });
    }

    @TestFactory
    Stream<DynamicTest> every_client_message_is_understood_from_its_golden_files() {
        return each(ClientMessage.class, (type, golden) -> {
            var parsed = ClientMessages.parse(new String(golden, StandardCharsets.UTF_8));
            assertThat(parsed)
                    .isInstanceOfSatisfying(
                            ClientMessages.Parsed.Understood.class,
                            understood -> assertThat(understood.message()).isInstanceOf(type));
        });
    }

    @TestFactory
    Stream<DynamicTest> every_golden_file_is_of_the_contract() throws IOException {
        return files().map(file -> DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(faults(audience(file), tree(Files.readAllBytes(file))))
                        .isEmpty()));
    }

    @Test
    void every_audiences_views_have_golden_files() throws IOException {
        for (var type : List.of("frame", "snapshot")) {
            assertThat(files().filter(file -> isOf(type, file)).map(GoldenMessagesTest::audience))
                    .containsExactlyInAnyOrderElementsOf(AUDIENCES);
        }
    }

    private interface Check {
        void accept(Class<?> type, byte[] golden) throws IOException;
    }

    private static Stream<DynamicTest> each(Class<?> family, Check check) {
        assertThat(family.getPermittedSubclasses()).hasSizeGreaterThan(1);
        return Arrays.stream(family.getPermittedSubclasses()).map(type -> {
            var name = type.getSimpleName().toLowerCase(Locale.ROOT);
            return DynamicTest.dynamicTest(name, () -> {
                var golden = files().filter(file -> isOf(name, file)).toList();
                assertThat(golden).isNotEmpty();
                for (var file : golden) {
                    check.accept(type, Files.readAllBytes(file));
                }
            });
        });
    }

    /// What goes over HTTP only has no channel, but a schema for each audience.
    private static List<String> faults(String audience, JsonNode message) {
        return switch (message.path("type").asText()) {
            case "snapshot" -> Contract.faults(Contract.SCHEMAS, "#/$defs/" + upper(audience) + "Snapshot", message);
            case "page" -> Contract.faults(Contract.SCHEMAS, "#/$defs/" + upper(audience) + "Page", message);
            default -> WireContract.faults(audience, message);
        };
    }

    private static Stream<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    private static boolean isOf(String type, Path file) {
        return file.getFileName().toString().startsWith(type + ".");
    }

    private static String audience(Path file) {
        var parts = file.getFileName().toString().split("\\.", -1);
        return parts.length == 2 ? "room" : parts[1];
    }

    private static String upper(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static JsonNode tree(byte[] json) throws IOException {
        return JSON.readTree(json);
    }
}
