package org.rostrum.live;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.rostrum.hub.Encoded;
import org.rostrum.hub.Subscriber;
import org.rostrum.question.QuestionId;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.vote.Ballot;
import org.rostrum.wire.ClientMessage;
import org.rostrum.wire.ClientMessages;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.Problem;
import org.rostrum.wire.ServerMessage;

/// What one connection says and is answered. Every command gets one answer; beyond the few that may be unanswered
/// it is refused at once. After three in a row that are no messages, or one that is too long to be looked at, the
/// connection is closed.
final class Conversation {

    private static final int MALFORMED_MAX = 3;

    private final Door door;
    private final Door.Entry entry;
    private final Commands commands;
    private final AtomicInteger malformedInARow = new AtomicInteger();

    Conversation(Door door, Door.Entry entry, Commands commands) {
        this.door = door;
        this.entry = entry;
        this.commands = commands;
    }

    void hear(String text) {
        var subscriber = entry.subscriber();
        switch (ClientMessages.parse(text)) {
            case ClientMessages.Parsed.Understood(var message) -> {
                malformedInARow.set(0);
                take(subscriber, message);
            }
            case ClientMessages.Parsed.Refused(var id, var refusal) -> {
                if (id != null) {
                    subscriber.refuse(Encoded.personal(new ServerMessage.Nack(id, Problem.of(refusal))));
                }
                if (refusal.code() == RefusalCode.TOO_LARGE) {
                    subscriber.close(CloseCode.TOO_LARGE);
                } else {
                    countMalformed();
                }
            }
        }
    }

    /// Something came that is no text.
    void hearNoText() {
        countMalformed();
    }

    /// More was said than is heard before being let in.
    void giveUp() {
        entry.subscriber().close(CloseCode.TOO_SLOW);
    }

    private void countMalformed() {
        if (malformedInARow.incrementAndGet() == MALFORMED_MAX) {
            entry.subscriber().close(CloseCode.MALFORMED);
        }
    }

    private void take(Subscriber subscriber, ClientMessage message) {
        switch (message) {
            case ClientMessage.Ping _ -> subscriber.show(Encoded.personal(new ServerMessage.Pong(Instant.now())));
            case ClientMessage.Command command -> {
                if (!subscriber.beginCommand()) {
                    var refusal = new Refusal(RefusalCode.TOO_MANY_IN_FLIGHT, "wait for the answers to come");
                    subscriber.refuse(Encoded.personal(new ServerMessage.Nack(command.id(), Problem.of(refusal))));
                    return;
                }
                var _ = commands.take(entry.session(), entry.connection().sender(), command)
                        .thenAccept(answer -> {
                            remember(command, answer);
                            subscriber.answer(Encoded.personal(answer));
                        });
            }
        }
    }

    /// Keeps what this viewer's next `mine` will say of their votes, and who they turned out to be.
    private void remember(ClientMessage.Command command, ServerMessage answer) {
        if (!(answer instanceof ServerMessage.Ack ack) || ack.question() == null) {
            return;
        }
        var question = new QuestionId(ack.question());
        switch (command.name()) {
            case "vote" ->
                entry.connection()
                        .voted(new Ballot(
                                question,
                                command.body().path("n").asInt(1),
                                command.body().path("on").asBoolean()));
            case "ask" -> knowAuthor(question);
            default -> {
                // nothing of the viewer's own
            }
        }
    }

    private void knowAuthor(QuestionId question) {
        if (entry.connection().author() == null) {
            entry.connection()
                    .participant()
                    .ifPresent(participant -> door.asked(entry.session(), participant, question));
        }
    }

    /// The connection has ended; harmless when repeated.
    void end() {
        entry.subscriber().leave();
    }
}
