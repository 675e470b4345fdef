package org.rostrum.hub;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// A session's record and this node's rows, which lag behind it, as a feed's owner has them. It remembers what
/// the audience saw at every position.
final class RowStore implements FrameMaker {

    /// How many rows the bounded set has.
    private static final int BOUND = 4;

    enum Sight {
        NEVER,
        SHOWN,
        GONE
    }

    record Row(Sight sight, int version) {}

    record Entry(Map<UUID, Row> rows, boolean session, Barrier barrier) {
        boolean changesTheView() {
            return session || !rows.isEmpty();
        }
    }

    /// What the audience sees at a position.
    record View(Map<UUID, String> rows, String session) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private final List<Map<UUID, Row>> states = new ArrayList<>();
    private final Map<UUID, Long> votes = new TreeMap<>();
    final ReentrantLock lock = new ReentrantLock();
    int applied;

    RowStore() {
        states.add(Map.of());
        views.add(new View(Map.of(), "{\"v\":0}"));
    }

    /// Appends an entry to the record, on whichever node.
    void record(Entry entry) {
        entries.add(entry);
        var rows = new HashMap<>(states.getLast());
        rows.putAll(entry.rows);
        states.add(rows);
        var shown = new HashMap<UUID, String>();
        rows.forEach((id, row) -> {
            if (row.sight == Sight.SHOWN) {
                shown.put(id, json(id, row));
            }
        });
        var session = entry.session ? "{\"v\":" + recorded() + "}" : views.getLast().session;
        views.add(new View(shown, session));
    }

    int recorded() {
        return entries.size();
    }

    /// Applies the next entry to this node's rows and advances the feed, if there is one.
    boolean apply(Feed feed) {
        if (applied == recorded()) {
            return false;
        }
        lock.lock();
        try {
            var entry = entries.get(applied);
            applied++;
            if (entry.changesTheView() || entry.barrier == Barrier.RESYNC) {
                feed.advance(applied, HandHub.tag(applied), entry.rows.keySet(), entry.session, entry.barrier);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void vote(Feed feed, UUID id) {
        lock.lock();
        try {
            votes.merge(id, 1L, Long::sum);
            feed.tally();
        } finally {
            lock.unlock();
        }
    }

    /// The bounded set of this node: the rows it shows that have most votes, with these.
    Map<UUID, Long> best() {
        var best = new LinkedHashMap<UUID, Long>();
        best(applied).forEach(id -> best.put(id, votes.getOrDefault(id, 0L)));
        return best;
    }

    /// The rows shown at a position that have most votes now.
    List<UUID> best(long seq) {
        return at(seq).rows().keySet().stream()
                .sorted(Comparator.comparingLong((UUID id) -> -votes.getOrDefault(id, 0L))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(BOUND)
                .toList();
    }

    Row row(UUID id) {
        return states.getLast().getOrDefault(id, new Row(Sight.NEVER, 0));
    }

    View at(long seq) {
        return views.get((int) seq);
    }

    Set<UUID> touchedBetween(long prev, long seq) {
        var touched = new HashSet<UUID>();
        entries.subList((int) prev, (int) seq).forEach(entry -> touched.addAll(entry.rows.keySet()));
        return touched;
    }

    @Override
    public ServerMessage.Frame frame(long prev, Position to, Set<UUID> touched, boolean sessionTouched) {
        if (!lock.isHeldByCurrentThread()) {
            throw new AssertionError("a frame is made without the lock");
        }
        var now = states.get(applied);
        var upsert = new ArrayList<RawJson>();
        var remove = new ArrayList<UUID>();
        var counted = new HashMap<UUID, Long>();
        for (var id : touched) {
            var row = now.getOrDefault(id, new Row(Sight.NEVER, 0));
            switch (row.sight) {
                case SHOWN -> {
                    upsert.add(RawJson.ofText(json(id, row)));
                    counted.put(id, votes.getOrDefault(id, 0L));
                }
                case GONE -> remove.add(id);
                case NEVER -> {}
            }
        }
        var session = sessionTouched ? RawJson.ofText(views.get(applied).session) : null;
        return new ServerMessage.Frame(to.seq(), to.tag(), prev, Instant.EPOCH, upsert, remove, session, counted);
    }

    @Override
    public ServerMessage.Tally tally() {
        return new ServerMessage.Tally(best(), null);
    }

    @Override
    public RawJson view(UUID id) {
        var view = at(applied).rows().get(id);
        if (view == null) {
            throw new AssertionError("a row that is not shown is asked for");
        }
        return RawJson.ofText(view);
    }

    private static String json(UUID id, Row row) {
        return "{\"id\":\"" + id + "\",\"version\":" + row.version + "}";
    }
}
