package org.rostrum.live;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.rostrum.hub.HandHub;
import org.rostrum.infosession.Switch;
import org.rostrum.testing.PassingClock;
import org.rostrum.vote.Tallies;
import org.rostrum.vote.VoteLedger;
import org.rostrum.writer.TimedWriters;

/// A random life of one session and its clients, the same for the same seed to the last byte: a [WalkedSession], the
/// [WalkedNodes] that show it, and of each audience a clumsy and a sleepy [WalkingClient].
final class FoldWalk {

    private static final int STEPS = 36;
    private static final int STEPS_BETWEEN_RESTS = 12;
    private static final int HIDDEN_AT = 14;
    private static final int SHOWN_AGAIN_AT = 17;
    private static final int OVERTAKEN_AT = 22;
    private static final int OTHER_EPOCH_AT = 25;
    private static final int ROUNDS_OF_A_REST = 6;

    /// Small, so that a short walk meets every limit.
    private static final Map<String, String> LIMITS = Map.of(
            "tick", "400ms",
            "backlog", "6",
            "connection.high-water-mark", "700",
            "connection.low-water-mark", "300",
            "connection.stall-limit", "1h");

    private final long seed;
    private final Random random;
    private final Jdbi jdbi;
    private final PassingClock clock = new PassingClock();
    private final HandHub hub = new HandHub(LIMITS);
    private final WalkedSession session;
    private final WalkedNodes nodes;
    private final Map<String, WalkingClient> clients = new LinkedHashMap<>();

    FoldWalk(long seed, Jdbi jdbi, Store store, TimedWriters writers, VoteLedger ledger, Tallies tallies) {
        this.seed = seed;
        this.random = new Random(seed);
        this.jdbi = jdbi;
        this.session = new WalkedSession(seed, random, clock, writers, ledger);
        renewEpoch(1);
        this.nodes = new WalkedNodes(session, random, jdbi, store, tallies, hub);
    }

    /// The stories of all clients, by their names.
    Map<String, Story> run() {
        for (var audience : Audience.values()) {
            clients.put(audience.wire() + "-clumsy", WalkingClient.clumsy(audience, nodes, hub, random));
            clients.put(audience.wire() + "-sleepy", WalkingClient.sleepy(audience, nodes, hub, random));
        }
        clients.values().forEach(WalkingClient::join);
        for (int i = 1; i <= STEPS; i++) {
            clock.pass(Duration.ofSeconds(7));
            act(i);
            nodes.hearOf();
            if (random.nextBoolean()) {
                nodes.catchUp(1 + random.nextInt(4));
            }
            hub.pass(Duration.ofMillis(random.nextInt(300)));
            clients.values().forEach(WalkingClient::live);
            if (i == OTHER_EPOCH_AT) {
                goOnUnderAnotherEpoch();
            }
            if (i == OVERTAKEN_AT) {
                overtake();
            }
            if (i % STEPS_BETWEEN_RESTS == 0 || i == HIDDEN_AT) {
                rest(i == STEPS);
            }
        }
        var stories = new LinkedHashMap<String, Story>();
        clients.forEach((name, client) -> stories.put(name, client.story()));
        return stories;
    }

    private void act(int step) {
        switch (step) {
            // what must happen in every walk
            case HIDDEN_AT -> session.flip(Switch.HIDDEN, true);
            case SHOWN_AGAIN_AT -> session.flip(Switch.HIDDEN, false);
            default -> session.actAtRandom(step, nodes);
        }
    }

    /// Some come from the other node with a position that this node then passes within one frame.
    private void overtake() {
        nodes.catchUp();
        hub.pass(Duration.ofSeconds(1));
        for (int i = 1; i <= 4; i++) {
            session.flip(Switch.SLOW_MODE, i % 2 == 1);
            nodes.hearOf();
            if (i == 3) {
                clients.values().forEach(WalkingClient::comeFromAhead);
            }
        }
        nodes.catchUp();
        hub.pass(Duration.ofSeconds(1));
    }

    private void goOnUnderAnotherEpoch() {
        nodes.catchUp();
        renewEpoch(2);
        nodes.goOnAnew();
    }

    private void renewEpoch(int number) {
        jdbi.useHandle(handle -> handle.execute(
                "update journal_head set epoch = ? where info_session = ?",
                new UUID(seed, 0xE_0000 + number),
                session.id().value()));
    }

    /// The node catches up, everybody reads what there is, and all who are here hold the projection.
    private void rest(boolean last) {
        nodes.catchUp();
        nodes.count();
        clients.values().forEach(client -> client.wake(last));
        for (int i = 0; i < ROUNDS_OF_A_REST; i++) {
            hub.pass(Duration.ofSeconds(1));
            clients.values().forEach(WalkingClient::readAll);
        }
        clients.values().forEach(WalkingClient::hold);
    }
}
