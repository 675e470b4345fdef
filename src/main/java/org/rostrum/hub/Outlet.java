package org.rostrum.hub;

import java.util.concurrent.Executor;
import org.rostrum.wire.CloseCode;

/// One connection's outgoing side: it takes messages in order and never loses one silently, except by closing.
///
/// Every method but [#loop] is called on the outlet's own loop. Nothing here blocks.
public interface Outlet {

    /// Whoever writes to the outlet. Called on the loop, possibly from within [Outlet#write] or [Outlet#flush].
    interface Owner {

        /// The outlet was not writable and is again.
        void drained();

        /// The connection has ended, by whichever side; comes exactly once after [Outlet#attach].
        void closed();
    }

    /// The loop that owns this outlet, always the same object: it runs tasks one by one in the order given, never
    /// inline. It may be shared by many outlets, which are then served by one task per broadcast.
    Executor loop();

    /// Names the owner; called once, before anything is written. If the connection has ended already the owner
    /// hears of it.
    void attach(Owner owner);

    /// Whether another message is welcome. It may be written all the same; one who always asks first leaves at
    /// most the high water mark and one message unsent.
    boolean isWritable();

    /// Bytes given to the outlet that the connection has not yet taken.
    long unsentBytes();

    /// Appends a message, to be sent at the next [#flush]. After [#close] it is dropped.
    void write(Encoded message);

    /// Sends what was written.
    void flush();

    /// Whether the other side answers a ping, and can itself ask for a sign of life. One that cannot is given signs of
    /// life more often: it has no other way to notice that nobody is at this end.
    default boolean isAnswered() {
        return true;
    }

    /// Sends a sign of life, which is no message where the other side hears it without one. Where the other side has to
    /// answer it, an outlet whose last
    /// two were not answered ends the connection instead: nobody is there.
    void ping();

    /// Says why, and ends the connection as soon as what was written is sent, but after the grace period in any
    /// case.
    void close(CloseCode code);
}
