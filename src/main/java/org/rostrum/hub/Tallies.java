package org.rostrum.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.ServerMessage;

/// Gathers votes and tells them at most once per interval, in absolute numbers, newest wins, outside the
/// numbering of frames. Where the feed's budget is short they wait and go on gathering. Guarded by the feed's
/// lock.
///
/// Each is stamped with a growing number, so that one on its way to a loop never overwrites a full tally made
/// after it.
final class Tallies {

    private final Duration interval;
    private final Clockwork clockwork;
    private final Lock lock;
    private final Budget budget;
    private final FrameMaker maker;
    private final Consumer<Broadcast> broadcast;

    /// Bounded by the questions of the bounded set, because the owner tells of no others.
    private final Map<UUID, Long> votes = new HashMap<>();

    private @Nullable Long viewers;
    private long stamp;
    private boolean scheduled;
    private Broadcast.@Nullable Votes full;

    Tallies(
            Duration interval,
            Clockwork clockwork,
            Lock lock,
            Budget budget,
            FrameMaker maker,
            Consumer<Broadcast> broadcast) {
        this.interval = interval;
        this.clockwork = clockwork;
        this.lock = lock;
        this.budget = budget;
        this.maker = maker;
        this.broadcast = broadcast;
    }

    void votes(Map<UUID, Long> newest) {
        votes.putAll(newest);
        changed();
    }

    /// Forgets the votes of a history that is over; who resyncs reads the new ones.
    void forget() {
        votes.clear();
        full = null;
    }

    void viewers(long newest) {
        viewers = newest;
        changed();
    }

    /// Everything the owner holds, for one who joins or has missed something; empty where there is nothing to
    /// tell.
    Optional<Broadcast.Votes> full() {
        if (full == null) {
            var tally = maker.tally();
            if (tally.votes().isEmpty() && tally.viewers() == null) {
                return Optional.empty();
            }
            full = new Broadcast.Votes(stamp, Encoded.shared(tally));
        }
        return Optional.of(full);
    }

    private void changed() {
        full = null;
        if (!scheduled) {
            send();
        }
    }

    private void send() {
        scheduled = !votes.isEmpty() || viewers != null;
        if (!scheduled) {
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
        var tally = Encoded.shared(new ServerMessage.Tally(Map.copyOf(votes), viewers));
        if (budget.takeSparingly(tally.size(), clockwork.nanoTime())) {
            stamp++;
            full = null;
            votes.clear();
            viewers = null;
            broadcast.accept(new Broadcast.Votes(stamp, tally));
        }
    }
}
