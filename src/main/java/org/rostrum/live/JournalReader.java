package org.rostrum.live;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.rostrum.identity.InfoSessionId;

/// Reads journals for those who must know that nothing is missing here before they say no. All who ask for a session
/// within a few milliseconds share one reading, and one session is read at a time, so refusing many costs hardly more
/// than refusing one.
@ApplicationScoped
class JournalReader {

    private static final Duration COMPANY = Duration.ofMillis(50);

    private final LiveSessions sessions;

    /// Readings that have not begun.
    private final Map<InfoSessionId, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("journal-reader").factory());

    JournalReader(LiveSessions sessions) {
        this.sessions = sessions;
    }

    /// Applies to a session whatever its journal has by now. Completes on the reader's thread; exceptionally where
    /// the journal could not be read.
    CompletableFuture<Void> read(LiveSession session) {
        return waiting.computeIfAbsent(session.id(), _ -> {
            var reading = new CompletableFuture<Void>();
            try {
                var _ = reader.schedule(() -> read(session, reading), COMPANY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                reading.completeExceptionally(e);
            }
            return reading;
        });
    }

    private void read(LiveSession session, CompletableFuture<Void> reading) {
        // who comes from now on may know of something that this reading does not see
        waiting.remove(session.id(), reading);
        try {
            sessions.catchUp(session);
            reading.complete(null);
        } catch (RuntimeException e) {
            reading.completeExceptionally(e);
        }
    }

    /// Who waits still hears; the connection in use is not interrupted.
    void stop(@Observes ShutdownEvent event) {
        reader.shutdown();
    }
}
