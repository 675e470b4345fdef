package org.rostrum.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.HandHub;
import org.rostrum.wire.ServerMessage;

/// One client of a [FoldWalk]. A clumsy one misses frames and hears things twice; a sleepy one stops reading, goes
/// away and comes back with its position or as if it had never been here.
final class WalkingClient {

    private final Audience audience;
    private final boolean clumsy;
    private final WalkedNodes nodes;
    private final HandHub hub;
    private final Random random;
    private final Story story;
    private final List<JsonNode> frames = new ArrayList<>();
    private HandHub.@Nullable Line line;
    private boolean reading = true;
    private boolean missed;

    private WalkingClient(Audience audience, boolean clumsy, WalkedNodes nodes, HandHub hub, Random random) {
        this.audience = audience;
        this.clumsy = clumsy;
        this.nodes = nodes;
        this.hub = hub;
        this.random = random;
        this.story = new Story(audience);
    }

    static WalkingClient clumsy(Audience audience, WalkedNodes nodes, HandHub hub, Random random) {
        return new WalkingClient(audience, true, nodes, hub, random);
    }

    static WalkingClient sleepy(Audience audience, WalkedNodes nodes, HandHub hub, Random random) {
        return new WalkingClient(audience, false, nodes, hub, random);
    }

    Story story() {
        return story;
    }

    void join() {
        story.join(snapshot());
        connect();
    }

    void comeFromAhead() {
        if (!clumsy) {
            reading = true;
            goAway();
            if (line == null) {
                story.join(nodes.snapshotAhead(audience));
                connect();
            }
        }
    }

    /// As of the node it is connected to or of the one that is ahead; never behind what the client has seen.
    private byte[] snapshot() {
        var here = nodes.feed(audience).position();
        return random.nextInt(3) == 0 && here.seq() >= story.seq()
                ? nodes.snapshotHere(audience)
                : nodes.snapshotAhead(audience);
    }

    private void connect() {
        var opened = hub.line();
        line = opened;
        var _ = nodes.feed(audience)
                .join(
                        opened.outlet(),
                        HandHub.position(UUID.fromString(story.epoch()), story.seq()),
                        here -> HandHub.hello(here, audience.wire()));
    }

    /// One step of its life.
    void live() {
        if (!clumsy) {
            switch (random.nextInt(10)) {
                case 0, 1 -> reading = false;
                case 2 -> reading = true;
                case 3 -> goAway();
                case 4 -> comeBack();
                default -> {}
            }
        }
        if (reading) {
            for (int i = random.nextInt(4); i > 0 && readOne(clumsy); i--) {}
        }
        if (story.isFetching() && random.nextInt(3) == 0) {
            fetch();
        }
    }

    private void goAway() {
        if (line != null && !story.isFetching()) {
            line.breakOff();
            line = null;
            story.lose();
        }
    }

    private void comeBack() {
        if (line == null && random.nextBoolean()) {
            story.comeBack();
            connect();
        } else if (line == null) {
            join();
        }
    }

    private void fetch() {
        frames.clear();
        missed = false;
        story.fetch(snapshot());
    }

    private boolean readOne(boolean clumsily) {
        var message = line == null ? null : line.read().orElse(null);
        if (message == null) {
            return false;
        }
        boolean isFrame = message instanceof ServerMessage.Frame;
        if (clumsily && isFrame && !story.isFetching() && random.nextInt(8) == 0) {
            missed = true;
            return true;
        }
        if (clumsily && message instanceof ServerMessage.Tally tally && random.nextInt(4) == 0) {
            var more = new LinkedHashMap<>(tally.votes());
            more.put(new UUID(0, 7), 7L);
            message = new ServerMessage.Tally(more, tally.viewers(), tally.epoch(), tally.seq(), tally.rows());
        }
        var said = story.say(message);
        if (isFrame && !story.isFetching()) {
            frames.add(said);
            if (clumsily && random.nextInt(5) == 0) {
                story.sayAgain(frames.get(random.nextInt(frames.size())));
            }
        }
        return true;
    }

    /// Before a rest it reads again; who has missed a frame and has not been told by the next one comes anew.
    void wake(boolean always) {
        if (!always && !clumsy && random.nextInt(3) == 0) {
            return;
        }
        reading = true;
        if (missed) {
            goAway();
            missed = false;
        }
        comeBack();
    }

    void readAll() {
        while (reading && readOne(false)) {}
        if (reading && line != null && story.isFetching()) {
            fetch();
        }
    }

    /// Where it is here and reads, it holds what the audience sees.
    void hold() {
        if (reading && line != null && !story.isFetching()) {
            story.mustHold(nodes.projection(audience));
        }
    }
}
