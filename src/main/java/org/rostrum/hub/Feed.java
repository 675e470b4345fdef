package org.rostrum.hub;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// The ordered broadcast to one audience of one session.
///
/// **Lock.** The owner gives the lock under which it changes its rows; feeds over the same rows share it. The
/// owner applies an entry to its rows and calls [#advance] in one hold of the lock; the feed takes it whenever
/// it has a frame made. So a frame labelled `seq` is made from the rows at `seq`, on whichever thread. Nothing
/// is written to a connection under it: broadcasts are handed to the loops under the lock, hence in order, and
/// written there.
///
/// **What subscribers see.** Frames (prev, seq], cut at once after a pause and otherwise at most every tick,
/// encoded once for all who stand in [prev, seq). Who stands before `prev` gets one merged frame from where
/// they stand, or `resync` where the backlog does not reach back, where that frame is too large, or where a
/// tick went beyond the budget. An entry that changes no view of the audience is not given to the feed; the
/// numbers may have holes.
public final class Feed {

    private final HubConfig config;
    private final Clockwork clockwork;
    private final ReentrantLock lock;
    private final Figures figures;
    private final ReturnTimes returnTimes;
    private final Runnable onEnd;

    // Everything below is guarded by the lock.
    private final Map<Executor, Group> groups = new HashMap<>();
    private final CatchUps catchUps;
    private final Budget budget;
    private final Resyncs resyncs;
    private final Tallies tallies;
    private Position position;
    private long head;
    private boolean ticking;

    /// Read without the lock.
    private final AtomicInteger subscribers = new AtomicInteger();

    Feed(Hub hub, Position position, ReentrantLock lock, long bytesPerSecond, FrameMaker maker) {
        this.config = hub.config();
        this.clockwork = hub.clockwork();
        this.lock = lock;
        this.figures = hub.figures();
        this.returnTimes = hub.returnTimes();
        this.onEnd = () -> hub.forget(this);
        this.position = position;
        this.head = position.seq();
        this.catchUps = new CatchUps(config, maker, position.seq());
        this.budget = new Budget(bytesPerSecond, clockwork.nanoTime());
        this.resyncs = new Resyncs(config.resync(), clockwork, lock, this::sendResync);
        this.tallies = new Tallies(config, clockwork, lock, budget, maker, () -> this.position, this::tell);
    }

    /// Takes the feed to `seq`, whose entry the owner has applied to its rows in the same hold of the lock.
    /// Before anybody has joined this only fills the backlog: an owner that starts from a stored record opens
    /// its feed some entries back and advances through them, so that those who come from before a restart catch
    /// up instead of resyncing.
    ///
    /// @param tag of the position, see [Position]
    /// @param touched every id whose view the entry may have changed, gone ones too
    public void advance(long seq, String tag, Collection<UUID> touched, boolean sessionTouched, Barrier barrier) {
        requireLock();
        if (seq <= position.seq()) {
            throw new IllegalArgumentException("from " + position.seq() + " to " + seq + " is no advance");
        }
        position = new Position(position.epoch(), seq, tag);
        switch (barrier) {
            case NONE -> {
                catchUps.add(seq, touched, sessionTouched);
                tallies.toBeFramed(touched);
                if (!ticking) {
                    cut();
                }
                tallies.touched(touched);
            }
            case RESYNC -> {
                dropBehind();
                tallies.rebase();
            }
        }
    }

    /// Begins another epoch, in which nothing of the old one can be continued: everybody is told to resync.
    public void restart(Position start) {
        requireLock();
        position = start;
        dropBehind();
        tallies.rebase();
    }

    /// Tells what has changed in [FrameMaker#tally], outside the numbering: gathered for the tally interval, newest
    /// wins, in the same hold of the lock. What [#advance] changes there is told without it. An owner calls it once
    /// before anybody joins: what changes from then on is told.
    public void tally() {
        requireLock();
        tallies.changed();
    }

    /// A snapshot with these votes of the bounded set is handed out: rows that come into the set from now on rise, and
    /// numbers that have changed are told, even if everybody else knows them.
    public void handOut(Map<UUID, Long> votes) {
        requireLock();
        tallies.handOut(votes);
    }

    /// Tells the number of viewers, in the same way.
    public void viewers(long viewers) {
        requireLock();
        tallies.viewers(viewers);
    }

