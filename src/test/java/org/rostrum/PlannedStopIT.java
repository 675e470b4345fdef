package org.rostrum;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.RawSocket;

/// Who is connected when the server is stopped is told so, and comes back.
class PlannedStopIT {

    private static final int VIEWERS = 10;

    /// Long enough for a busy machine to answer once.
    private static final Duration DELAY = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void everybody_is_told_that_it_restarts_and_when_to_come_back() throws Exception {
        var viewers = new ArrayList<RawSocket>();
        try (var server = PackagedServer.start(folder)) {
            var code = server.host().makeLiveSession();
            for (int i = 0; i < VIEWERS; i++) {
                var viewer = RawSocket.open(new HttpBrowser(server.address()), code, "room");
                assertThat(viewer.next("hello").path("audience").asText()).isEqualTo("room");
                viewers.add(viewer);
            }

            // When the server stops
        }

        // Then
        var waits = new TreeSet<Long>();
        for (var viewer : viewers) {
            try (viewer) {
                var bye = viewer.next("bye");
                assertThat(bye.path("reason").asText()).isEqualTo("restarting");
                waits.add(bye.path("retryAfterMs").asLong());
                assertThat(viewer.closeCode()).isEqualTo(4000);
            }
        }
        assertThat(waits).as("everybody has a time of their own").hasSizeGreaterThan(VIEWERS / 2);
        assertThat(waits.last()).isBetween(1L, 1000L);
    }

    @Test
    void with_a_delay_it_is_not_ready_any_more_while_it_still_serves() throws Exception {
        var server = PackagedServer.start(folder, "quarkus.shutdown.delay=" + DELAY.toSeconds() + "S");
        var code = server.host().makeLiveSession();
        var base = server.address().toString();

        // When
        server.process().destroy();

        // Then
        await().atMost(DELAY).untilAsserted(() -> assertThat(server.readiness()).isEqualTo(503));
        given().baseUri(base)
                .get("/api/sessions/" + code + "/room")
                .then()
                .statusCode(200)
                .header("Connection", "close");
        server.close();
    }
}
