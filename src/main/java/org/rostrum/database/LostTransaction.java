package org.rostrum.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// A transaction that the database rolled back in favour of another: a deadlock or a conflict (SQLSTATE class 40).
/// Nothing of it is stored and the database is well, so the same is simply run again.
public final class LostTransaction {

    private static final Logger LOG = Logger.getLogger(LostTransaction.class);

    private static final int TRIES = 5;

    /// The longest pause before the second try; each later one may last twice as long.
    private static final Duration PAUSE = Duration.ofMillis(10);

    private static final String CLASS = "40";

    /// The one state of the class that leaves open what became of the transaction.
    private static final String COMPLETION_UNKNOWN = "40003";

    private LostTransaction() {}

    /// Whether a failure says that a transaction lost to another.
    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                var state = sql.getSQLState();
                return state != null && state.startsWith(CLASS) && !state.equals(COMPLETION_UNKNOWN);
            }
        }
        return false;
    }

    /// Runs a whole transaction, and again after a short random pause where it lost to another, five times at most.
    /// What else it throws, and the fifth loss, is thrown on.
    public static <T> T runAgain(Supplier<T> transaction) {
        for (int i = 1; ; i++) {
            try {
                return transaction.get();
            } catch (RuntimeException e) {
                if (i == TRIES || !isBehind(e)) {
                    throw e;
                }
                LOG.debugf("a transaction lost to another and is run again: try=%d cause=%s", i, e.getMessage());
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE.toNanos() << i));
            }
        }
    }
}
