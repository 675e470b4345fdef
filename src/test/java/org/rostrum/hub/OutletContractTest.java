package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// What [Outlet] promises, of each kind of outlet, over real connections.
@QuarkusTest
@TestProfile(HubTestProfile.class)
@WithTestResource(PostgresTestResource.class)
class OutletContractTest {

    /// More than the buffers of both kernels and of the client take together.
    private static final int MANY = 4_000;

    private static final int LARGE = 16_000;
    private static final int DEAF_BUFFER = 4096;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().sslContext(TestCertificate.trusting()).build();

    @TestHTTPResource
    URI server;

    @TestHTTPResource(value = "/", tls = true)
    URI secureServer;

    @Inject
    HubConfig config;

    private Outlet outlet;
    private Peer peer;
    private final AtomicInteger drains = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger words = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"channel", "channel over TLS", "text", "events", "events over HTTP/2"})
    void messages_of_every_size_arrive_whole_and_in_order(String kind) throws Exception {
        connect(kind);
        var sent = new ArrayList<Encoded>();
        for (int size : new int[] {1, 40, 41, 42, 43, 44, 45, 1_000, 65_450, 65_500, 65_535, 65_536, 70_000, 200_000}) {
            sent.add(message("é".repeat(size / 2) + "x".repeat(size % 2), size % 3 == 0));
        }
        onLoop(() -> {
            sent.forEach(outlet::write);
            outlet.flush();
            return null;
        });
        for (var message : sent) {
            assertThat(peer.next()).isEqualTo(message.text());
        }
        assertThat(ends).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "channel over TLS", "text", "events", "events over HTTP/2"})
    void one_whose_peer_stops_reading_is_full_and_hears_when_it_drains(String kind) throws Exception {
        connect(kind);
        peer.stopReading();
        int written = fill();
        // on the way there it may have been full for a moment
        int before = drains.get();
        long most = config.connection().highWaterMark().asLongValue() + 2 * LARGE;
        assertThat(onLoop(outlet::unsentBytes)).isPositive().isLessThan(most);

        peer.readOn();

        await().atMost(Peer.PATIENCE).untilAtomic(drains, org.hamcrest.Matchers.greaterThan(before));
        await().atMost(Peer.PATIENCE).until(() -> onLoop(outlet::isWritable));
        for (int i = 0; i < written; i++) {
            assertThat(peer.next()).contains("\"n" + i + "x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "channel over TLS", "text", "events", "events over HTTP/2"})
    void a_close_comes_after_what_was_written_and_nothing_after_it(String kind) throws Exception {
        connect(kind);
        onLoop(() -> {
            outlet.write(message("before", true));
            outlet.flush();
            outlet.close(CloseCode.RESTARTING);
            outlet.write(message("after", true));
            outlet.ping();
            outlet.flush();
            outlet.close(CloseCode.TOO_SLOW);
            return null;
        });
        assertThat(peer.next()).contains("before");
        assertThat(peer.closeCode()).isEqualTo(CloseCode.RESTARTING.code());
        await().atMost(Peer.PATIENCE).untilAsserted(() -> assertThat(ends).hasValue(1));
        assertThat(peer.messages).isEmpty();
        assertThat(peer.pings).hasValue(0);
    }

    /// Not so by the public interface of the socket, whose close waits behind what is unsent.
    @ParameterizedTest
    @ValueSource(strings = {"channel", "channel over TLS", "events", "events over HTTP/2"})
    void a_close_ends_the_connection_of_one_who_does_not_read(String kind) throws Exception {
        connect(kind);
        peer.stopReading();
        fill();

        onLoop(() -> {
            outlet.close(CloseCode.TOO_SLOW);
            return null;
        });

        await().atMost(Peer.PATIENCE).untilAsserted(() -> assertThat(ends).hasValue(1));
        peer.readOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "channel over TLS", "text", "events", "events over HTTP/2"})
    void the_owner_hears_once_that_the_peer_has_left(String kind) throws Exception {
        connect(kind);
        peer.leave();
        // a stream's end is noticed at the next write
        await().atMost(Peer.PATIENCE).untilAsserted(() -> {
            ping();
            assertThat(ends).hasValue(1);
        });
        assertThat(onLoop(outlet::isWritable)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "channel over TLS", "text", "events", "events over HTTP/2"})
    void a_ping_is_heard_apart_from_the_messages(String kind) throws Exception {
        connect(kind);
        onLoop(() -> {
            outlet.ping();
            outlet.write(message("after", false));
            outlet.flush();
            return null;
        });
        assertThat(peer.next()).contains("after");
        assertThat(peer.pings).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "channel over TLS"})
    void one_who_answers_no_ping_is_gone_and_one_who_does_is_not(String kind) throws Exception {
        connect(kind);
        for (int i = 1; i < 10; i++) {
            int pings = i;
            ping();
            ((Peer.Socket) peer).say("here");
            await().atMost(Peer.PATIENCE).untilAtomic(words, org.hamcrest.Matchers.equalTo(pings));
        }
        assertThat(ends).hasValue(0);

        peer.stopReading();

        await().atMost(Peer.PATIENCE).untilAsserted(() -> {
            ping();
            assertThat(ends).hasValue(1);
        });
    }

    /// What is written to one who reads nothing is the outlet's, or the kernel's, and both are bounded.
    @ParameterizedTest
    @ValueSource(strings = {"channel", "events"})
    void what_waits_for_one_who_does_not_read_is_bounded(String kind) throws Exception {
        var name = UUID.randomUUID().toString();
        var arrived = expect(name);
        try (var deaf = new Socket()) {
            deaf.setReceiveBufferSize(DEAF_BUFFER);
            deaf.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            var upgrade = kind.equals("events")
                    ? ""
                    : String.join(
                            "\r\n",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                            "");
            deaf.getOutputStream()
                    .write(("GET " + Probe.PATH + kind + "/" + name + " HTTP/1.1\r\nHost: localhost\r\n" + upgrade
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            outlet = arrived.get(Peer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);

            // until it stays full: the kernel takes some more while it makes room
            int[] written = {0};
            await().during(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(Peer.PATIENCE)
                    .until(() -> {
                        int more = fill();
                        written[0] += more;
                        return more == 0;
                    });

            // Linux doubles the buffer that is asked for
            long kernels = 2 * config.connection().sendBuffer().asLongValue() + DEAF_BUFFER * 8L;
            long most = kernels + config.connection().highWaterMark().asLongValue() + 2 * LARGE;
            assertThat((long) written[0] * LARGE).isLessThan(2 * most);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "channel over TLS", "text", "events", "events over HTTP/2"})
    void the_loop_runs_tasks_in_order_and_never_inline(String kind) throws Exception {
        connect(kind);
        var order = new StringBuilder();
        var done = new CompletableFuture<String>();
        outlet.loop().execute(() -> {
            outlet.loop().execute(() -> order.append('2'));
            outlet.loop().execute(() -> done.complete(order.append('3').toString()));
            order.append('1');
        });
        assertThat(done.get(Peer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("123");
        assertThat(outlet.loop()).isSameAs(outlet.loop());
    }

    private void connect(String kind) throws Exception {
        var name = UUID.randomUUID().toString();
        var arrived = expect(name);
        peer = switch (kind) {
            case "channel over TLS" -> Peer.connect(CLIENT, secureServer, "channel", name);
            case "events over HTTP/2" -> Peer.connect(CLIENT, secureServer, kind, name);
            default -> Peer.connect(CLIENT, server, kind, name);
        };
        outlet = arrived.get(Peer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(peer.next()).contains("welcome");
    }

    private CompletableFuture<Outlet> expect(String name) {
        var arrived = new CompletableFuture<Outlet>();
        Probe.expect(name, new Probe.Guest() {
            @Override
            public void accept(Outlet connected) {
                connected.loop().execute(() -> {
                    connected.attach(new Outlet.Owner() {
                        @Override
                        public void drained() {
                            drains.incrementAndGet();
                        }

                        @Override
                        public void closed() {
                            ends.incrementAndGet();
                        }
                    });
                    // an HTTP client waits for the head of the response
                    connected.write(message("welcome", false));
                    connected.flush();
                    arrived.complete(connected);
                });
            }

            @Override
            public void said(String text) {
                words.incrementAndGet();
            }
        });
        return arrived;
    }

    private void ping() throws Exception {
        onLoop(() -> {
            outlet.ping();
            return null;
        });
    }

    /// Writes until the outlet is full.
    private int fill() throws Exception {
        int written = 0;
        while (onLoop(outlet::isWritable)) {
            assertThat(written).isLessThan(MANY);
            var message = message("n" + written++ + "x" + "y".repeat(LARGE), true);
            onLoop(() -> {
                outlet.write(message);
                outlet.flush();
                return null;
            });
        }
        return written;
    }

    private <T> T onLoop(Supplier<T> action) throws Exception {
        return CompletableFuture.supplyAsync(action, outlet.loop())
                .get(Peer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Encoded message(String text, boolean shared) {
        var message = new ServerMessage.Presence(java.util.List.of(new ServerMessage.Person(text, "host", "desk")));
        return shared ? Encoded.shared(message) : Encoded.personal(message);
    }
}
