package org.rostrum.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Knows whether the database is out of reach, or out of space, at this moment, from those who write to it, and says
/// so in the log: once when it begins, once a minute with a count, and once when it is over. Thread-safe.
@ApplicationScoped
public class Outages {

    private static final Logger LOG = Logger.getLogger(Outages.class);

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /// So long nothing must have failed before an outage is called over: one that comes and goes is one.
    private static final long QUIET = Duration.ofSeconds(15).toNanos();

    /// So many failures on end, with no write between them, say that this node cannot write.
    private static final int ON_END = 3;

    /// So long after the last of them nobody is kept from trying any more.
    private static final long MEMORY = Duration.ofSeconds(15).toNanos();

    private final LongSupplier nanoTime;

    // Everything below is guarded by this object's lock.
    private long lastMet;
    private long begun;
    private long lastSaid;
    private long count;
    private int onEnd;
    private boolean said;

    /// Read without the lock, so that nothing is waited for while all is well.
    private volatile boolean open;

    @Inject
    Outages() {
        this(System::nanoTime);
    }

    Outages(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastSaid = nanoTime.getAsLong() - MINUTE;
    }

    /// Takes note of a failure.
    ///
    /// @return whether the database is behind it, or another transaction, and then it is in the log as far as it
    ///     should be; else it is the caller's to log
    public boolean met(Throwable failure) {
        if (LostTransaction.isBehind(failure)) {
            return true;
        }
        if (!Outage.isBehind(failure)) {
            return false;
        }
        var words = note(Outage.reason(failure));
        if (words != null) {
            LOG.warn(words);
        }
        return true;
    }

    private synchronized @Nullable String note(String reason) {
        long now = nanoTime.getAsLong();
        if (!open) {
            open = true;
            begun = now;
            count = 0;
        }
        lastMet = now;
        count++;
        onEnd++;
        if (now - lastSaid < MINUTE) {
            return null;
        }
        lastSaid = now;
        said = true;
        return "the database is out of reach or cannot do its work: cause=%s failures=%d seconds=%d"
                .formatted(reason, count, Duration.ofNanos(now - begun).toSeconds());
    }

    /// Takes note of something that was written.
    public void passed() {
        if (open) {
            synchronized (this) {
                onEnd = 0;
            }
            calm();
        }
    }

    /// Takes note of something that was read, which tells less: a full disk can be read.
    public void calm() {
        var words = open ? endIfQuiet() : null;
        if (words != null) {
            LOG.info(words);
        }
    }

    private synchronized @Nullable String endIfQuiet() {
        long now = nanoTime.getAsLong();
        if (!open || now - lastMet < QUIET) {
            return null;
        }
        open = false;
        onEnd = 0;
        if (!said) {
            return null;
        }
        said = false;
        return "the database does its work again: failures=%d seconds=%d"
                .formatted(count, Duration.ofNanos(lastMet - begun).toSeconds());
    }

    /// Whether this node could write lately.
    public synchronized boolean canWrite() {
        return onEnd < ON_END || nanoTime.getAsLong() - lastMet > MEMORY;
    }
}
