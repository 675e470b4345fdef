package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// A client that folds as `protocol.md` section 3 says, and holds itself to what the audience saw at its
/// position.
final class FoldingClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RowStore store;
    private final Map<UUID, String> rows = new HashMap<>();
    private final Map<UUID, Long> votes = new HashMap<>();
    private final Map<UUID, Long> touched = new HashMap<>();
    private final List<ServerMessage> whileFetching = new ArrayList<>();
    private String session = "";
    private long snapshotAt;
    Position position;
    boolean fetching;
    HandOutlet outlet;
    Subscriber subscriber;
    final List<UUID> answered = new ArrayList<>();

    @Nullable
    ServerMessage lastPresence;

    int resyncs;
    int risers;
    int helloes;

    FoldingClient(RowStore store, Position snapshot) {
        this.store = store;
        take(snapshot);
    }

    /// A snapshot from this node or another.
    void take(Position snapshot) {
        position = snapshot;
        snapshotAt = snapshot.seq();
        rows.clear();
        var view = store.at(snapshot.seq());
        store.best(snapshot.seq()).forEach(id -> rows.put(id, view.rows().get(id)));
        touched.clear();
        session = view.session();
        fetching = false;
        whileFetching.forEach(this::take);
        whileFetching.clear();
        verify();
    }

    /// Reads one message, if there is one.
    boolean read() {
        var message = outlet.read();
        if (message == null) {
            return false;
        }
        switch (message) {
            case ServerMessage.Hello hello -> {
                helloes++;
                if (!hello.epoch().equals(position.epoch())) {
                    fetching = true;
                }
            }
            case ServerMessage.Frame frame -> {
                assertThat(frame.tag()).isEqualTo(HandHub.tag(frame.seq()));
                if (fetching) {
                    whileFetching.add(frame);
                } else {
                    fold(frame);
                }
            }
            case ServerMessage.Tally tally -> {
                tally.votes().forEach(this::count);
                if (fetching) {
                    whileFetching.add(tally);
                } else {
                    fold(tally);
                }
            }
            case ServerMessage.Ack ack -> answered.add(ack.id());
            case ServerMessage.Presence presence -> lastPresence = presence;
            case ServerMessage.Resync _ -> {
                resyncs++;
                fetching = true;
                // what came before the resync lies before any snapshot it can lead to
                whileFetching.clear();
            }
            case ServerMessage.Bye _ -> {}
            default -> throw new AssertionError("unexpected " + message);
        }
        return true;
    }

    Map<UUID, Long> votesOfHeldRows() {
        var held = new HashMap<>(votes);
        held.keySet().retainAll(rows.keySet());
        held.keySet().retainAll(store.best().keySet());
        return held;
    }

    Map<UUID, Long> expectedVotes() {
        var held = store.best();
        held.keySet().retainAll(rows.keySet());
        return held;
    }

    private void count(UUID id, long count) {
        var before = votes.put(id, count);
        // in a walk votes only grow, so that an older number after a newer one shows
        assertThat(count).isGreaterThanOrEqualTo(before == null ? 0 : before);
    }

    private void take(ServerMessage message) {
        switch (message) {
            case ServerMessage.Frame frame -> fold(frame);
            case ServerMessage.Tally tally -> fold(tally);
            default -> throw new AssertionError("unexpected " + message);
        }
    }

    private void fold(ServerMessage.Tally tally) {
        var risen = tally.rows();
        if (risen == null || !position.epoch().equals(tally.epoch()) || tally.seq() < snapshotAt) {
            return;
        }
        assertThat(tally.seq()).as("where rows have risen").isLessThanOrEqualTo(position.seq());
        for (var row : risen) {
            if (touched.getOrDefault(id(row), 0L) <= tally.seq()) {
                risers++;
                rows.put(id(row), row.text());
            }
        }
        verify();
    }

    private void fold(ServerMessage.Frame frame) {
        if (frame.seq() <= position.seq()) {
            return;
        }
        assertThat(frame.prev()).as("no gap").isLessThanOrEqualTo(position.seq());
        Objects.requireNonNull(frame.votes()).forEach(this::count);
        frame.upsert().forEach(row -> {
            rows.put(id(row), row.text());
            touched.put(id(row), frame.seq());
        });
        frame.remove().forEach(id -> {
            rows.remove(id);
            votes.remove(id);
            touched.put(id, frame.seq());
        });
        if (frame.session() != null) {
            session = frame.session().text();
        }
        position = HandHub.position(position.epoch(), frame.seq());
        verify();
    }

    /// For every row it holds the projection at its position, and it holds every visible row changed since its
    /// snapshot.
    private void verify() {
        var view = store.at(position.seq());
        assertThat(view.rows()).as("rows held at %s", position.seq()).containsAllEntriesOf(rows);
        for (var id : store.touchedBetween(snapshotAt, position.seq())) {
            if (view.rows().containsKey(id)) {
                assertThat(rows).as("rows changed up to %s", position.seq()).containsKey(id);
            }
        }
        assertThat(session).isEqualTo(view.session());
    }

    private static UUID id(RawJson row) {
        try {
            return UUID.fromString(JSON.readTree(row.text()).get("id").textValue());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
