package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.FrameSocket;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.RawSocket;

/// Thousands of inputs that nobody's page would send, each as wrong as a seeded walk makes it: requests that end in the
/// middle, bodies no parser should read, frames that break the rules of sockets. Each is answered or closed, none is a
/// fault, and the log stays quiet.
///
/// A longer walk: `-Dtests.strangers.inputs=25000`, another one: `-Dtests.strangers.seed=2`.
class StrangersIT {

    private static final int INPUTS = Integer.getInteger("tests.strangers.inputs", 3_000);
    private static final long SEED = Long.getLong("tests.strangers.seed", 6);

    /// Mean, over everything that is sent. A trace has thousands.
    private static final int LOG_BYTES_PER_INPUT = 20;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int FINAL = 0x80;

    private static final List<String> METHODS =
            List.of("GET", "GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW");
    private static final List<String> PATHS = List.of(
            "/",
            "/s/CODE",
            "/desk/CODE?x=CODE",
            "/join",
            "/host",
            "/favicon.ico",
            "/api/me",
            "/api/join",
            "/api/join/peek",
            "/api/participant",
            "/api/page-faults",
            "/api/sign-out",
            "/api/sessions",
            "/api/sessions/CODE/room?token=CODE",
            "/api/sessions/CODE/desk",
            "/api/sessions/CODE/mine",
            "/api/sessions/CODE/room/page?after=CODE",
            "/api/sessions/CODE/commands",
            "/api/sessions/CODE/commands?audience=desk",
            "/api/sessions/CODE/links",
            "/api/sessions/CODE/links/" + new UUID(1, 1),
            "/api/sessions/CODE/plan",
            "/api/sessions/CODE/rehearsal",
            "/api/sessions/CODE/questions.csv",
            "/api/sessions/CODE/qr.svg",
            "/api/contract/openapi.yaml",
            "/q/health/ready",
            "/assets/../../etc/passwd",
            "/%zz",
            "/%00",
            "//" + "x".repeat(3_000),
            "*",
            "http://evil.example/s/CODE");
    private static final List<String> VERSIONS = List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/3", "");
    private static final List<String> HOSTS = List.of("Host: localhost\r\n", "Host: localhost\r\n", "", "Host: \r\n");
    private static final List<String> HEADERS = List.of(
            "",
            "",
            "Origin: null\r\n",
            "Sec-Fetch-Site: cross-site\r\n",
            "Cookie: rostrum_participant=AAAAAAAAAAAAAAAAAAAAAA\r\n",
            "Cookie: =;;;\r\n",
            "Expect: 100-continue\r\n",
            "Accept: text/html\r\n",
            "Accept-Encoding: gzip;q=x\r\n",
            "If-None-Match: \"\r\n",
            "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings\r\n",
            "X-Forwarded-For: CODE\r\n",
            " folded\r\n",
            "no colon\r\n",
            "X-Long: " + "x".repeat(30_000) + "\r\n");
    private static final List<String> TYPES = List.of(
            "Content-Type: application/json\r\n", "Content-Type: application/json\r\n", "Content-Type: x\r\n", "");

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private PackagedServer server;
    private String code;

    @Test
    void whatever_strangers_send_is_answered_or_closed_and_the_log_stays_quiet() throws Exception {
        try (var started = PackagedServer.start(folder, "rostrum.limits.request-time=2s")) {
            server = started;
            var host = server.host();
            code = host.makeLiveSession();
            int before = server.output().size();

            for (int i = 0; i < INPUTS; i++) {
                var about = "seed " + SEED + ", input " + i;
                if (random.nextInt(3) > 0) {
                    request(about);
                } else {
                    frames(about);
                }
            }

            assertThat(server.readiness()).isEqualTo(200);
            try (var honest = RawSocket.open(new HttpBrowser(server.address()).participate(), code, "room")) {
                honest.next("hello");
            }
            isQuiet(server.output().subList(before, server.output().size()));
            isQuiet(Files.readAllLines(folder.resolve("log").resolve("rostrum.log")));
        }
    }

    private void isQuiet(List<String> log) {
        assertThat(log).noneMatch(line -> line.contains("ERROR") || line.startsWith("\tat ") || line.contains(code));
        assertThat(log.stream().mapToInt(String::length).sum()).isLessThan(LOG_BYTES_PER_INPUT * INPUTS);
    }

    private void request(String about) throws Exception {
        var head = pick(METHODS) + " " + pick(PATHS) + " " + pick(VERSIONS) + "\r\n" + pick(HOSTS) + pick(HEADERS)
                + "Connection: close\r\n";
        var body = body();
        var bytes = new ByteArrayOutputStream();
        boolean whole = true;
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> add(bytes, head + pick(TYPES) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            case 3 ->
                add(
                        bytes,
                        head + pick(TYPES) + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
                                + "\r\n" + body + (body.isEmpty() ? "\r\n" : "\r\n0\r\n\r\n"));
            case 4 ->
                add(bytes, head + pick(TYPES) + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            case 5 -> {
                add(bytes, head + pick(TYPES) + "Content-Length: " + (body.length() + 9) + "\r\n\r\n" + body);
                whole = false;
            }
            case 6 -> {
                add(bytes, head + pick(TYPES) + "Transfer-Encoding: chunked\r\n\r\nffff\r\n" + body);
                whole = false;
            }
            default -> add(bytes, head + "\r\n");
        }
        try (var socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes.toByteArray());
            if (whole) {
                answer(about + ": " + head, socket);
            }
        } catch (SocketException _) {
            // closed while there was more to say
        }
    }

