package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.FrameSocket;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.wire.CloseCode;

/// What sockets are sent by strangers, frame by frame, over real connections.
@QuarkusTest
@TestProfile(HubTestProfile.class)
@WithTestResource(PostgresTestResource.class)
class IncomingTest {

    private static final int FINAL = 0x80;
    private static final int RESERVED = 0x40;
    private static final byte[] NOTHING = {};

    /// More than any pace allows at once.
    private static final int FLOOD = 20_000;

    @TestHTTPResource
    URI server;

    @Inject
    HubConfig config;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private LogTape tape;

    @BeforeEach
    void listen() {
        tape = LogTape.begin();
    }

    @AfterEach
    void nothing_of_it_is_logged() {
        tape.close();
        assertThat(tape.records())
                .noneMatch(record -> record.startsWith("ERROR") || record.startsWith("WARN"))
                .noneMatch(record -> record.contains("\tat "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "text"})
    void a_message_in_fragments_is_one_message_whichever_of_them_are_empty(String kind) throws Exception {
        try (var socket = connect(kind)) {
            socket.send(FrameSocket.TEXT, NOTHING);
            socket.send(FINAL | FrameSocket.CONTINUATION, bytes("first"));
            socket.send(FrameSocket.TEXT, NOTHING);
            socket.send(FrameSocket.CONTINUATION, NOTHING);
            socket.send(FINAL | FrameSocket.PING, NOTHING);
            socket.send(FrameSocket.CONTINUATION, bytes("sec"));
            socket.send(FINAL | FrameSocket.CONTINUATION, bytes("ond"));
            socket.text("third");

            await().atMost(Peer.PATIENCE)
                    .untilAsserted(() -> assertThat(heard).containsExactly("first", "second", "third"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FrameSocket.TEXT, FrameSocket.BINARY, FrameSocket.PING, FrameSocket.PONG})
    void who_sends_more_frames_than_one_may_is_closed_by_name(int opcode) throws Exception {
        try (var socket = connect("channel")) {
            assertThat(flood(socket, FINAL | opcode)).isEqualTo(CloseCode.TOO_MANY_MESSAGES.code());
            assertThat(heard).hasSizeLessThan(2 * config.connection().framesAtOnce());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "text"})
    void fragments_without_end_are_closed_by_name(String kind) throws Exception {
        try (var socket = connect(kind)) {
            socket.send(FrameSocket.TEXT, NOTHING);
            assertThat(flood(socket, FrameSocket.CONTINUATION)).isEqualTo(CloseCode.TOO_MANY_MESSAGES.code());
        }
    }

    @Test
    void who_keeps_the_pace_is_heard() throws Exception {
        try (var socket = connect("channel")) {
            int burst = config.connection().framesAtOnce() - 1;
            for (int i = 0; i < burst; i++) {
                socket.text("message " + i);
            }
            await().atMost(Peer.PATIENCE).untilAsserted(() -> assertThat(heard).hasSize(burst));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "text"})
    void a_socket_has_longer_than_a_request(String kind) throws Exception {
        try (var socket = connect(kind)) {
            socket.text("before");
            try (var slow = new Socket(server.getHost(), server.getPort())) {
                slow.setSoTimeout((int) Peer.PATIENCE.toMillis());
                slow.getOutputStream().write(bytes("GET / HTTP/1.1\r\nX-Long: "));
                assertThat(slow.getInputStream().read())
                        .as("the time that a request has is over")
                        .isNegative();
            }
            socket.text("after");

            await().atMost(Peer.PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("before", "after"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40_000, 2_000_000})
    void a_frame_that_is_too_long_is_closed_by_name(int length) throws Exception {
        try (var socket = connect("channel")) {
            assertThat(say(socket, FrameSocket.frame(FINAL | FrameSocket.TEXT, new byte[length])))
                    .isEqualTo(CloseCode.TOO_LARGE.code());
        }
    }

    @Test
    void fragments_that_are_too_long_together_are_closed_by_name() throws Exception {
        try (var socket = connect("channel")) {
            socket.send(FrameSocket.TEXT, new byte[30_000]);
            assertThat(say(socket, FrameSocket.frame(FrameSocket.CONTINUATION, new byte[30_000])))
                    .isEqualTo(CloseCode.TOO_LARGE.code());
        }
    }

    @Test
    void what_is_no_frame_and_what_is_no_text_is_closed_by_name() throws Exception {
        var wrong = List.of(
                FrameSocket.frame(FINAL | RESERVED | FrameSocket.TEXT, bytes("x")),
                FrameSocket.frame(FINAL | 3, bytes("x")),
                FrameSocket.frame(FINAL | FrameSocket.CONTINUATION, bytes("x")),
                FrameSocket.frame(FrameSocket.PING, bytes("x")),
                FrameSocket.frame(FINAL | FrameSocket.PING, new byte[126]),
                FrameSocket.frame(FINAL | FrameSocket.CLOSE, new byte[1]),
                FrameSocket.frame(FINAL | FrameSocket.TEXT, new byte[] {(byte) 0xc3, 0x28}),
                new byte[] {(byte) (FINAL | FrameSocket.TEXT), 1, 'x'});
        for (var bytes : wrong) {
            try (var socket = connect("channel")) {
                assertThat(say(socket, bytes)).isEqualTo(CloseCode.MALFORMED.code());
            }
        }
        assertThat(heard).isEmpty();
    }

    /// Sends without reading, far beyond the pace; what the server closes it may also cut off.
    private static int flood(FrameSocket socket, int first) throws IOException {
        var frames = FrameSocket.frame(first, NOTHING);
        for (int i = 0; i < FLOOD / 100; i++) {
            var many = new byte[100 * frames.length];
            for (int j = 0; j < many.length; j++) {
                many[j] = frames[j % frames.length];
            }
            try {
                socket.raw(many);
            } catch (IOException _) {
                // closed, as it should be
            }
        }
        return socket.closeCode();
    }

    private static int say(FrameSocket socket, byte[] bytes) throws IOException {
        socket.raw(bytes);
        return socket.closeCode();
    }

    private FrameSocket connect(String kind) throws IOException {
        var name = UUID.randomUUID().toString();
        Probe.expect(name, new Probe.Guest() {
            @Override
            public void accept(Outlet outlet) {
                outlet.loop()
                        .execute(() -> outlet.attach(new Outlet.Owner() {
                            @Override
                            public void drained() {
                                // nothing is sent
                            }

                            @Override
                            public void closed() {
                                // nor missed
                            }
                        }));
            }

            @Override
            public void said(String text) {
                heard.add(text);
            }
        });
        return FrameSocket.open(server.resolve(Probe.PATH + kind + "/" + name), "");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
