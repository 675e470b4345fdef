package org.rostrum.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// Reads much at once, and has more time for it than everything else has: a session of many thousand questions from
/// a cold disk takes several seconds.
@ApplicationScoped
public class LongReading {

    /// How much longer than the database itself works on a statement its answer is waited for.
    private static final Duration ON_THE_WAY = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final DeadlineConfig config;

    LongReading(Jdbi jdbi, DeadlineConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /// What is to be read.
    @FunctionalInterface
    public interface Reader<T> {
        T read(Handle handle);
    }

    /// Reads everything as it is at one moment: in one repeatable-read, read-only transaction.
    public <T> T inSnapshot(Reader<T> reader) {
        try (var handle = jdbi.open()) {
            int before = handle.getConnection().getNetworkTimeout();
            var patience = config.longStatement().plus(ON_THE_WAY);
            handle.getConnection().setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
            try {
                return handle.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, transaction -> {
                    transaction.execute("set transaction read only");
                    transaction.execute("set local statement_timeout = "
                            + config.longStatement().toMillis());
                    return reader.read(transaction);
                });
            } finally {
                if (!handle.getConnection().isClosed()) {
                    handle.getConnection().setNetworkTimeout(Runnable::run, before);
                }
            }
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }
}
