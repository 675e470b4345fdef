package org.rostrum.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.writer.Command;
import org.rostrum.writer.Order;
import org.rostrum.writer.Outcome;
import org.rostrum.writer.Writers;

/// One information session in the database, spoken to through a writer as people's commands are.
public final class StoredSession {

    private static final long PATIENCE_SECONDS = 30;

    private final Writers writers;
    private final InfoSession founded;

    private StoredSession(Writers writers, InfoSession founded) {
        this.writers = writers;
        this.founded = founded;
    }

    /// Stores a new session.
    public static StoredSession found(Writers writers, InfoSessionFixture fixture) {
        assertThat(writers.found(fixture.get(), People.HANA)).isTrue();
        return new StoredSession(writers, fixture.get());
    }

    /// One that is stored already.
    public static StoredSession of(Writers writers, InfoSession stored) {
        return new StoredSession(writers, stored);
    }

    /// The same session through another node's writers.
    public StoredSession through(Writers others) {
        return new StoredSession(others, founded);
    }

    public InfoSessionId id() {
        return founded.id();
    }

    public InfoSession founded() {
        return founded;
    }

    public CompletableFuture<Outcome> send(Actor actor, QuestionCommand command) {
        return send(order(actor, UUID.randomUUID(), command));
    }

    public CompletableFuture<Outcome> send(Actor actor, InfoSessionCommand command) {
        return send(order(actor, UUID.randomUUID(), new Command.OnInfoSession(command)));
    }

    public CompletableFuture<Outcome> send(Order order) {
        return writers.submit(founded.id(), order);
    }

    /// An order whose digest tells commands apart as their bodies on the wire do.
    public static Order order(Actor actor, UUID id, Command command) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(command.toString().getBytes(StandardCharsets.UTF_8));
            return new Order(actor, id, HexFormat.of().formatHex(digest), command);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Order order(Actor actor, UUID id, QuestionCommand command) {
        return order(actor, id, new Command.OnQuestion(command));
    }

    public Outcome give(Order order) {
        return outcome(send(order));
    }

    public Outcome.Done give(Actor actor, QuestionCommand command) {
        return done(send(actor, command));
    }

    public Outcome.Done give(Actor actor, InfoSessionCommand command) {
        return done(send(actor, command));
    }

    public Refusal refused(Actor actor, QuestionCommand command) {
        return refusal(outcome(send(actor, command)));
    }

    /// The code of a refusal.
    public static RefusalCode code(Outcome outcome) {
        return refusal(outcome).code();
    }

    private static Refusal refusal(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.No.class);
        return ((Outcome.No) outcome).refusal();
    }

    /// A new question that waits for review, at revision 1.
    public QuestionId asked(Actor.Viewer viewer) {
        var id = PaperSession.newId();
        give(viewer, PaperSession.asking(id, "How long is the training?"));
        return id;
    }

    /// A new question that the audience sees, at revision 2.
    public QuestionId published(Actor.Viewer viewer) {
        var id = asked(viewer);
        give(People.MAYA, new QuestionCommand.Approve(id, 1));
        return id;
    }

    public static Outcome.Done done(CompletableFuture<Outcome> sent) {
        var outcome = outcome(sent);
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return (Outcome.Done) outcome;
    }

    public static Outcome outcome(CompletableFuture<Outcome> sent) {
        try {
            return sent.get(PATIENCE_SECONDS, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the command was never answered", e);
        }
    }
}
