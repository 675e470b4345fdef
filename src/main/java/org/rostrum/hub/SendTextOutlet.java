package org.rostrum.hub;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.CloseCode;

/// A socket written to by its public interface, at about a quarter more work per message than [ChannelOutlet]:
/// for connections of another make, and for the day when the inside of Vert.x changes.
///
/// The end of the connection is told to its endpoint only, so `@OnClose` calls [#ended].
public final class SendTextOutlet implements Outlet {

    private final WebSocketConnection connection;
    private final Executor loop;
    private final Unsent unsent;

    // Owned by the loop.
    private @Nullable Owner owner;
    private boolean closing;
    private boolean ended;

    /// @param context the connection's event loop context; each such outlet counts as a loop of its own
    public SendTextOutlet(WebSocketConnection connection, Context context, HubConfig.Connection config) {
        this.connection = connection;
        this.loop = task -> context.runOnContext(_ -> task.run());
        this.unsent = new Unsent(config);
    }

    /// Tells that the connection has ended. Any thread.
    public void ended() {
        loop.execute(() -> {
            closing = true;
            if (!ended) {
                ended = true;
                if (owner != null) {
                    owner.closed();
                }
            }
        });
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
        return !unsent.isFull() && !closing;
    }

    @Override
    public long unsentBytes() {
        return unsent.bytes();
    }

    @Override
    public void write(Encoded message) {
        if (!closing) {
            unsent.add(message.size());
            Runnable taken = () -> loop.execute(() -> taken(message.size()));
            connection.sendText(message.text()).subscribe().with(_ -> taken.run(), _ -> taken.run());
        }
    }

    /// Nothing to do: every message is sent when it is written.
    @Override
    public void flush() {}

    @Override
    public void ping() {
        if (!closing) {
            connection.sendPing(Buffer.buffer()).subscribe().with(_ -> {}, _ -> {});
        }
    }

    /// The close waits its turn behind what is unsent; a connection that takes nothing lives as long as its
    /// transport lets it, which is why this is the fallback.
    @Override
    public void close(CloseCode code) {
        if (!closing) {
            closing = true;
            connection
                    .close(new CloseReason(code.code(), code.wire()))
                    .subscribe()
                    .with(_ -> {}, _ -> {});
        }
    }

    private void taken(int bytes) {
        if (unsent.remove(bytes) && owner != null && !closing) {
            owner.drained();
        }
    }
}
