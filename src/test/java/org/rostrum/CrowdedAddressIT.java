package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.RawSocket;

/// More people come from one address than may, beside connections that never finish their handshake.
class CrowdedAddressIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CONNECTIONS_PER_ADDRESS = 150;
    private static final int TOO_MANY = 40;
    private static final int STALLED = 200;

    @TempDir
    static Path folder;

    private static PackagedServer server;
    private static String code;

    @BeforeAll
    static void start() throws IOException {
        server = PackagedServer.start(
                folder,
                "rostrum.limits.connections-per-address=" + CONNECTIONS_PER_ADDRESS,
                "rostrum.hub.connection.ping=1s",
                "rostrum.hub.connection.sweep=200ms",
                "quarkus.http.idle-timeout=4s");
        code = server.host().makeLiveSession();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothing_of_it_is_a_fault_of_the_server() {
        assertThat(server.output()).noneMatch(line -> line.contains("ERROR"));
    }

    @Test
    void crowds_of_one_address_and_stalled_handshakes_cost_nobody_else_anything() throws Exception {
        var stalled = new ArrayList<Socket>();
        var crowd = new ArrayList<RawSocket>();
        try (var early = viewer()) {
            // When
            for (int i = 0; i < STALLED; i++) {
                var socket =
                        new Socket(server.address().getHost(), server.address().getPort());
                socket.getOutputStream().write("GET /ws/".getBytes(StandardCharsets.US_ASCII));
                stalled.add(socket);
            }
            for (int i = 0; i < CONNECTIONS_PER_ADDRESS + TOO_MANY; i++) {
                crowd.add(RawSocket.open(new HttpBrowser(server.address()), code, "room"));
            }

            // Then
            await().atMost(PATIENCE)
                    .until(() -> crowd.stream().filter(RawSocket::isClosed).count() > TOO_MANY);
            for (var one : crowd) {
                assertThat(one.isClosed() ? one.closeCode() : 4029).isEqualTo(4029);
            }
            for (var socket : stalled) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            // who shows a key has a share of their own
            try (var late = viewer()) {
                late.say("{\"type\":\"ping\"}");
                late.next("pong");
            }
            early.say("{\"type\":\"ping\"}");
            early.next("pong");
        } finally {
            for (var socket : stalled) {
                socket.close();
            }
            crowd.forEach(RawSocket::close);
        }
        // and whoever leaves makes room
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (var next = viewer()) {
                return !next.isClosed();
            }
        });
    }

    /// A viewer with a participant's key, let in.
    private static RawSocket viewer() throws Exception {
        var socket = RawSocket.open(new HttpBrowser(server.address()).participate(), code, "room");
        socket.next("hello");
        return socket;
    }
}
