package org.rostrum.web;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The end of a connection by its other side, in the middle of a request or an answer: a telephone that leaves its
/// network, a page that is closed. It is no fault, and nobody is there to be answered.
final class Departure {

    /// Enough for every chain of causes that has been seen, and an end to those that lead back to themselves.
    private static final int CAUSES_MAX = 16;

    private Departure() {}

    static boolean isBehind(@Nullable Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES_MAX)
                .anyMatch(cause -> cause instanceof HttpClosedException
                        || cause instanceof StreamResetException
                        || cause instanceof ClosedChannelException
                        || cause instanceof SocketException);
    }
}
