package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.Storm;
import org.rostrum.testing.Surface;

/// Server and database, killed while dozens ask, vote and decide: whatever was acknowledged is there, once.
class KillIT {

    private static final Duration RECOVERY = Duration.ofSeconds(45);
    private static final Duration NOTICED = Duration.ofSeconds(10);
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final long SEED = 20261121;
    private static final int VIEWERS = 36;
    private static final int KILLS = 3;
    private static final int ASKERS = VIEWERS / (KILLS + 1);

    /// A school is one address; these tests are one as well.
    private static final String[] GENEROUS = {
        "rostrum.limits.commands-per-participant=100000",
        "rostrum.limits.commands-per-address=100000",
        "rostrum.limits.votes-per-address=100000",
        "rostrum.limits.questions-per-address=100000",
        "rostrum.limits.votes-per-participant=100000"
    };

    @TempDir
    static Path shared;

    private final Path folder = shared.resolve("data");

    @Test
    void nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed_in_a_storm() throws Exception {
        var random = new Random(SEED);
        var server = PackagedServer.start(folder, GENEROUS);
        int port = server.address().getPort();
        try (var storm = new Storm(server.host(), VIEWERS, SEED)) {
            for (int i = 0; i < KILLS; i++) {
                // When
                int enough = storm.acknowledged() + 10 + random.nextInt(100);
                storm.ask(i * ASKERS, (i + 1) * ASKERS);
                await().atMost(RECOVERY).pollInterval(OFTEN).until(() -> storm.acknowledged() >= enough);
                server.kill();
                server = PackagedServer.start(folder, PackagedServer.settings(GENEROUS, "quarkus.http.port=" + port));
            }
            storm.ask(KILLS * ASKERS, VIEWERS);

            // Then
            storm.calmDown();
            assertThat(storm.surfaces()).allMatch(surface -> surface.connections() > 1);
        } finally {
            server.close();
        }
    }

    @Test
    void nothing_acknowledged_is_lost_or_doubled_when_the_database_is_killed_in_a_storm() throws Exception {
        var random = new Random(SEED + 1);
        try (var server = PackagedServer.start(folder, GENEROUS);
                var storm = new Storm(server.host(), VIEWERS, SEED + 1)) {
            for (int i = 0; i < KILLS; i++) {
                // When
                int enough = storm.acknowledged() + 10 + random.nextInt(100);
                storm.ask(i * ASKERS, (i + 1) * ASKERS);
                await().atMost(RECOVERY).pollInterval(OFTEN).until(() -> storm.acknowledged() >= enough);
                postmaster().destroyForcibly();

                // Then
                await().atMost(NOTICED).pollInterval(OFTEN).until(() -> server.readiness() == 503);
                var onlooker = new HttpBrowser(server.address()).participate();
                assertThat(onlooker.get("/api/sessions/" + storm.code() + "/room")
                                .statusCode())
                        .isEqualTo(200);
                var question = Map.of("question", new UUID(0, i), "n", 1, "on", true);
                assertThat(onlooker.command(storm.code(), "room", "vote", question)
                                .statusCode())
                        .isIn(503, 409);
                await().atMost(RECOVERY).pollInterval(OFTEN).until(() -> server.readiness() == 200);
            }
            storm.ask(KILLS * ASKERS, VIEWERS);

            storm.calmDown();
            assertThat(storm.surfaces()).allMatch(surface -> surface.connections() == 1);
            assertThat(storm.surfaces().stream().mapToInt(Surface::retries).sum())
                    .isPositive();
        }
    }

    private ProcessHandle postmaster() throws IOException {
        var lines = Files.readAllLines(folder.resolve("database").resolve("postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow();
    }
}
