package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.Storm;
import org.rostrum.testing.Surface;

/// Two thousand connections that never finish their handshake, never read or answer no ping, beside a session in
/// which people ask, vote and decide: they are let go by name, and nobody else notices.
class StalledCrowdIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration OFTEN = Duration.ofMillis(100);

    /// Far above what an acknowledgement takes (milliseconds), and below what a person calls an outage.
    private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(5);

    private static final int HALF_OPEN = 800;
    private static final int SILENT = 1200;
    private static final int ADDRESSES = 10;
    private static final int VIEWERS = 16;
    private static final int ASKED_AT_LEAST = 50;
    private static final long SEED = 2_000;

    /// Both ends of the crowd, the storm and what a JVM has open anyway.
    private static final int FILES_NEEDED = 3_000;

    /// What a connection may cost: its 32 KiB of unsent bytes, and what the server keeps of it.
    private static final long BYTES_PER_CONNECTION = 64 << 10;

    private static final long BYTES_LEFT_BEHIND = 48 << 20;
    private static final int FILES_LEFT_BEHIND = 20;
    private static final int RECEIVE_WINDOW = 1024;
    private static final int DEAF_COMMANDS = 50_000;

    @TempDir
    Path folder;

    private PackagedServer server;
    private String code;

    @BeforeAll
    static void this_process_may_open_as_many_files_as_the_crowd_takes() throws IOException {
        var limit = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.replaceFirst("Max open files\\s+(\\S+).*", "$1"))
                .findFirst()
                .orElseThrow();
        assertThat(limit.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(limit))
                .as("ulimit -n, of which this test and the server each need %s", FILES_NEEDED)
                .isGreaterThanOrEqualTo(FILES_NEEDED);
    }

    @Test
    void a_crowd_that_stalls_costs_itself_only() throws Exception {
        server = PackagedServer.start(
                folder,
                "rostrum.limits.commands-per-participant=100000",
                "rostrum.limits.commands-per-address=100000",
                "rostrum.limits.votes-per-address=100000",
                "rostrum.limits.questions-per-address=100000",
                "rostrum.limits.votes-per-participant=100000",
                // the one who talks without listening is to be found out by that, and not by how much
                "rostrum.hub.connection.frames-at-once=1000000",
                "rostrum.hub.connection.ping=5s",
                "rostrum.hub.connection.sweep=200ms",
                "rostrum.hub.connection.stall-limit=5s",
                "quarkus.http.idle-timeout=12s");
        var host = server.host();
        try (var storm = new Storm(host, VIEWERS, SEED)) {
            // Given
            code = storm.code();
            var nextDoor = host.makeLiveSession();
            storm.ask(0, VIEWERS / 4);
            await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> storm.acknowledged() > VIEWERS);
            long heap = heapInUse();
            long files = open();

            // When
            var silent = new ArrayList<Socket>();
            var halfOpen = new ArrayList<Socket>();
            try (var deaf = connect(1)) {
                for (int i = 0; i < SILENT; i++) {
                    silent.add(say(connect(i), handshake()));
                }
                for (int i = 0; i < HALF_OPEN; i++) {
                    halfOpen.add(say(connect(i), "GET /ws/" + code + "/room HTTP/1.1\r\nHost: local"));
                }
                await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> figure("rostrum_hub_subscribers") > SILENT);
                assertThat(heapInUse() - heap).isLessThan(BYTES_PER_CONNECTION * (SILENT + HALF_OPEN));
                listenUntil(say(deaf, handshake()), "\"type\":\"hello\"");
                storm.ask(VIEWERS / 4, VIEWERS);
                var talking = Thread.ofVirtual().start(() -> talkWithoutListening(deaf));

                // Then
                var slowest = Duration.ZERO;
                long giveUp = System.nanoTime() + PATIENCE.toNanos();
                for (int asked = 0; asked < ASKED_AT_LEAST || open() > files + FILES_LEFT_BEHIND; asked++) {
                    var answer = timeToAsk(host, nextDoor);
                    slowest = slowest.compareTo(answer) < 0 ? answer : slowest;
                    assertThat(System.nanoTime())
                            .as("%s files are open", open())
                            .isLessThan(giveUp);
                }
                for (var socket : halfOpen) {
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                }
                talking.join(PATIENCE);
                assertThat(slowest).isLessThan(SLOWEST_ANSWER);
                assertThat(storm.slowest()).isLessThan(SLOWEST_ANSWER);
                assertThat(figure("rostrum_hub_too_slow_total")).isPositive();
            } finally {
                silent.addAll(halfOpen);
                for (var socket : silent) {
                    socket.close();
                }
            }
            storm.calmDown();
            assertThat(storm.surfaces())
                    .allSatisfy(surface -> assertThat(surface.connections()).isEqualTo(1))
                    .extracting(Surface::closeCode)
                    .containsOnly(0);
            await().atMost(PATIENCE).pollInterval(OFTEN).untilAsserted(() -> {
                assertThat(figure("rostrum_hub_subscribers")).isEqualTo(VIEWERS + 1);
                assertThat(open()).isLessThan(files + FILES_LEFT_BEHIND);
            });
            assertThat(heapInUse() - heap).isLessThan(BYTES_LEFT_BEHIND);
            assertThat(server.output()).noneMatch(line -> line.contains("ERROR"));
        } finally {
            server.close();
        }
    }

    private static Duration timeToAsk(HttpBrowser host, String code) throws IOException {
        long begun = System.nanoTime();
        HttpBrowser.ok(host.command(
                code,
                "desk",
                "askFor",
                Map.of("question", UUID.randomUUID(), "text", "Is it quick?", "language", "en", "origin", "ahead")));
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /// From one of several addresses of this machine, with a window that is soon full.
    private Socket connect(int number) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_WINDOW);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.bind(new InetSocketAddress(loopback(2 + number % ADDRESSES), 0));
        socket.connect(new InetSocketAddress(loopback(1), server.address().getPort()));
        return socket;
    }

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private static Socket say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private String handshake() {
        return "GET /ws/" + code + "/room HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: rostrum.v1\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    }

    /// Let in, it asks for one answer after the other and reads none, until it is closed.
    private void talkWithoutListening(Socket deaf) {
        try {
            var command = frame("{\"type\":\"command\",\"id\":\"" + UUID.randomUUID()
                    + "\",\"name\":\"approve\",\"body\":{\"question\":\"" + UUID.randomUUID() + "\",\"revision\":1}}");
            for (int i = 0; i < DEAF_COMMANDS; i++) {
                deaf.getOutputStream().write(command);
            }
        } catch (IOException _) {
            // closed, as it should be; the server's count of those says why
        }
    }

    private static void listenUntil(Socket socket, String words) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf(words) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("what follows %s", heard).isNotEqualTo(-1);
            heard.append((char) next);
        }
    }

    /// A whole masked text message whose mask is zero (RFC 6455 section 5.2), of 126 to 65 535 bytes.
    private static byte[] frame(String text) {
        var payload = text.getBytes(StandardCharsets.US_ASCII);
        var frame = new byte[8 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | 126);
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 8, payload.length);
        return frame;
    }

    private long open() throws IOException {
        return figure("process_files_open_files");
    }

    private long heapInUse() throws Exception {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var collected = new ProcessBuilder(jcmd, String.valueOf(server.process().pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(collected.waitFor()).isZero();
        return figure("jvm_memory_used_bytes\\{area=\"heap\"[^}]*}");
    }

    /// The sum of what the server says of itself under a name.
    private long figure(String name) throws IOException {
        var metrics = server.metrics();
        var values = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? ([0-9.E+]+)$")
                .matcher(metrics)
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
        assertThat(values).as(name).isNotEmpty();
        return (long) values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
