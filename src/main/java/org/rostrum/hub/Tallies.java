package org.rostrum.hub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// Tells what has changed in the bounded set, at most once per interval, outside the numbering of frames: votes in
/// absolute numbers, newest wins, and whole rows where they have risen into the set without a frame that said so.
/// Frames
/// bear the votes of the rows they show; only what changes afterwards is told here.
/// Where the feed's budget is short they wait. Guarded by the feed's lock.
///
/// Each is stamped with a growing number, so that one on its way to a loop never overwrites a full tally made
/// after it.
final class Tallies {

    /// Rows that rose last are told again to those who join or have missed something: what they hold was made when
    /// others were in the set.
    private static final int LAST_RISEN = 16;

    /// Of a second's budget the rows of one tally take at most this part, those of a full one twice as much.
    private static final int ROWS_SHARE = 8;

    private final Duration interval;
    private final Clockwork clockwork;
    private final Lock lock;
    private final Budget budget;
    private final long rowBytes;
    private final FrameMaker maker;
    private final Supplier<Position> position;
    private final Consumer<Broadcast> broadcast;

    /// What of the bounded set everybody knows who is in step; absent until somebody may be.
    private @Nullable Map<UUID, Long> told;

    /// Of these some hold another number than everybody was told. It may have turned back since, so that the number
    /// alone does not say that there is something to tell.
    private final Set<UUID> uneven = new HashSet<>();

    /// Touched since, hence known from frames. Bounded by the owner's rows.
    private final Set<UUID> framed = new HashSet<>();

    /// Touched since the newest frame: the next one bears their votes. Bounded by the owner's rows.
    private final Set<UUID> toBeFramed = new HashSet<>();

    /// The newest last.
    private final SequencedSet<UUID> lastRisen = new LinkedHashSet<>();

    private @Nullable Long viewers;
    private long stamp;
    private boolean waiting;
    private boolean scheduled;
    private Broadcast.@Nullable Votes full;

    Tallies(
            HubConfig config,
            Clockwork clockwork,
            Lock lock,
            Budget budget,
            FrameMaker maker,
            Supplier<Position> position,
            Consumer<Broadcast> broadcast) {
        this.interval = config.tallyInterval();
        this.clockwork = clockwork;
        this.lock = lock;
        this.budget = budget;
        this.rowBytes = budget.share(ROWS_SHARE);
        this.maker = maker;
        this.position = position;
        this.broadcast = broadcast;
    }

    /// The bounded set has changed or its votes have. The first time nobody is told: from there on changes count.
    void changed() {
        full = null;
        if (told == null) {
            told = maker.tally().votes();
        } else {
            soon();
        }
    }

    /// A frame tells everybody of these rows; others may have come into the set for them or left it.
    void touched(Collection<UUID> ids) {
        if (told != null) {
            framed.addAll(ids);
            changed();
        }
    }

    /// The next frame will tell everybody of these rows and their votes. Comes before [#touched] of the same rows.
    void toBeFramed(Collection<UUID> ids) {
        if (told != null) {
            toBeFramed.addAll(ids);
        }
    }

    /// A frame tells everybody in step these votes, of all shown rows that it is about.
    void cut(Map<UUID, Long> votes) {
        if (told != null) {
            told = new HashMap<>(told);
            for (var id : toBeFramed) {
                var number = votes.get(id);
                var before = number == null ? told.remove(id) : told.put(id, number);
                if (number != null && before != null && !before.equals(number)) {
                    // who took a snapshot of where the frame leads may have the number before, and ignores the frame
                    uneven.add(id);
                }
            }
        }
        toBeFramed.clear();
        if (!uneven.isEmpty()) {
            soon();
        }
    }

    /// Nobody is in step for the frame that was to come.
    void cutForNobody() {
        toBeFramed.clear();
    }

    /// A frame made for some tells them these votes.
    void toldSome(Map<UUID, Long> votes) {
        if (told != null) {
            compare(votes);
            if (!uneven.isEmpty()) {
                soon();
            }
        }
    }

    /// Some know only these of the set, so that the others have to be told when they are in it again; and they know
    /// these numbers, which may be older than those told.
    void handOut(Map<UUID, Long> votes) {
        if (told != null) {
            told = new HashMap<>(told);
            told.keySet().retainAll(votes.keySet());
            framed.retainAll(votes.keySet());
            toBeFramed.retainAll(votes.keySet());
            compare(votes);
            if (!uneven.isEmpty()) {
                soon();
            }
        }
    }