    private static void answer(String about, Socket socket) throws IOException {
        var buffer = new byte[8_192];
        int length = Math.max(0, socket.getInputStream().read(buffer));
        var answer = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        if (answer.startsWith("HTTP/")) {
            assertThat(answer.substring(answer.indexOf(' ') + 1)).as(about).doesNotStartWith("50");
        }
        assertThat(answer).as(about).doesNotContain("Exception", "io.vertx", "org.rostrum", "com.fasterxml");
    }

    private String body() {
        return switch (random.nextInt(10)) {
            case 0 -> "";
            case 1 -> "[".repeat(1 + random.nextInt(2_000));
            case 2 -> "{\"a\":".repeat(1 + random.nextInt(2_000));
            case 3 -> "{\"token\":" + "9".repeat(1 + random.nextInt(2_000)) + "}";
            case 4 -> "{\"token\":\"a\",\"token\":\"b\"}";
            case 5 -> "\"" + "x".repeat(random.nextInt(70_000)) + "\"";
            case 6 -> "{\"token\":\"" + code + "\"}";
            case 7 -> command();
            case 8 -> "{\"speed\":1e400,\"titles\":{\"en\":{}},\"role\":null}";
            default -> "\u0000\u0001 nothing";
        };
    }

    private String command() {
        return "{\"type\":\"command\",\"id\":\"" + new UUID(random.nextLong(), random.nextLong()) + "\",\"name\":\""
                + pick(List.of("ask", "vote", "withdraw", "approve", "flip", "plan", "dance", "undo"))
                + "\",\"body\":{\"question\":" + pick(List.of("null", "\"x\"", "\"" + new UUID(1, 1) + "\""))
                + ",\"text\":" + pick(List.of("1", "\"\\u0000\"", "\"\\ud800\"", "\"" + code + "?\"")) + ",\"n\":"
                + pick(List.of("-1", "1e9", "99999999999999999999", "true")) + ",\"on\":[]}}";
    }

    private void frames(String about) throws Exception {
        var audience = pick(List.of("room", "room", "room", "overlay", "desk", "stage", "nowhere"));
        var address =
                URI.create(server.address() + "/ws/" + (random.nextInt(9) == 0 ? "ZZZZZZ" : code) + "/" + audience);
        try (var socket = FrameSocket.open(address, "")) {
            int many = random.nextInt(20);
            for (int i = 0; i < many; i++) {
                frame(socket);
            }
            if (random.nextInt(8) == 0) {
                // what follows might be the rest of a frame, for which the server may wait
                var raw = new byte[1 + random.nextInt(40)];
                random.nextBytes(raw);
                socket.raw(raw);
            } else if (random.nextInt(4) > 0) {
                socket.send(FINAL | FrameSocket.TEXT, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
                // said after whatever came before: it is answered, or the connection is closed
                pong(socket, about);
            }
        } catch (SocketException _) {
            // closed while there was more to say
        }
    }

    private static void pong(FrameSocket socket, String about) throws IOException {
        try {
            while (true) {
                var frame = socket.next();
                if (frame.opcode() == FrameSocket.CLOSE || frame.text().contains("\"pong\"")) {
                    return;
                }
                assertThat(frame.text()).as(about).doesNotContain("Exception", "org.rostrum", "com.fasterxml");
            }
        } catch (java.io.EOFException _) {
            // closed
        }
    }

    private void frame(FrameSocket socket) throws IOException {
        var payload = body().getBytes(StandardCharsets.UTF_8);
        switch (random.nextInt(11)) {
            case 0 -> socket.send(FrameSocket.TEXT, new byte[0]);
            case 1 -> socket.send(random.nextInt(2) * FINAL | FrameSocket.CONTINUATION, payload);
            case 2 -> socket.send(FrameSocket.TEXT, payload);
            case 3 -> socket.send(random.nextInt(2) * FINAL | FrameSocket.BINARY, payload);
            case 4 -> socket.send(FINAL | FrameSocket.PING, new byte[random.nextInt(126)]);
            case 5 -> socket.send(FINAL | FrameSocket.PONG, new byte[random.nextInt(126)]);
            case 6 -> socket.send(FINAL | FrameSocket.CLOSE, new byte[random.nextInt(4)]);
            case 7 -> socket.send(FINAL | FrameSocket.TEXT, new byte[] {(byte) 0xc3, 0x28, (byte) 0xff});
            case 8 -> socket.send(random.nextInt(256), payload);
            default -> socket.send(FINAL | FrameSocket.TEXT, command().getBytes(StandardCharsets.UTF_8));
        }
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void add(ByteArrayOutputStream bytes, String text) {
        bytes.writeBytes(text.replace("CODE", code).getBytes(StandardCharsets.ISO_8859_1));
    }
}
