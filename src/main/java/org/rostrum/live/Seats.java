package org.rostrum.live;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.rostrum.pace.Network;

/// Who has how many of the places that each network has. Where a network has them all, the newest of whoever has most
/// gives way to the next, so that one who opens thousands keeps nobody else of the same school out. Among equals
/// those who are there stay. Any thread.
///
/// @param <H> who: all who show no key are one
/// @param <S> what takes a place, told apart by its identity
final class Seats<H, S> {

    private final int perNetwork;

    /// Guarded by this.
    private final Map<Network, Row<H, S>> rows = new HashMap<>();

    /// The newest comes last.
    private static final class Row<H, S> {

        private final Map<H, SequencedSet<S>> taken = new HashMap<>();
        private int size;

        int of(H who) {
            var own = taken.get(who);
            return own == null ? 0 : own.size();
        }

        boolean hasNobodyWithMoreThan(int count) {
            return taken.values().stream().allMatch(own -> own.size() <= count);
        }
    }

    Seats(int perNetwork) {
        this.perNetwork = perNetwork;
    }

    /// Whether one more would have to give way at once.
    synchronized boolean isFullFor(Network network, H who) {
        var row = rows.get(network);
        return row != null && row.size >= perNetwork && row.hasNobodyWithMoreThan(row.of(who) + 1);
    }

    /// Takes a place.
    ///
    /// @return who has to go for it, which may be the one that came
    synchronized Optional<S> take(Network network, H who, S seat) {
        var row = rows.computeIfAbsent(network, _ -> new Row<>());
        var own = row.taken.computeIfAbsent(who, _ -> new LinkedHashSet<>());
        own.add(seat);
        row.size++;
        if (row.size <= perNetwork) {
            return Optional.empty();
        }
        var most = own;
        var holder = who;
        for (var entry : row.taken.entrySet()) {
            if (entry.getValue().size() > most.size()) {
                most = entry.getValue();
                holder = entry.getKey();
            }
        }
        var last = most.getLast();
        leave(network, holder, last);
        return Optional.of(last);
    }

    /// Gives a place back; harmless when repeated.
    synchronized void leave(Network network, H who, S seat) {
        var row = rows.get(network);
        if (row == null || !row.taken.containsKey(who) || !row.taken.get(who).remove(seat)) {
            return;
        }
        row.size--;
        if (row.taken.get(who).isEmpty()) {
            row.taken.remove(who);
        }
        if (row.size == 0) {
            rows.remove(network);
        }
    }

    /// Networks that have a place taken.
    synchronized int networks() {
        return rows.size();
    }
}
