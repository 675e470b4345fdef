package org.rostrum.writer;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.vote.TalliesChanged;

/// The writers of this node, one for each information session that has been given a command.
@ApplicationScoped
public class Writers {

    private static final Logger LOG = Logger.getLogger(Writers.class);

    /// How long the server's stop waits for what is being written.
    private static final Duration STOPPING = Duration.ofSeconds(10);

    private final Batch batch;
    private final Event<Committed> committed;
    private final Event<TalliesChanged> counted;
    private final WriterConfig config;
    private final Map<InfoSessionId, Writer> writers = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    Writers(Batch batch, Event<Committed> committed, Event<TalliesChanged> counted, WriterConfig config) {
        this.batch = batch;
        this.committed = committed;
        this.counted = counted;
        this.config = config;
    }

    /// Gives an order to the session's writer. The future completes after the commit, or with the refusal, on the
    /// writer's thread; it never completes exceptionally.
    public CompletableFuture<Outcome> submit(InfoSessionId infoSession, Order order) {
        return of(infoSession).submit(order);
    }

    /// For how long the oldest batch of commands has been under way; zero where none is.
    public Duration oldestUnderWay() {
        return batch.oldestUnderWay();
    }

    /// Stores a new session.
    ///
    /// @return false where its join code is taken, and then nothing is stored
    public boolean found(InfoSession session, Actor.Staff host) {
        return batch.found(session, "host:" + host.id());
    }

    /// Says that this node itself has followed the journal to a position. Where the journal does not lead over it
    /// under that epoch, the database was put back, and the journal goes on under another epoch; else nothing
    /// happens. Waits for the database.
    public void witness(InfoSessionId infoSession, UUID epoch, long seq, String tag) {
        batch.witness(infoSession, epoch, seq, tag);
    }

    /// Ends a rehearsal as its writer's last command: everything asked, voted and decided in it is removed, and
    /// commands that wait or come later are refused with `unknown-session`. Waits for the database.
    ///
    /// @return whether there was such a session
    /// @throws IllegalArgumentException where the session is no rehearsal
    /// @throws org.rostrum.refusal.Refused `unavailable` where the server stops
    public boolean end(InfoSessionId infoSession) {
        try {
            return of(infoSession).end().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// Forgets the writers of these sessions, unless they have something to do. The next command finds another, and
    /// what the head row guards is guarded whichever of them writes.
    public void letGo(Predicate<InfoSessionId> which) {
        writers.forEach((id, writer) -> {
            if (which.test(id) && writer.awaitRest(0)) {
                writers.remove(id, writer);
            }
        });
    }

    /// How many sessions have a writer.
    public int count() {
        return writers.size();
    }

    /// What is being written is written and answered; what waits is answered unknown.
    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        var all = List.copyOf(writers.values());
        all.forEach(Writer::stop);
        long deadline = System.nanoTime() + STOPPING.toNanos();
        for (var writer : all) {
            if (!writer.awaitRest(deadline - System.nanoTime())) {
                LOG.warnf(
                        "commands are still being written while the server stops: infoSession=%s",
                        writer.infoSession());
            }
        }
    }

    private Writer of(InfoSessionId infoSession) {
        var writer = writers.computeIfAbsent(
                infoSession, id -> new Writer(id, batch, committed, counted, config, gone -> writers.remove(id, gone)));
        if (stopped) {
            writer.stop();
        }
        return writer;
    }
}
