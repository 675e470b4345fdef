package org.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.FrameSocket;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;

/// Who is slow to ask, or asks for nothing, and how many may do so.
@QuarkusTest
@TestProfile(AdmissionTest.Profile.class)
@WithTestResource(PostgresTestResource.class)
class AdmissionTest {

    private static final String JOIN =
            "POST /api/join HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final int MOST = 12;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final Duration DRIP = Duration.ofMillis(50);

    /// Far fewer than the heads and bodies below have bytes.
    private static final long DRIPS_MOST = 500;

    public static final class Profile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "rostrum.limits.request-time",
                    "1s",
                    "rostrum.limits.connections-per-address",
                    String.valueOf(MOST / 2));
        }
    }

    @TestHTTPResource
    URI server;

    private LogTape tape;

    @BeforeEach
    void listen() {
        tape = LogTape.begin();
    }

    @AfterEach
    void nothing_of_it_is_a_fault_of_the_server() {
        tape.close();
        assertThat(tape.records()).noneMatch(record -> record.startsWith("ERROR") || record.startsWith("WARN"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/me HTTP/1.1\r\nHost: localhost\r\nX-Long: ",
                JOIN + "Content-Length: 60000\r\n\r\n",
                JOIN + "Transfer-Encoding: chunked\r\n\r\n6000\r\n"
            })
    void a_request_that_drips_is_cut_off(String beginning) throws Exception {
        try (var socket = connect(beginning)) {
            assertThat(drip(socket)).isLessThan(DRIPS_MOST);
        }
    }

    @Test
    void who_rests_between_requests_and_who_keeps_a_line_open_is_not() throws Exception {
        var listening = server.resolve("/ws/ZZZZZZ/room");
        try (var page = connect("GET /api/me HTTP/1.1\r\nHost: localhost\r\n\r\n");
                var slow = connect("GET / HTTP/1.1\r\nX-Long: ")) {
            assertThat(status(page)).isEqualTo("HTTP/1.1 200");
            // the time that a request has is over when this one is cut off
            drip(slow);
            page.getOutputStream()
                    .write("GET /api/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(page.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("HTTP/1.1 200");
            try (var socket = FrameSocket.open(listening, "")) {
                assertThat(socket.closeCode()).isEqualTo(4004);
            }
        }
    }

    @Test
    void where_a_network_is_full_the_connection_that_rested_longest_gives_way() throws Exception {
        var resting = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 2 * MOST; i++) {
                resting.add(connect(""));
            }
            try (var page = connect("GET /api/me HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                assertThat(status(page)).isEqualTo("HTTP/1.1 200");
            }
            assertThat(ended(resting.getFirst())).isTrue();
        } finally {
            for (var socket : resting) {
                socket.close();
            }
        }
    }

    private Socket connect(String words) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// Sends a byte now and then until it is cut off.
    ///
    /// @return how many
    private static long drip(Socket socket) throws Exception {
        var watching = Thread.ofVirtual().start(() -> {
            try {
                while (socket.getInputStream().read() >= 0) {
                    // whatever it says
                }
            } catch (IOException _) {
                // cut off, too
            }
        });
        long drips = 0;
        while (!watching.join(DRIP) && drips < DRIPS_MOST) {
            drips++;
            try {
                socket.getOutputStream().write('x');
            } catch (SocketException _) {
                watching.join();
            }
        }
        return drips;
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    /// Waits for its end, which may also be an abrupt one.
    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }
}
