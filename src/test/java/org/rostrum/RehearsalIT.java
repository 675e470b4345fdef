package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;

/// What a newcomer sees who presses "Watch a rehearsal" first of all.
class RehearsalIT {

    /// The speed of the organizer's page.
    private static final int SPEED = 10;

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void within_a_minute_there_is_a_question_on_air_and_when_the_server_stops_nothing_is_left() throws Exception {
        var host = new HttpBrowser(URI.create("http://localhost"));
        String code;
        try (var server = PackagedServer.start(folder)) {
            host.pointAt(server.address());
            open(host, server);
            var wanted = Map.of("speed", SPEED, "cast", "everyone");

            // When
            code = HttpBrowser.ok(host.post("/api/rehearsal", wanted))
                    .path("code")
                    .asText();
            var room = code;

            // Then
            await().atMost(A_MINUTE).until(() -> questions(host, room).anyMatch(is("status", "onAir")));
            assertThat(questions(host, room)).hasSizeGreaterThan(10);
            assertThat(questions(host, room)).anyMatch(is("language", "en")).anyMatch(is("language", "fr"));
            assertThat(host.snapshot(code, "room").path("votes")).anyMatch(votes -> votes.asInt() > 1);
        }
        try (var server = PackagedServer.start(folder)) {
            host.pointAt(server.address());
            assertThat(HttpBrowser.ok(host.get("/api/sessions")).path("sessions"))
                    .isEmpty();
            assertThat(host.get("/api/sessions/" + code + "/room").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_server_that_listens_on_one_address_only_finds_itself_there() throws Exception {
        try (var server = PackagedServer.start(folder, "quarkus.http.host=127.0.0.2")) {
            var host = server.host();

            // When
            var begun = host.post("/api/rehearsal", Map.of("speed", SPEED, "cast", "audience"));

            // Then
            assertThat(begun.statusCode()).isEqualTo(201);
        }
    }

    private static Predicate<JsonNode> is(String field, String value) {
        return question -> question.path(field).asText().equals(value);
    }

    private static Stream<JsonNode> questions(HttpBrowser host, String code) throws IOException {
        return StreamSupport.stream(
                host.snapshot(code, "room").path("questions").spliterator(), false);
    }

    private void open(HttpBrowser host, PackagedServer server) throws IOException {
        await().until(() -> server.output().stream().anyMatch(line -> line.contains("to be the host")));
        host.open(URI.create(Files.readString(folder.resolve("host-link")).strip()));
    }
}