    /// Sends everybody a state, such as who is present: whoever is full gets the newest of its kind when they
    /// drain. Any thread; with the lock or without.
    public void show(Encoded state) {
        locked(() -> broadcast(new Broadcast.State(state)));
    }

    /// Lets a connection join. Any thread, without the lock. It is sent hello; then, if it holds a position of
    /// this epoch from which the backlog reaches here, what it missed; else `resync`. A position ahead of the
    /// feed came from another node: nothing is sent until the feed passes it. Afterwards one tally of the whole
    /// bounded set.
    ///
    /// @param hello makes the first message from the feed's position
    public Subscriber join(Outlet outlet, @Nullable Position position, Function<Position, Encoded> hello) {
        lock.lock();
        try {
            var group = groups.computeIfAbsent(outlet.loop(), Group::new);
            group.size++;
            subscribers.incrementAndGet();
            var subscriber =
                    new Subscriber(this, group, outlet, config.connection(), this.position, clockwork.nanoTime());
            if (!group.execute(() -> subscriber.begin(position, hello))) {
                left(group, outlet);
            }
            return subscriber;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the feed: everybody is sent `bye` and closed.
    public void end(Encoded bye, CloseCode code) {
        locked(() -> broadcast(new Broadcast.Farewell(bye, code)));
        onEnd.run();
    }

    /// Ends the feed because the node stops: everybody is told when to come back.
    void farewell() {
        locked(() -> broadcast(new Broadcast.Stop()));
        onEnd.run();
    }

    /// What one connection is told when the node stops.
    Encoded bye() {
        return returnTimes.bye();
    }

    /// How many connections have joined. Any thread.
    public int subscribers() {
        return subscribers.get();
    }

    /// Where the feed is.
    public Position position() {
        return locked(() -> position);
    }

    CatchUp catchUp(Position cursor) {
        return locked(() -> {
            var catchUp = catchUps.between(cursor, position);
            if (catchUp instanceof CatchUp.By by) {
                tallies.toldSome(by.votes());
            }
            return catchUp;
        });
    }

    Optional<Broadcast.Votes> fullTally() {
        return locked(tallies::full);
    }

    /// Asks for the next wave of resyncs.
    void requestResync() {
        locked(resyncs::request);
    }

    Encoded resync() {
        var here = position();
        var spread = resyncs.spread(subscribers.get()).toMillis();
        return Encoded.shared(new ServerMessage.Resync(here.epoch(), here.seq(), spread));
    }

    void left(Group group, Outlet outlet) {
        locked(() -> {
            subscribers.decrementAndGet();
            if (--group.size == 0) {
                groups.remove(outlet.loop(), group);
            }
        });
    }

    Figures figures() {
        return figures;
    }

    void sweep(long nanoTime) {
        locked(() -> broadcast(new Broadcast.Sweep(nanoTime)));
    }

    private void cut() {
        ticking = head < position.seq();
        if (ticking) {
            clockwork.after(config.tick(), () -> locked(this::cut));
            sendHead();
        }
    }

    /// Votes follow the rows they are of, because a client ignores those of rows it does not hold: what waits for its
    /// tick goes first.
    private void tell(Broadcast votes) {
        if (head < position.seq()) {
            sendHead();
        }
        broadcast(votes);
    }

    private void sendHead() {
        var prev = head;
        head = position.seq();
        if (subscribers.get() == 0) {
            tallies.cutForNobody();
            return;
        }
        if (catchUps.from(prev, position) instanceof CatchUp.By(var to, var frame, var votes)
                && budget.take(frame.size(), clockwork.nanoTime())) {
            figures.frames.increment();
            tallies.cut(votes);
            broadcast(new Broadcast.Head(prev, to, frame));
        } else {
            tallies.cutForNobody();
            dropBehind();
        }
    }

    private void dropBehind() {
        catchUps.reset(position.seq());
        head = position.seq();
        resyncs.request();
    }

    private void sendResync() {
        broadcast(new Broadcast.Wave(resync(), position, catchUps.floor()));
    }

    private void broadcast(Broadcast broadcast) {
        groups.values().forEach(group -> group.deliver(broadcast));
    }

    private void requireLock() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("the feed's lock is not held");
        }
    }

    private void locked(Runnable action) {
        locked(() -> {
            action.run();
            return this;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
