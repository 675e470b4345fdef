package org.rostrum.web;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.Outage;

/// The end of a connection by its other side, in the middle of a request or an answer: a telephone that leaves its
/// network, a page that is closed. It is no fault, and nobody is there to be answered. The end of a connection to the
/// database is another matter, though its cause may be of the same class.
final class Departure {

    /// Enough for every chain of causes that has been seen, and an end to those that lead back to themselves.
    private static final int CAUSES_MAX = 16;

    private Departure() {}

    static boolean isBehind(@Nullable Throwable thrown) {
        boolean left = false;
        Throwable cause = thrown;
        for (int seen = 0; cause != null && seen < CAUSES_MAX; seen++) {
            if (Outage.isOfDatabase(cause)) {
                return false;
            }
            left |= isEndOfConnection(cause);
            cause = cause.getCause();
        }
        return left;
    }

    private static boolean isEndOfConnection(Throwable cause) {
        return cause instanceof HttpClosedException
                || cause instanceof StreamResetException
                || cause instanceof ClosedChannelException
                || cause instanceof SocketException;
    }
}
