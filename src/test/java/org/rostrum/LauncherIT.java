package org.rostrum;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.testing.PackagedServer;

/// The packaged server with its own database, as somebody starts it who tries it.
class LauncherIT {

    private static final Duration RECOVERY = Duration.ofSeconds(45);

    @TempDir
    Path shared;

    private Path folder;

    @BeforeEach
    void nobody_was_here_before() {
        folder = shared.resolve("data");
    }

    @Test
    void what_is_collected_shows_where_to_go_and_no_link_which_a_command_prints() throws Exception {
        try (var server = PackagedServer.start(folder)) {
            // Then
            await().untilAsserted(() -> assertThat(server.output())
                    .anyMatch(line -> line.startsWith("Rostrum: reached at http://"))
                    .anyMatch(line -> line.contains(
                            "also http://localhost:" + server.address().getPort()))
                    .anyMatch(line -> line.equals("Rostrum: open the link in " + folder.resolve("host-link")
                            + " once to be the host; `host-link` prints it")));
            var link = hostLink();
            assertThat(server.output()).noneMatch(line -> line.contains("/join#"));

            // When
            var again = PackagedServer.run(folder, "host-link");

            // Then
            assertThat(again.awaitEnd()).isZero();
            assertThat(again.output()).containsExactly(link);
        }
    }

    @Test
    void hosts_are_listed_and_taken_back_at_the_console_and_it_is_on_record() throws Exception {
        try (var server = PackagedServer.start(folder)) {
            // Given
            var host = server.host();
            var listed = PackagedServer.run(folder, "hosts");
            assertThat(listed.awaitEnd()).isZero();
            assertThat(listed.output()).hasSize(1);
            var id = new ObjectMapper()
                    .readTree(listed.output().getFirst())
                    .path("id")
                    .asText();

            // When
            var revoked = PackagedServer.run(folder, "revoke-host", id);

            // Then
            assertThat(revoked.awaitEnd()).isZero();
            assertThat(host.get("/api/sessions").statusCode()).isEqualTo(401);
            var events = PackagedServer.run(folder, "events", "10");
            assertThat(events.awaitEnd()).isZero();
            assertThat(events.output())
                    .anyMatch(line -> line.contains("\"kind\":\"linkOpened\"") && line.contains(id))
                    .anyMatch(line ->
                            line.contains("\"kind\":\"linkRevoked\"") && line.contains("\"actor\":\"console\""));
        }
    }

    @Test
    void when_no_server_runs_then_the_host_link_command_says_so() throws Exception {
        var command = PackagedServer.run(shared.resolve("nowhere"), "host-link");

        assertThat(command.awaitEnd()).isEqualTo(1);
        assertThat(command.output()).singleElement().asString().contains("No server runs on the data folder");
    }

