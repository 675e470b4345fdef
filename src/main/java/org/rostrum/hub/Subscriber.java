package org.rostrum.hub;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// One connection's cursor in a feed. It has no queue: while its outlet is full it falls behind, and when that
/// drains it is sent one frame to where the feed is then. What it holds for its connection is bounded: the
/// answers to the few commands that may be in flight, and the newest state of each kind.
///
/// The public methods may be called from any thread and return at once; what they ask for happens on the
/// outlet's loop, in the order asked. Everything else happens on that loop, which owns the fields unless one
/// says otherwise.
public final class Subscriber {

    private final Feed feed;
    private final Group group;
    private final Outlet outlet;
    private final HubConfig.Connection config;

    /// Commands begun whose answer the outlet has not yet taken. Any thread.
    private final AtomicInteger inFlight = new AtomicInteger();

    /// Answers the outlet could not take; one for each command in flight at most.
    private final Queue<Encoded> answers = new ArrayDeque<>();

    /// States the outlet could not take, the newest of each kind.
    private final SequencedMap<Class<? extends ServerMessage>, Encoded> states = new LinkedHashMap<>();

    private Position cursor;
    private boolean lost;
    private boolean tallyMissed = true;
    private long tallyStamp = -1;
    private boolean unflushed;
    private boolean closing;
    private boolean gone;
    private Runnable onGone = () -> {};

    private long pingedAt;
    private long stalledSince;
    private long unsentAtSweep = Long.MAX_VALUE;

    Subscriber(Feed feed, Group group, Outlet outlet, HubConfig.Connection config, Position cursor, long nanoTime) {
        this.feed = feed;
        this.group = group;
        this.outlet = outlet;
        this.config = config;
        this.cursor = cursor;
        this.pingedAt = nanoTime;
        this.stalledSince = nanoTime;
    }

    /// Asks whether another command may begin; each true is to be followed by one [#answer]. False: too many
    /// wait, and a [#refuse] is to follow.
    public boolean beginCommand() {
        return inFlight.getAndUpdate(n -> Math.min(n + 1, config.maxInFlight())) < config.maxInFlight();
    }

    /// Sends the answer to a command that began. It counts as in flight until the connection has room for it,
    /// so that one who sends and does not read is held by its own commands.
    public void answer(Encoded answer) {
        group.execute(() -> {
            answers.add(answer);
            resume();
        });
    }

    /// Sends the refusal of a command that did not begin. Whoever goes on sending while full is closed as too
    /// slow.
    public void refuse(Encoded refusal) {
        group.execute(() -> {
            if (outlet.isWritable()) {
                write(refusal);
                flush();
            } else {
                shut(CloseCode.TOO_SLOW);
            }
        });
    }

    /// Sends a state: now, or when the connection has room, and then only the newest of its kind.
    public void show(Encoded state) {
        group.execute(() -> {
            take(new Broadcast.State(state));
            flush();
        });
    }

    /// Closes the connection and says why.
    public void close(CloseCode code) {
        group.execute(() -> shut(code));
    }

    /// Leaves the feed because the connection has ended. Harmless when repeated.
    public void leave() {
        group.execute(this::depart);
    }

    /// Has something done on the loop once the connection is gone; at once where it is already.
    public void whenGone(Runnable action) {
        group.execute(() -> {
            if (gone) {
                action.run();
            } else {
                onGone = action;
            }
        });
    }

    /// The first task of its life.
    void begin(@Nullable Position held, Function<Position, Encoded> hello) {
        group.add(this);
        outlet.attach(new Outlet.Owner() {
            @Override
            public void drained() {
                // not now: the outlet may be in the middle of a flush
                group.execute(Subscriber.this::resume);
            }

            @Override
            public void closed() {
                depart();
            }
        });
        var here = feed.position();
        write(hello.apply(here));
        cursor = held == null ? here : held;
        if (held == null || feed.catchUp(held) instanceof CatchUp.Lost) {
            write(feed.resync());
            feed.figures().resyncs.increment();
            cursor = here;
        }
        resume();
    }

