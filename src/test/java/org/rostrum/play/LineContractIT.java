package org.rostrum.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.testing.Network;
import org.rostrum.wire.CloseCode;

/// What the client's own code promises of a line to the server, whichever way it goes: the same over a socket and over
/// server-sent events, in a real browser, against the real server, over a network that fails.
@ExtendWith(Doors.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LineContractIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// What comes of a connection that ended without a word (RFC 6455 section 7.4.1).
    private static final int NO_CODE = 1006;

    private static final String OPEN = """
            ({ way, code, audience }) => {
                const heard = { opened: 0, messages: [], closed: [] };
                globalThis.heard = heard;
                globalThis.line = lines[way](
                    { code, audience, epoch: '00000000-0000-0000-0000-000000000000', seq: 0 },
                    {
                        opened: () => (heard.opened += 1),
                        message: (text) => heard.messages.push(JSON.parse(text).type),
                        closed: (code) => heard.closed.push(code),
                    },
                );
            }""";

    enum Way {
        SOCKET,
        EVENTS
    }

    private String lines;
    private Network network;

    @BeforeAll
    void bundle() throws IOException, InterruptedException {
        var node = new ProcessBuilder("node", Path.of("scripts", "lines.mjs").toString())
                .directory(Path.of("frontend").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).isZero();
    }

    @BeforeEach
    void connect(Theatre theatre) throws IOException {
        network = Network.before(theatre.address());
    }

    @AfterEach
    void disconnect() throws IOException {
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void what_happens_is_told_and_a_quiet_line_is_heard_again_and_again(Way way, Theatre theatre, Evening evening) {
        // Given
        var maya = evening.invited("Maya", "moderator", theatre.personBehind(network, Language.ENGLISH));
        opens(maya, way, evening, "desk");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(messages(maya)).contains("hello", "resync"));

        // When
        evening.asked("Is there a gym?", Language.ENGLISH);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(messages(maya)).contains("frame"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(messages(maya)).filteredOn("pong"::equals).hasSizeGreaterThanOrEqualTo(3));
        assertThat(maya.page().evaluate("heard.opened")).isEqualTo(1);
        assertThat(closed(maya)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void who_is_shut_out_in_the_middle_hears_the_code(Way way, Theatre theatre, Evening evening) {
        var maya = evening.invited("Maya", "moderator", theatre.personBehind(network, Language.ENGLISH));
        opens(maya, way, evening, "desk");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(messages(maya)).contains("hello"));

        evening.revokes("Maya");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(closed(maya)).containsExactly(CloseCode.NOT_ALLOWED.code()));
    }

    @ParameterizedTest
    @EnumSource
    void who_may_not_come_in_hears_the_code(Way way, Theatre theatre, Evening evening) {
        var vera = theatre.personBehind(network, Language.ENGLISH);

        opens(vera, way, evening, "desk");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(closed(vera)).containsExactly(CloseCode.NOT_ALLOWED.code()));
        assertThat(messages(vera)).doesNotContain("hello");
    }

    @ParameterizedTest
    @EnumSource
    void a_line_that_goes_silent_is_noticed_by_itself(Way way, Theatre theatre, Evening evening) {
        var maya = evening.invited("Maya", "moderator", theatre.personBehind(network, Language.ENGLISH));
        opens(maya, way, evening, "desk");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(messages(maya)).contains("hello"));

        network.goesSilent();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(closed(maya)).containsExactly(NO_CODE));
    }

    @ParameterizedTest
    @EnumSource
    void a_line_that_is_doubted_goes_on_where_it_lives_and_ends_where_not(Way way, Theatre theatre, Evening evening) {
        // Given
        var vera = theatre.personBehind(network, Language.ENGLISH);
        opens(vera, way, evening, "room");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(messages(vera)).contains("hello"));

        // When
        vera.page().evaluate("line.probe()");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(messages(vera)).contains("pong"));
        assertThat(closed(vera)).isEmpty();

        // When
        network.goesSilent();
        vera.page().evaluate("line.probe()");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(closed(vera)).containsExactly(NO_CODE));
    }

    private void opens(Person person, Way way, Evening evening, String audience) {
        person.opens("/");
        person.page().evaluate("() => {" + lines + "\nglobalThis.lines = lines; }");
        person.page()
                .evaluate(
                        OPEN,
                        Map.of(
                                "way",
                                way == Way.SOCKET ? "socket" : "events",
                                "code",
                                evening.code(),
                                "audience",
                                audience));
    }

    private static List<Object> messages(Person person) {
        return List.copyOf((List<?>) person.page().evaluate("heard.messages"));
    }

    private static List<Object> closed(Person person) {
        return List.copyOf((List<?>) person.page().evaluate("heard.closed"));
    }
}
