package org.rostrum.database;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Tells a database that is out of reach from a statement that it cannot carry out.
public final class Outage {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String IDLE_IN_TRANSACTION = "25P03";

    private Outage() {}

    /// Whether the database, and not what was asked of it, is behind a failure, so that the same may
    /// succeed later: a lost or refused connection (SQLSTATE classes 08 and 57), a deadline that has
    /// passed (57014, 55P03 for a lock, 25P03 for a transaction that stood still), a lack of resources
    /// (53), no connection from the pool (no SQLSTATE), or the driver's assertion that a connection is
    /// open which was lost within a batch (pgjdbc 42.7, `BatchResultHandler`). A transaction that lost
    /// to another (40) is none: see [LostTransaction].
    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AssertionError && isOfTheDriver(cause)) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                var state = sql.getSQLState();
                return state == null
                        || state.startsWith("08")
                        || state.startsWith("57")
                        || state.startsWith("53")
                        || state.equals(LOCK_NOT_AVAILABLE)
                        || state.equals(IDLE_IN_TRANSACTION);
            }
        }
        return false;
    }

    /// Whether it is the database that says so, of an outage or of anything else.
    public static boolean isOfDatabase(Throwable thrown) {
        return thrown instanceof SQLException;
    }

    /// What the database itself says of an outage, such as `could not extend file "…": No space left on device`. A
    /// batch that failed does not say it in its own message. Never the values of a row: no outage's words name any.
    public static String reason(Throwable failure) {
        var reason = failure.toString();
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof PSQLException psql && psql.getServerErrorMessage() != null) {
                return psql.getSQLState() + " " + psql.getServerErrorMessage().getMessage();
            }
            reason = cause.toString();
        }
        return reason;
    }

    private static @Nullable Throwable next(Throwable cause) {
        var deeper = cause.getCause();
        return deeper == null && cause instanceof BatchUpdateException batch ? batch.getNextException() : deeper;
    }

    private static boolean isOfTheDriver(Throwable cause) {
        var trace = cause.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("org.postgresql.");
    }
}
