package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.hub.RowStore.Entry;
import org.rostrum.hub.RowStore.Row;
import org.rostrum.hub.RowStore.Sight;
import org.rostrum.wire.ServerMessage;

/// Random lives of a feed and its subscribers: they join anywhere, stop reading, drain, leave, resume and
/// resync, while rows change, are hidden and shown, and epochs end. Clients check themselves at every frame
/// ([FoldingClient]).
class FeedWalkTest {

    private static final int STEPS = 1_500;
    private static final Duration LONG = Duration.ofSeconds(3);

    /// Small, so that every limit is met in a short walk.
    private static final HubConfig CONFIG = HubConfigs.with(Map.of(
            "backlog", "24",
            "tally-interval", "20ms",
            "frame.max-size", "1500",
            "frame.max-rows", "12",
            "connection.high-water-mark", "2048",
            "connection.low-water-mark", "512",
            "connection.stall-limit", "20s"));

    private static int risers;

    @AfterAll
    static void rows_have_risen() {
        assertThat(risers).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void every_subscriber_shows_the_projection_at_its_position(long seed) {
        try {
            var walk = new Walk(seed, 8_000);
            walk.run();
            risers += walk.risers();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108})
    void so_it_does_on_a_budget_that_is_often_exceeded(long seed) {
        try {
            new Walk(seed, 700).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static final class Walk {

        private final Random random;
        private final HandClock clock = new HandClock();
        private final List<HandLoop> loops = List.of(new HandLoop(), new HandLoop(), new HandLoop());
        private final RowStore store = new RowStore();
        private final Feed feed;
        private final List<UUID> ids = new ArrayList<>();
        private final List<FoldingClient> clients = new ArrayList<>();
        private final Map<FoldingClient, List<UUID>> asked = new HashMap<>();
        private UUID epoch;
        private int presences;

        Walk(long seed, long budget) {
            random = new Random(seed);
            epoch = id();
            for (int i = 0; i < 16; i++) {
                ids.add(id());
            }
            feed = new Hub(CONFIG, clock, () -> {}).open(HandHub.position(epoch, 0), store.lock, budget, store);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            settle();
            for (var client : clients) {
                if (!client.outlet.ended()) {
                    assertThat(client.fetching).isFalse();
                    assertThat(client.position.seq())
                            .isGreaterThanOrEqualTo(feed.position().seq());
                    assertThat(store.at(client.position.seq())).isEqualTo(store.at(store.applied));
                    assertThat(client.votesOfHeldRows()).isEqualTo(client.expectedVotes());
                    assertThat(client.answered).containsExactlyElementsOf(asked.getOrDefault(client, List.of()));
                    if (client.lastPresence != null) {
                        assertThat(client.lastPresence).isEqualTo(presence());
                    }
                }
            }
            assertThat(feed.subscribers()).isEqualTo((int)
                    clients.stream().filter(c -> !c.outlet.ended()).count());
        }

        int risers() {
            return clients.stream().mapToInt(client -> client.risers).sum();
        }

        private void step() {
            switch (random.nextInt(40)) {
                case 0, 1, 2, 3, 4, 5 -> change(1 + random.nextInt(3));
                case 6 -> change(0);
                case 7, 8, 9, 10, 11, 12 -> store.apply(feed);
                case 13, 14, 15, 16, 17, 18, 19 ->
                    loops.get(random.nextInt(loops.size())).runOne();
                case 20, 21, 22 -> clock.pass(Duration.ofMillis(random.nextInt(40)));
                case 23, 31, 32, 33 -> store.vote(feed, any(ids));
                case 24 -> join();
                case 25 -> ifAny(this::resume);
                case 26 -> ifAny(client -> client.outlet.breakOff());
                case 27 -> ifAny(this::command);
                case 28 -> show();
                case 29 -> ifAny(client -> fetch(client));
                case 30 -> rarely();
                default ->
                    ifAny(client -> {
                        for (int n = random.nextInt(6); n > 0 && client.read(); n--) {}
                    });
            }
        }

        private void rarely() {
            switch (random.nextInt(12)) {
                case 0 -> store.record(new Entry(Map.of(), true, Barrier.NONE));
                case 1 -> store.record(new Entry(hideAll(), true, Barrier.RESYNC));
                case 2 -> restart();
                case 3 -> {
                    while (store.apply(feed)) {}
                }
                case 4 -> clock.pass(LONG);
                default -> {}
            }
        }

        /// An entry that alters views, or one that alters none.
        private void change(int rows) {
            var changed = new HashMap<UUID, Row>();
            for (int i = 0; i < rows; i++) {
                var id = any(ids);
                var before = store.row(id);
                var sight = switch (before.sight()) {
                    case NEVER -> random.nextBoolean() ? Sight.SHOWN : Sight.NEVER;
                    case SHOWN -> random.nextInt(4) == 0 ? Sight.GONE : Sight.SHOWN;
                    case GONE -> random.nextInt(3) == 0 ? Sight.SHOWN : Sight.GONE;
                };
                changed.put(id, new Row(sight, before.version() + 1));
            }
            store.record(new Entry(changed, false, Barrier.NONE));
        }

        private Map<UUID, Row> hideAll() {
            var hidden = new HashMap<UUID, Row>();
            ids.forEach(id -> {
                if (store.row(id).sight() == Sight.SHOWN) {
                    hidden.put(id, new Row(Sight.GONE, store.row(id).version() + 1));
                }
            });
            return hidden;
        }

        /// Somebody new with a snapshot from this node or from one ahead of it.
        private void join() {
            if (clients.stream().filter(c -> !c.outlet.ended()).count() > 12) {
                return;
            }
            var client = new FoldingClient(store, HandHub.position(epoch, aSnapshot()));
            clients.add(client);
            connect(client);
        }

        /// The same client comes back with what it holds, from whatever epoch.
        private void resume(FoldingClient client) {
            if (client.outlet.ended() && asked.getOrDefault(client, List.of()).isEmpty()) {
                connect(client);
            }
        }

        private void connect(FoldingClient client) {
            client.outlet = new HandOutlet(any(loops), CONFIG.connection());
            client.subscriber =
                    feed.join(client.outlet, random.nextInt(10) == 0 ? null : client.position, HandHub::hello);
            if (client.fetching) {
                // it had not fetched before it was cut off, so it does so before it folds
                client.take(HandHub.position(epoch, store.applied));
            }
        }

        private void fetch(FoldingClient client) {
            if (client.fetching) {
                client.take(HandHub.position(epoch, aSnapshot()));
            }
        }

        private long aSnapshot() {
            return (long) store.applied
                    + (random.nextInt(4) == 0 ? random.nextInt(store.recorded() - store.applied + 1) : 0);
        }

        private void command(FoldingClient client) {
            if (!client.outlet.ended() && client.subscriber.beginCommand()) {
                var id = id();
                asked.computeIfAbsent(client, _ -> new ArrayList<>()).add(id);
                client.subscriber.answer(
                        Encoded.personal(new ServerMessage.Ack(id, 1L, Instant.EPOCH, null, null, null)));
            }
        }

        private void show() {
            presences++;
            feed.show(Encoded.shared(presence()));
        }

        private ServerMessage.Presence presence() {
            return new ServerMessage.Presence(List.of(new ServerMessage.Person("p" + presences, "host", "desk")));
        }

        private void restart() {
            store.lock.lock();
            try {
                epoch = id();
                feed.restart(HandHub.position(epoch, store.applied));
            } finally {
                store.lock.unlock();
            }
        }

        private void settle() {
            while (store.apply(feed)) {}
            show();
            for (int round = 0; round < 40; round++) {
                loops.forEach(HandLoop::runAll);
                for (var client : clients) {
                    while (client.read()) {}
                    fetch(client);
                }
                clock.pass(Duration.ofMillis(500));
            }
        }

        private void ifAny(java.util.function.Consumer<FoldingClient> action) {
            if (!clients.isEmpty()) {
                action.accept(any(clients));
            }
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private UUID id() {
            return new UUID(random.nextLong(), random.nextLong());
        }
    }
}
