package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;

/// What a server prints, at its most talkative and with its database killed while people ask, and what its database
/// writes down holds nothing that anybody wrote.
class QuietLogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final String MARKER = "canary";
    private static final int ASKED = 20;

    @TempDir
    Path folder;

    @Test
    void whatever_happens_nothing_that_is_printed_holds_what_people_wrote() throws Exception {
        // Given
        var server = PackagedServer.start(
                folder,
                "quarkus.log.category.\"org.rostrum\".level=DEBUG",
                "quarkus.http.access-log.enabled=true",
                "rostrum.limits.commands-per-participant=100000",
                "rostrum.limits.commands-per-address=100000",
                "rostrum.limits.votes-per-address=100000",
                "rostrum.limits.questions-per-address=100000");
        try (server) {
            var host = server.host();
            var code = host.makeLiveSession();

            // When
            for (int i = 0; i < ASKED; i++) {
                var question = UUID.randomUUID();
                assertThat(ask(server, code, question)).isEqualTo(200);
                var held = Map.of("question", question, "revision", 1, "note", MARKER);
                HttpBrowser.ok(host.command(code, "desk", "hold", held));
                var dismissed = Map.of("question", question, "revision", 1, "reason", "other");
                HttpBrowser.ok(host.command(code, "desk", "dismiss", dismissed));
            }
            var unknown = Map.of("type", "command", "id", UUID.randomUUID(), "name", MARKER, "body", Map.of());
            assertThat(host.postWrong("/api/sessions/" + code + "/commands?audience=desk", unknown)
                            .statusCode())
                    .isEqualTo(400);
            postmaster().destroyForcibly();
            await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> ask(server, code, UUID.randomUUID()) == 503);
            await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> ask(server, code, UUID.randomUUID()) == 200);
        }

        // Then
        assertThat(server.output())
                .anyMatch(line -> line.contains("POST /api/sessions/"))
                .anyMatch(line -> line.contains("PostgreSQL runs again"))
                .noneMatch(line -> line.contains(MARKER));
        assertThat(Files.readString(folder.resolve("postgresql.log")))
                .isNotEmpty()
                .doesNotContain(MARKER);
    }

    private static int ask(PackagedServer server, String code, UUID question) throws IOException {
        var text = "Does a " + MARKER + " sing?";
        return new HttpBrowser(server.address())
                .participate()
                .command(code, "room", "ask", Map.of("question", question, "text", text, "language", "en"))
                .statusCode();
    }

    private ProcessHandle postmaster() throws IOException {
        var lines = Files.readAllLines(folder.resolve("database").resolve("postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow();
    }
}
