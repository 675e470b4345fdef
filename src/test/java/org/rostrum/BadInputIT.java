package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.RawSocket;

/// What no page of ours would send: each of it is refused by its name, and nobody else notices.
class BadInputIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static PackagedServer server;
    private static HttpBrowser host;
    private static String code;

    @BeforeAll
    static void start() throws IOException {
        server = PackagedServer.start(
                folder,
                "rostrum.hub.connection.ping=1s",
                "rostrum.hub.connection.sweep=200ms",
                "quarkus.http.idle-timeout=4s");
        host = server.host();
        code = host.makeLiveSession();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothing_of_it_is_a_fault_of_the_server() {
        assertThat(server.output()).noneMatch(line -> line.contains("ERROR"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "unknown-type      | \"type\":\"shout\"",
                "malformed         | \"type\":\"command\",\"name\":\"vote\"",
                "malformed         | \"type\":\"command\",\"name\":\"vote\",\"body\":{}",
                "malformed         | \"type\":\"command\",\"name\":\"no name\",\"body\":{}",
                "malformed         | \"type\":\"command\",\"name\":\"undo\",\"body\":{\"seq\":1e999}",
                "unknown-command   | \"type\":\"command\",\"name\":\"dance\",\"body\":{}",
                "bad-value         | \"type\":\"command\",\"name\":\"vote\",\"body\":{\"question\":\"Q\",\"n\":0,\"on\":true}",
                "not-text          | \"type\":\"command\",\"name\":\"ask\",\"body\":{\"question\":\"Q\",\"text\":\"a nul \\u0000 in it\",\"language\":\"en\"}",
                "not-text          | \"type\":\"command\",\"name\":\"ask\",\"body\":{\"question\":\"Q\",\"text\":\"half of one \\ud800 in it\",\"language\":\"en\"}",
                "too-short         | \"type\":\"command\",\"name\":\"ask\",\"body\":{\"question\":\"Q\",\"text\":\"\\u202e\\u2066\\ufeff\\u200b\",\"language\":\"en\"}",
                "bad-value         | \"type\":\"command\",\"name\":\"ask\",\"body\":{\"question\":\"Q\",\"text\":\"Which language is it?\",\"language\":\"tlh\"}",
                "not-allowed       | \"type\":\"command\",\"name\":\"approve\",\"body\":{\"question\":\"Q\",\"revision\":1}",
                "not-allowed       | \"type\":\"command\",\"name\":\"flip\",\"body\":{\"switch\":\"hidden\",\"on\":true}",
                "not-allowed       | \"type\":\"command\",\"name\":\"movePhase\",\"body\":{\"to\":\"closed\"}",
                "unknown-question  | \"type\":\"command\",\"name\":\"withdraw\",\"body\":{\"question\":\"Q\"}"
            })
    void a_command_that_cannot_be_is_refused_by_name_and_the_connection_goes_on(String expected, String fields)
            throws Exception {
        try (var socket = viewer()) {
            var id = UUID.randomUUID();
            socket.say("{\"id\":\"" + id + "\"," + fields.replace("\"Q\"", "\"" + UUID.randomUUID() + "\"") + "}");

            var answer = socket.next("nack");
            assertThat(answer.path("id").asText()).isEqualTo(id.toString());
            assertThat(answer.path("problem").path("code").asText()).isEqualTo(expected);
            socket.say("{\"type\":\"ping\"}");
            socket.next("pong");
        }
    }

    @Test
    void what_is_no_message_closes_the_connection_at_the_third_and_what_is_too_long_at_once() throws Exception {
        try (var babbler = viewer();
                var binary = viewer();
                var lengthy = viewer();
                var endless = viewer()) {
            for (var text : List.of("[]", "{\"type\":", "{\"type\":\"ping\",\"type\":\"ping\"}")) {
                babbler.say(text);
            }
            for (int i = 0; i < 3; i++) {
                binary.say(ByteBuffer.wrap("{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8)));
            }
            lengthy.say("{\"type\":\"ping\",\"x\":\"" + "x".repeat(17_000) + "\"}");
            endless.say("x".repeat(200_000));

            assertThat(babbler.closeCode()).isEqualTo(4009);
            assertThat(binary.closeCode()).isEqualTo(4009);
            assertThat(lengthy.closeCode()).isEqualTo(1009);
            assertThat(endless.closeCode()).isIn(1009, RawSocket.NO_CODE);
        }
    }

    @Test
    void who_may_not_come_in_is_told_why() throws Exception {
        try (var elsewhere = socket("ZZZZZZ", "room", "rostrum.v1");
                var intruder = socket(code, "desk", "rostrum.v1");
                var futurist = socket(code, "room", "rostrum.v99");
                var odd = socket(code, "room?epoch=%25zz&seq=%25", "rostrum.v1")) {
            assertThat(elsewhere.closeCode()).isEqualTo(4004);
            assertThat(intruder.closeCode()).isEqualTo(4003);
            assertThat(futurist.closeCode()).isEqualTo(4001);
            odd.next("hello");
            odd.next("resync");
        }
    }

    @Test
    void requests_of_other_sites_and_of_other_forms_are_refused() throws Exception {
        assertThat(post("Origin", "https://evil.example", "application/json", "{}"))
                .isEqualTo("foreign-origin");
        assertThat(post("Sec-Fetch-Site", "cross-site", "application/json", "{}"))
                .isEqualTo("foreign-origin");
        assertThat(post("X-Nothing", "x", "text/plain", "{}")).isEqualTo("malformed");
        assertThat(post("X-Nothing", "x", "application/json", "{")).isEqualTo("malformed");
        assertThat(post("X-Nothing", "x", "application/json", "{\"type\":\"ping\"}"))
                .isEqualTo("unknown-type");
        var tooLong = "POST /api/sessions/" + code + "/commands HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: 65537\r\n\r\n";
        assertThat(answerTo(tooLong, "\"code\":\"too-large\"")).startsWith("HTTP/1.1 400");
        var handshake = "GET /ws/" + code + "/room HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + "Origin: https://evil.example\r\n\r\n";
        assertThat(answerTo(handshake, "\r\n")).startsWith("HTTP/1.1 403");
    }

    /// What comes back for this head, as far as these words.
    private static String answerTo(String head, String words) throws IOException {
        try (var raw = new Socket(server.address().getHost(), server.address().getPort())) {
            raw.setSoTimeout(20_000);
            raw.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var answer = new StringBuilder();
            while (answer.indexOf(words) < 0) {
                int next = raw.getInputStream().read();
                assertThat(next)
                        .as("the end comes before these words: %s", answer)
                        .isNotNegative();
                answer.append((char) next);
            }
            return answer.toString();
        }
    }

    @Test
    void what_means_something_elsewhere_is_stored_and_shown_as_it_was_written() throws Exception {
        var words = "Robert'); drop table question;-- <script>alert(\"1\")</script> &amp; ${x} \\ %s \uD83D\uDE00?";
        var question = UUID.randomUUID().toString();
        HttpBrowser.ok(host.command(
                code,
                "desk",
                "askFor",
                Map.of("question", question, "text", words, "language", "en", "origin", "ahead")));
        var turned = UUID.randomUUID().toString();
        HttpBrowser.ok(host.command(
                code,
                "desk",
                "askFor",
                Map.of(
                        "question",
                        turned,
                        "text",
                        "Is \u202Ethis\u2069 turned?",
                        "language",
                        "en",
                        "origin",
                        "ahead")));

        assertThat(text(question)).isEqualTo(words);
        assertThat(text(turned)).isEqualTo("Is this turned?");
    }

    private static String text(String question) throws IOException {
        for (var row : host.snapshot(code, "room").path("questions")) {
            if (row.path("id").asText().equals(question)) {
                return row.path("text").asText();
            }
        }
        throw new AssertionError("the question is not shown");
    }

    private static String post(String header, String value, String type, String body) throws Exception {
        var request = HttpRequest.newBuilder(server.address().resolve("/api/sessions/" + code + "/commands"))
                .header("Content-Type", type)
                .header(header, value)
                .POST(BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            JsonNode problem =
                    JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
            return problem.path("code").asText();
        }
    }

    /// A viewer with a participant's key, let in.
    private static RawSocket viewer() throws Exception {
        var socket = RawSocket.open(new HttpBrowser(server.address()).participate(), code, "room");
        socket.next("hello");
        return socket;
    }

    /// Somebody without a key, whether let in or not.
    private static RawSocket socket(String code, String audience, String subprotocol) {
        var address = server.address().toString().replaceFirst("http", "ws") + "/ws/" + code + "/" + audience;
        return RawSocket.open(URI.create(address), "", subprotocol);
    }
}