    @ParameterizedTest
    @CsvSource({"--help, 0, Usage: java", "--version, 0, Rostrum 0.", "host-lnik, 2, Rostrum: not understood: host-lnik"
    })
    void words_that_ask_for_no_server_start_none(String word, int status, String answer) throws Exception {
        var untouched = shared.resolve("untouched");

        var command = PackagedServer.run(untouched, word);

        assertThat(command.awaitEnd()).isEqualTo(status);
        assertThat(command.output().getFirst()).startsWith(answer);
        assertThat(untouched).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"quarkus.http, 0.0.0.0", "quarkus.management, 127.0.0.1"})
    void when_another_program_has_a_port_then_it_says_so_before_anything_is_made(String name, String host)
            throws Exception {
        var untouched = shared.resolve("untouched");
        try (var other = new ServerSocket(0)) {
            assertThatThrownBy(() -> PackagedServer.start(List.of(), untouched, name + ".port=" + other.getLocalPort()))
                    .hasMessageContaining("It cannot listen on port " + other.getLocalPort() + " of " + host)
                    .hasMessageContaining("-D" + name + ".port");
        }
        assertThat(untouched).doesNotExist();
    }

    @Test
    void when_headers_of_whatever_proxy_are_to_be_believed_then_it_does_not_start() {
        var untouched = shared.resolve("untouched");

        assertThatThrownBy(() ->
                        PackagedServer.start(List.of(), untouched, "quarkus.http.proxy.proxy-address-forwarding=true"))
                .hasMessageContaining("quarkus.http.proxy.trusted-proxies");
        assertThat(untouched).doesNotExist();
    }

    @Test
    void when_it_is_told_to_stop_then_the_database_stops_last_and_nothing_is_left() throws Exception {
        // Given
        var server = PackagedServer.start(folder);
        var postmaster = postmaster().orElseThrow();
        awaitGreeting(server);

        // When
        server.close();

        // Then
        assertThat(postmaster.isAlive()).isFalse();
        assertThat(server.output()).anyMatch(line -> line.contains("rostrum stopped"));
        assertThat(Files.readString(folder.resolve("postgresql.log")).strip()).contains("database system is shut down");
        assertThat(server.output()).noneMatch(line -> line.contains("terminating connection"));
    }

    @Test
    void what_was_acknowledged_survives_a_kill() throws Exception {
        // Given
        String grants;
        try (var server = PackagedServer.start(folder)) {
            awaitGreeting(server);
            grants = given().baseUri(server.address().toString())
                    .contentType(ContentType.JSON)
                    .body(Map.of("token", hostLink().substring(hostLink().indexOf('#') + 1)))
                    .post("/api/join")
                    .then()
                    .statusCode(200)
                    .extract()
                    .cookie("rostrum_grants");

            // When
            server.kill();
        }

        // Then
        try (var server = PackagedServer.start(folder)) {
            given().baseUri(server.address().toString())
                    .cookie("rostrum_grants", grants)
                    .get("/api/me")
                    .then()
                    .statusCode(200)
                    .body("grants[0].role", equalTo("host"));
        }
    }

    @Test
    void what_is_killed_leaves_no_library_in_the_temporary_folder() throws Exception {
        var temporary = Files.createDirectories(shared.resolve("tmp"));
        try (var server = PackagedServer.start(List.of("-Djava.io.tmpdir=" + temporary), folder)) {
            given().baseUri(server.address().toString())
                    .header("Accept-Encoding", "br, gzip")
                    .get("/host")
                    .then()
                    .statusCode(200);

            // When
            server.kill();
        }

        // Then
        try (var left = Files.walk(temporary)) {
            assertThat(left.filter(Files::isRegularFile))
                    .noneMatch(file -> file.toString().contains("brotli")
                            || file.toString().endsWith(".so"));
        }
    }

    @Test
    void the_log_is_json_where_that_is_switched_on() throws Exception {
        try (var server = PackagedServer.start(folder, "quarkus.log.console.json.enabled=true")) {
            assertThat(server.output())
                    .filteredOn(line -> line.contains("Listening on: "))
                    .singleElement()
                    .satisfies(line -> assertThat(new ObjectMapper()
                                    .readTree(line)
                                    .path("level")
                                    .asText())
                            .isEqualTo("INFO"));
        }
    }

    @Test
    void when_the_database_is_killed_then_the_server_goes_on_without_being_restarted() throws Exception {
        try (var server = PackagedServer.start(folder)) {
            // When
            postmaster().orElseThrow().destroyForcibly();

            // Then
            await().atMost(RECOVERY)
                    .untilAsserted(() -> given().baseUri(server.address().toString())
                            .cookie("rostrum_grants", "AAAAAAAAAAAAAAAAAAAAAA")
                            .get("/api/me")
                            .then()
                            .statusCode(200));
            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(server.readiness()).isEqualTo(200));
        }
    }

    @Test
    void a_second_server_on_the_same_folder_is_refused_in_one_sentence() throws Exception {
        try (var _ = PackagedServer.start(folder)) {
            // When
            var second = PackagedServer.run(folder);

            // Then
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.output())
                    .singleElement()
                    .asString()
                    .startsWith("Rostrum: The data folder " + folder + " is in use by another running Rostrum");
        }
    }

    /// The last thing a starting server says.
    private static void awaitGreeting(PackagedServer server) {
        await().until(() -> server.output().stream().anyMatch(line -> line.contains("to be the host")));
    }

    private String hostLink() throws IOException {
        return Files.readString(folder.resolve("host-link")).strip();
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        var lines = Files.readAllLines(folder.resolve("database").resolve("postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.getFirst()));
    }
}
