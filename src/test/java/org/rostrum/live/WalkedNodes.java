package org.rostrum.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.rostrum.hub.Feed;
import org.rostrum.hub.HandHub;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.QuestionText;
import org.rostrum.vote.Tallies;

/// The two nodes of a [FoldWalk]: one to which its clients are connected and which lags behind now and then, and a
/// replica that never lags, which stands for another from which clients may come with a position ahead.
final class WalkedNodes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WalkedSession session;
    private final Random random;
    private final Jdbi jdbi;
    private final Store store;
    private final Tallies tallies;

    private final LiveSession here;
    private final Deque<JournalEntry> unseen = new ArrayDeque<>();
    private final List<QuestionText> texts = new ArrayList<>();

    private final Replica ahead;
    private final Map<Audience, Long> aheadAt = new EnumMap<>(Audience.class);

    WalkedNodes(WalkedSession session, Random random, Jdbi jdbi, Store store, Tallies tallies, HandHub hub) {
        this.session = session;
        this.random = random;
        this.jdbi = jdbi;
        this.store = store;
        this.tallies = tallies;
        var stored = store.load(session.id()).orElseThrow();
        this.here = new LiveSession(stored, hub.hub());
        this.ahead = new Replica(stored.head(), stored.session());
        loadAhead(stored);
    }

    Feed feed(Audience audience) {
        return here.feed(audience);
    }

    /// Reads from the replica that never lags.
    <T> T ahead(Function<Replica, T> reader) {
        return ahead.locked(() -> reader.apply(ahead));
    }

    private void loadAhead(Stored stored) {
        ahead(replica -> {
            replica.load(stored);
            return replica;
        });
        for (var audience : Audience.values()) {
            aheadAt.put(audience, stored.head().seq());
        }
    }

    /// The replica that never lags takes what is stored; the node has it yet to see.
    void hearOf() {
        var news = store.after(session.id(), ahead(Replica::seq), 100);
        unseen.addAll(news.entries());
        texts.addAll(news.texts());
        var counted = jdbi.withHandle(handle -> tallies.all(handle, session.id()));
        ahead(replica -> {
            replica.addTexts(news.texts());
            for (var entry : news.entries()) {
                replica.apply(entry).byAudience().forEach((audience, change) -> {
                    if (!change.isNone()) {
                        aheadAt.put(audience, entry.seq());
                    }
                });
            }
            return replica.tallies().count(counted);
        });
    }

    /// The node takes some of what it has not seen yet.
    void catchUp(int entries) {
        for (int i = 0; i < entries && !unseen.isEmpty(); i++) {
            here.follow(here.position().epoch(), List.of(unseen.remove()), texts);
        }
        if (random.nextBoolean()) {
            count();
        }
    }

    /// The node takes all that it has not seen yet.
    void catchUp() {
        catchUp(unseen.size());
    }

    void count() {
        here.count(jdbi.withHandle(handle -> tallies.all(handle, session.id())));
    }

    /// Both go on from what is stored, which is another history.
    void goOnAnew() {
        var stored = store.load(session.id()).orElseThrow();
        here.reload(stored);
        loadAhead(stored);
    }

    byte[] snapshotHere(Audience audience) {
        var position = feed(audience).position();
        return here.read(replica -> new Snapshots(replica).prepare(audience, position))
                .json();
    }

    byte[] snapshotAhead(Audience audience) {
        return ahead(replica -> new Snapshots(replica)
                        .prepare(audience, HandHub.position(replica.epoch(), aheadAt.getOrDefault(audience, 0L))))
                .json();
    }

    /// What a client of the node must hold once both have come as far.
    ObjectNode projection(Audience audience) {
        return ahead(replica -> {
            var projection = JSON.createObjectNode();
            var position = feed(audience).position();
            projection.put("epoch", position.epoch().toString()).put("seq", position.seq());
            projection.set(
                    "session",
                    tree(Projector.session(audience, replica.session()).text()));
            var questions = projection.putArray("questions");
            var votes = projection.putObject("votes");
            for (var id : session.asked()) {
                if (replica.view(audience, id) instanceof Projection.Shown(var view)) {
                    questions.add(tree(view.text()));
                    if (audience == Audience.ROOM || audience == Audience.DESK) {
                        votes.put(id.toString(), replica.votes(id));
                    }
                }
            }
            return projection;
        });
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
