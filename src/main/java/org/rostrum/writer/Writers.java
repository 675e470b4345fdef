package org.rostrum.writer;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.vote.TalliesChanged;

/// The writers of this node, one for each information session that has been given a command.
@ApplicationScoped
public class Writers {

    private record Running(Writer writer, Thread thread) {}

    private final Batch batch;
    private final Event<Committed> committed;
    private final Event<TalliesChanged> counted;
    private final WriterConfig config;
    private final Map<InfoSessionId, Running> running = new ConcurrentHashMap<>();

    Writers(Batch batch, Event<Committed> committed, Event<TalliesChanged> counted, WriterConfig config) {
        this.batch = batch;
        this.committed = committed;
        this.counted = counted;
        this.config = config;
    }

    /// Gives an order to the session's writer. The future completes after the commit, or with the refusal, on the
    /// writer's thread; it never completes exceptionally.
    public CompletableFuture<Outcome> submit(InfoSessionId infoSession, Order order) {
        return running.computeIfAbsent(infoSession, this::start).writer().submit(order);
    }

    /// Stores a new session.
    ///
    /// @return false where its join code is taken, and then nothing is stored
    public boolean found(InfoSession session, Actor.Staff host) {
        return batch.found(session, "host:" + host.id());
    }

    /// Says that a position has been seen. Where the journal has not come so far under that epoch, the database was
    /// put back, and the journal goes on under another epoch; else nothing happens. Waits for the database.
    public void witness(InfoSessionId infoSession, UUID epoch, long seq) {
        batch.witness(infoSession, epoch, seq);
    }

    /// Forgets a session whose rows are gone.
    public void forget(InfoSessionId infoSession) {
        var gone = running.remove(infoSession);
        if (gone != null) {
            gone.thread().interrupt();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        running.values().forEach(one -> one.thread().interrupt());
    }

    private Running start(InfoSessionId infoSession) {
        var writer = new Writer(infoSession, batch, committed, counted, config);
        return new Running(
                writer, Thread.ofVirtual().name("writer-" + infoSession).start(writer));
    }
}
