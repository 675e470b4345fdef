package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.WireContract;
import org.rostrum.wire.ClientMessage;
import org.rostrum.wire.ClientMessages;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// A feed and real WebSocket clients on two event loops, attached as [ChannelOutlet] says.
@QuarkusTest
@TestProfile(HubTestProfile.class)
@WithTestResource(PostgresTestResource.class)
class HubSocketTest {

    private static final int CLIENTS = 200;
    private static final int FRAMES = 60;
    private static final long NOWHERE = -1;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final Encoded BYE =
            Encoded.shared(new ServerMessage.Bye(ServerMessage.Bye.Reason.RESTARTING, 1_000));

    @TestHTTPResource
    URI server;

    @Inject
    Hub hub;

    @Inject
    MeterRegistry meters;

    private final ReentrantLock lock = new ReentrantLock();
    private final UUID epoch = UUID.randomUUID();
    private final Set<Executor> loops = ConcurrentHashMap.newKeySet();
    private Feed feed;
    private long seq;
    private int rowSize = 400;

    @BeforeEach
    void open() {
        feed = hub.open(HandHub.position(epoch, 0), lock, 100_000_000, new FrameMaker() {
            @Override
            public ServerMessage.Frame frame(long prev, Position to, Set<UUID> touched, boolean sessionTouched) {
                var rows = List.of(RawJson.of(Map.of("id", to.seq(), "text", "x".repeat(rowSize))));
                return new ServerMessage.Frame(to.seq(), to.tag(), prev, Instant.EPOCH, rows, List.of(), null, null);
            }

            @Override
            public ServerMessage.Tally tally() {
                return new ServerMessage.Tally(Map.of(new UUID(0, 0), seq), null);
            }

            @Override
            public RawJson view(UUID id) {
                return RawJson.ofText("{\"id\":\"" + id + "\"}");
            }
        });
    }

    @AfterEach
    void end() {
        feed.end(BYE, CloseCode.RESTARTING);
        await().atMost(Peer.PATIENCE).until(() -> feed.subscribers() == 0);
    }

    @Test
    void two_hundred_clients_on_two_loops_get_the_same_frames_in_order() throws Exception {
        var peers = join(CLIENTS);
        assertThat(loops).hasSize(2);

        var first = new ArrayList<Long>();
        while (seq < FRAMES) {
            advance();
            first.addAll(framesUpTo(seq, peers.getFirst()));
        }

        assertThat(first).hasSize(FRAMES);
        for (var peer : peers.subList(1, CLIENTS)) {
            assertThat(framesUpTo(seq, peer)).isEqualTo(first);
        }
    }

    @Test
    void one_who_stops_reading_is_closed_as_too_slow_and_the_others_do_not_notice() throws Exception {
        var peers = join(10);
        var stalled = peers.getFirst();
        stalled.stopReading();
        rowSize = 20_000;

        // enough to fill both kernels' buffers, and time enough to be found out
        await().pollInterval(Duration.ofMillis(1)).atMost(Peer.PATIENCE).untilAsserted(() -> {
            advance();
            assertThat(feed.subscribers()).isEqualTo(9);
        });

        for (var peer : peers.subList(1, 10)) {
            assertThat(framesUpTo(seq, peer)).endsWith(seq);
            assertThat(peer.closes).isEmpty();
        }
    }

    @Test
    void one_who_reads_on_in_time_is_brought_up_by_a_merged_frame() throws Exception {
        var peer = join(1).getFirst();
        peer.stopReading();
        rowSize = 20_000;
        await().pollInterval(hub.config().tick()).atMost(Peer.PATIENCE).until(() -> {
            advance();
            return !outletIsWritable();
        });
        var full = seq;
        for (int i = 0; i < 5; i++) {
            advance();
        }

        peer.readOn();

        var frames = framesUpTo(seq, peer);
        assertThat(frames).endsWith(seq).hasSizeLessThan((int) seq - 3);
        assertThat(frames.get(frames.size() - 2)).isLessThanOrEqualTo(full);
    }

    @Test
    void a_planned_end_says_goodbye_and_closes_with_its_code() throws Exception {
        var peer = join(1).getFirst();

        assertThat(meters.get("rostrum.hub.subscribers").gauge().value()).isEqualTo(1);

        feed.end(BYE, CloseCode.RESTARTING);

        assertThat(peer.closeCode()).isEqualTo(CloseCode.RESTARTING.code());
        assertThat(new ArrayList<>(peer.messages)).last().isEqualTo(BYE.text());
        await().atMost(Peer.PATIENCE).until(() -> feed.subscribers() == 0);
    }

    @Test
    void a_command_is_answered_and_leaving_is_noticed() throws Exception {
        var peer = join(1).getFirst();
        var id = UUID.randomUUID();

        ((Peer.Socket) peer).say("{\"type\":\"command\",\"id\":\"" + id + "\",\"name\":\"ask\",\"body\":{}}");

        await().atMost(Peer.PATIENCE).until(() -> peer.next().contains(id.toString()));
        peer.leave();
        await().atMost(Peer.PATIENCE).until(() -> feed.subscribers() == 0);
    }

    private volatile Outlet lastOutlet;

    private boolean outletIsWritable() throws Exception {
        return CompletableFuture.supplyAsync(lastOutlet::isWritable, lastOutlet.loop())
                .get();
    }

    private void advance() {
        lock.lock();
        try {
            seq++;
            feed.advance(seq, HandHub.tag(seq), List.of(), true, Barrier.NONE);
        } finally {
            lock.unlock();
        }
    }

    /// The numbers of the frames a peer reads until it stands at `to`; none leaves a gap, and none comes in vain.
    private static List<Long> framesUpTo(long to, Peer peer) throws InterruptedException {
        var frames = new ArrayList<Long>();
        long at = NOWHERE;
        while (at < to) {
            var text = peer.next();
            WireContract.heardEnvelope(text);
            var message = ServerMessage.decode(text.getBytes(StandardCharsets.UTF_8));
            assertThat(message).as("after %s of %s", at, to).isNotInstanceOf(ServerMessage.Resync.class);
            if (message instanceof ServerMessage.Frame frame) {
                if (at != NOWHERE) {
                    assertThat(frame.prev()).isLessThanOrEqualTo(at);
                    assertThat(frame.seq()).isGreaterThan(at);
                }
                at = frame.seq();
                frames.add(at);
            }
        }
        return frames;
    }

    private List<Peer> join(int count) throws Exception {
        var peers = new ArrayList<Peer>();
        for (int i = 0; i < count; i++) {
            var name = UUID.randomUUID().toString();
            Probe.expect(name, new Attending());
            peers.add(Peer.connect(CLIENT, server, "channel", name));
        }
        for (var peer : peers) {
            assertThat(peer.next()).contains("hello");
        }
        return peers;
    }

    /// What an endpoint does.
    private final class Attending implements Probe.Guest {

        private volatile Subscriber subscriber;

        @Override
        public void accept(Outlet outlet) {
            loops.add(outlet.loop());
            lastOutlet = outlet;
            subscriber = feed.join(outlet, HandHub.position(epoch, 0), HandHub::hello);
        }

        @Override
        public void said(String text) {
            if (ClientMessages.parse(text) instanceof ClientMessages.Parsed.Understood(ClientMessage.Command command)
                    && subscriber.beginCommand()) {
                subscriber.answer(
                        Encoded.personal(new ServerMessage.Ack(command.id(), null, Instant.EPOCH, null, null, null)));
            }
        }

        @Override
        public void left() {
            subscriber.leave();
        }
    }
}