    /// Everybody is to fetch a snapshot: what is in the set now will be known from it. Who comes from another node
    /// and is ahead fetches nothing, and is told what was still to be told.
    void rebase() {
        full = null;
        framed.clear();
        toBeFramed.clear();
        lastRisen.clear();
        if (told != null) {
            var now = maker.tally().votes();
            compare(now);
            told = now;
        }
    }

    void viewers(long newest) {
        full = null;
        viewers = newest;
        soon();
    }

    /// The whole set, for one who joins or has missed something; empty where there is nothing to tell.
    Optional<Broadcast.Votes> full() {
        if (full == null) {
            var tally = maker.tally();
            if (told == null) {
                told = tally.votes();
            }
            compare(tally.votes());
            if (tally.votes().isEmpty() && tally.viewers() == null) {
                return Optional.empty();
            }
            var risen = new ArrayList<>(lastRisen.reversed());
            risen.retainAll(tally.votes().keySet());
            full = votes(
                    tally.votes(), tally.viewers(), rows(risen, 2 * rowBytes).sequencedValues());
        }
        return Optional.of(full);
    }

    /// Some are to hold these numbers: notes which of them are others than everybody was told.
    private void compare(Map<UUID, Long> votes) {
        var known = told == null ? Map.<UUID, Long>of() : told;
        votes.forEach((id, number) -> {
            if (!number.equals(known.get(id))) {
                uneven.add(id);
            }
        });
    }

    private void soon() {
        waiting = true;
        if (!scheduled) {
            send();
        }
    }

    private void send() {
        scheduled = waiting;
        if (!waiting) {
            return;
        }
        clockwork.after(interval, () -> {
            lock.lock();
            try {
                send();
            } finally {
                lock.unlock();
            }
        });
        tell();
    }

    private void tell() {
        var before = told == null ? Map.<UUID, Long>of() : told;
        var now = maker.tally().votes();
        var risen = new ArrayList<>(now.keySet());
        risen.removeIf(id -> before.containsKey(id) || framed.contains(id));
        var rows = rows(risen, rowBytes);
        risen.removeAll(rows.keySet());

        // what there is no room for yet has not risen yet
        var next = new HashMap<>(now);
        risen.forEach(next::remove);
        // what waits for its frame comes with it
        toBeFramed.stream()
                .filter(id -> next.containsKey(id) && !uneven.contains(id))
                .forEach(id -> next.compute(id, (_, _) -> before.get(id)));
        var changed = new HashMap<>(next);
        changed.entrySet()
                .removeIf(vote ->
                        !uneven.contains(vote.getKey()) && vote.getValue().equals(before.get(vote.getKey())));

        if (!changed.isEmpty() || viewers != null) {
            var votes = votes(changed, viewers, rows.sequencedValues());
            if (!budget.takeSparingly(votes.tally().size(), clockwork.nanoTime())) {
                return;
            }
            stamp++;
            full = null;
            viewers = null;
            remember(rows.sequencedKeySet());
            settle(next, risen);
            broadcast.accept(new Broadcast.Votes(stamp, votes.at(), votes.tally()));
        } else {
            settle(next, risen);
        }
    }

    private void settle(Map<UUID, Long> known, Collection<UUID> waitingRows) {
        told = known;
        uneven.clear();
        framed.clear();
        waiting = !waitingRows.isEmpty();
    }

    private Broadcast.Votes votes(Map<UUID, Long> votes, @Nullable Long viewers, SequencedCollection<RawJson> rows) {
        var at = position.get();
        var tally = rows.isEmpty()
                ? new ServerMessage.Tally(votes, viewers)
                : new ServerMessage.Tally(votes, viewers, at.epoch(), at.seq(), List.copyOf(rows));
        return new Broadcast.Votes(stamp, at, Encoded.shared(tally));
    }

    /// The first of these rows: as many as fit, and one in any case.
    private SequencedMap<UUID, RawJson> rows(Collection<UUID> ids, long bytes) {
        var rows = new LinkedHashMap<UUID, RawJson>();
        long taken = 0;
        for (var id : ids) {
            var row = maker.view(id);
            taken += row.text().getBytes(StandardCharsets.UTF_8).length;
            if (taken > bytes && !rows.isEmpty()) {
                break;
            }
            rows.put(id, row);
        }
        return rows;
    }

    private void remember(SequencedCollection<UUID> risen) {
        lastRisen.removeAll(risen);
        lastRisen.addAll(risen);
        while (lastRisen.size() > LAST_RISEN) {
            lastRisen.removeFirst();
        }
    }
}
