package org.rostrum.hub;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which ids each of the last positions touched, in a ring of fixed size. It holds no rows and no bytes: what
/// to send is made from the rows as they are when it is sent. Guarded by the feed's lock.
final class Backlog {

    /// The union of what a span touched.
    record Span(Set<UUID> touched, boolean sessionTouched) {}

    private record Entry(long seq, List<UUID> touched, boolean sessionTouched) {}

    private final @Nullable Entry[] ring;
    private int oldest;
    private int size;
    private long floor;

    /// @param floor the first position from which a span can begin
    Backlog(int capacity, long floor) {
        this.ring = new Entry[capacity];
        this.floor = floor;
    }

    /// The oldest position from which a span can still begin.
    long floor() {
        return floor;
    }

    /// Appends a position; they come in ascending order, not necessarily without holes.
    void add(long seq, Collection<UUID> touched, boolean sessionTouched) {
        if (size == ring.length) {
            floor = entry(0).seq;
            ring[oldest] = null;
            oldest = (oldest + 1) % ring.length;
            size--;
        }
        ring[(oldest + size) % ring.length] = new Entry(seq, List.copyOf(touched), sessionTouched);
        size++;
    }

    /// What was touched after `prev`, or empty if the ring does not reach back to it.
    Optional<Span> since(long prev) {
        if (prev < floor) {
            return Optional.empty();
        }
        var touched = new HashSet<UUID>();
        boolean sessionTouched = false;
        for (int i = size - 1; i >= 0 && entry(i).seq > prev; i--) {
            var entry = entry(i);
            touched.addAll(entry.touched);
            sessionTouched |= entry.sessionTouched;
        }
        return Optional.of(new Span(touched, sessionTouched));
    }

    /// Forgets everything: no span begins before `floor` any more.
    void reset(long floor) {
        while (size > 0) {
            size--;
            ring[(oldest + size) % ring.length] = null;
        }
        this.floor = floor;
    }

    private Entry entry(int fromOldest) {
        var entry = ring[(oldest + fromOldest) % ring.length];
        if (entry == null) {
            throw new IllegalStateException("no entry " + fromOldest + " of " + size);
        }
        return entry;
    }
}
