package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.rostrum.testing.WireContract;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// A connection whose far end reads when the test says so.
final class HandOutlet implements Outlet {

    private final HandLoop loop;
    private final HubConfig.Connection config;
    private final Queue<Encoded> sent = new ArrayDeque<>();
    private final Queue<Encoded> written = new ArrayDeque<>();
    private @Nullable Owner owner;
    private boolean full;
    private boolean ended;
    private long unsent;
    long mostUnsent;
    int pings;
    boolean answers = true;

    @Nullable
    CloseCode closedWith;

    HandOutlet(HandLoop loop, HubConfig.Connection config) {
        this.loop = loop;
        this.config = config;
    }

    @Override
    public Executor loop() {
        return loop;
    }

    @Override
    public void attach(Owner owner) {
        this.owner = owner;
        if (ended) {
            owner.closed();
        }
    }

    @Override
    public boolean isWritable() {
        return !full && !ended;
    }

    @Override
    public long unsentBytes() {
        return unsent;
    }

    @Override
    public void write(Encoded message) {
        assertThat(closedWith).as("nothing is written after the close").isNull();
        if (ended) {
            return;
        }
        written.add(message);
        unsent += message.size();
        mostUnsent = Math.max(mostUnsent, unsent);
        full |= unsent > config.highWaterMark().asLongValue();
    }

    @Override
    public void flush() {
        sent.addAll(written);
        written.clear();
    }

    @Override
    public boolean isAnswered() {
        return answers;
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public void close(CloseCode code) {
        closedWith = code;
        // the network takes its time to tell
        loop.execute(this::breakOff);
    }

    /// The connection ends, by whichever side. Part of the loop's work.
    void breakOff() {
        if (!ended) {
            ended = true;
            if (owner != null) {
                owner.closed();
            }
        }
    }

    boolean ended() {
        return ended;
    }

    /// The far end reads the next message, if one was sent.
    @Nullable
    ServerMessage read() {
        var message = sent.poll();
        if (message == null) {
            return null;
        }
        unsent -= message.size();
        if (full && unsent < config.lowWaterMark().asLongValue()) {
            full = false;
            if (owner != null && !ended) {
                owner.drained();
            }
        }
        WireContract.heardEnvelope(message.text());
        return ServerMessage.decode(message.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