    void take(Broadcast broadcast) {
        switch (broadcast) {
            case Broadcast.Head(var prev, var to, var frame) -> {
                if (!lost && outlet.isWritable() && !(isIn(to) && cursor.seq() >= to.seq())) {
                    if (isIn(to) && cursor.seq() >= prev) {
                        write(frame);
                        cursor = to;
                    } else {
                        catchUp();
                    }
                    writeMissedTally();
                }
            }
            case Broadcast.Wave(var resync, var at, var floor) -> {
                lost |= !isIn(at) || cursor.seq() < floor;
                if (lost && outlet.isWritable()) {
                    write(resync);
                    feed.figures().resyncs.increment();
                    cursor = at;
                    lost = false;
                    // a snapshot's votes may be a moment old, and nothing else would ever mend them
                    writeFullTally();
                }
            }
            case Broadcast.Votes(var stamp, var at, var tally) -> {
                if (!outlet.isWritable() || isBehind(at)) {
                    tallyMissed = true;
                } else if (!tallyMissed && stamp > tallyStamp) {
                    write(tally);
                    tallyStamp = stamp;
                }
                // one who has missed some is sent all of them when it has caught up, not this one
            }
            case Broadcast.State(var state) -> {
                if (outlet.isWritable()) {
                    write(state);
                } else {
                    states.put(state.kind(), state);
                }
            }
            case Broadcast.Stop() -> end(feed.bye(), CloseCode.RESTARTING);
            case Broadcast.Farewell(var bye, var code) -> end(bye, code);
            case Broadcast.Sweep(var nanoTime) -> sweep(nanoTime);
        }
    }

    private void end(Encoded bye, CloseCode code) {
        if (outlet.isWritable()) {
            write(bye);
        }
        shut(code);
    }

    void flush() {
        if (unflushed && !closing) {
            unflushed = false;
            outlet.flush();
        }
    }

    private void resume() {
        while (!answers.isEmpty() && outlet.isWritable()) {
            write(answers.remove());
            inFlight.decrementAndGet();
        }
        while (!states.isEmpty() && outlet.isWritable()) {
            write(states.pollFirstEntry().getValue());
        }
        if (lost) {
            feed.requestResync();
        } else if (outlet.isWritable()) {
            catchUp();
        }
        writeMissedTally();
        flush();
    }

    private void writeMissedTally() {
        if (tallyMissed && outlet.isWritable()) {
            writeFullTally();
        }
    }

    /// A tally bears rows as they are where the feed is: it never goes before the frames that lead there.
    private void writeFullTally() {
        var full = feed.fullTally();
        tallyMissed = full.filter(tally -> isBehind(tally.at())).isPresent();
        if (full.isPresent() && !tallyMissed) {
            write(full.get().tally());
            tallyStamp = full.get().stamp();
        }
    }

    private void catchUp() {
        switch (feed.catchUp(cursor)) {
            case CatchUp.Nothing() -> {}
            case CatchUp.By(var to, var frame, var _) -> {
                write(frame);
                feed.figures().catchUps.increment();
                cursor = to;
            }
            case CatchUp.Lost() -> {
                lost = true;
                feed.requestResync();
            }
        }
    }

    private void sweep(long nanoTime) {
        long unsent = outlet.isWritable() ? Long.MAX_VALUE : outlet.unsentBytes();
        if (unsent == Long.MAX_VALUE || unsent < unsentAtSweep) {
            stalledSince = nanoTime;
        }
        unsentAtSweep = unsent;
        if (nanoTime - stalledSince >= config.stallLimit().toNanos()) {
            shut(CloseCode.TOO_SLOW);
            return;
        }
        var interval = outlet.isAnswered() ? config.ping() : config.signOfLife();
        // sweeps never come quite on time, and one a little early is nearer than the next
        if (nanoTime - pingedAt >= interval.minus(config.sweep().dividedBy(2)).toNanos()) {
            outlet.ping();
            pingedAt = nanoTime;
        }
    }

    private boolean isBehind(Position position) {
        return lost || !isIn(position) || cursor.seq() < position.seq();
    }

    private boolean isIn(Position position) {
        return cursor.epoch().equals(position.epoch());
    }

    private void write(Encoded message) {
        if (!closing) {
            outlet.write(message);
            unflushed = true;
        }
    }

    private void shut(CloseCode code) {
        if (!closing) {
            flush();
            closing = true;
            outlet.close(code);
            if (code == CloseCode.TOO_SLOW) {
                feed.figures().tooSlow.increment();
            }
        }
    }

    private void depart() {
        closing = true;
        if (!gone) {
            gone = true;
            answers.clear();
            states.clear();
            group.remove(this);
            feed.left(group, outlet);
            onGone.run();
        }
    }
}
