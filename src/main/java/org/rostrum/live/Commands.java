package org.rostrum.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.rostrum.identity.Actor;
import org.rostrum.identity.GrantId;
import org.rostrum.identity.Participant;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.Switch;
import org.rostrum.pace.Network;
import org.rostrum.pace.Pace;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionRow;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.vote.Ballot;
import org.rostrum.vote.VoteLedger;
import org.rostrum.wire.ClientMessage;
import org.rostrum.wire.Problem;
import org.rostrum.wire.ServerMessage;
import org.rostrum.writer.Command;
import org.rostrum.writer.Order;
import org.rostrum.writer.Outcome;
import org.rostrum.writer.Writers;

/// Takes command messages, from the socket and by POST alike, to the writer or the ledger, and makes of each
/// outcome the one answer its sender is owed.
@ApplicationScoped
class Commands {

    private static final int CONFLICT = 409;
    private static final Duration VOTE_RETRY_AFTER = Duration.ofSeconds(1);
    private static final Refusal NO_SESSION = new Refusal(RefusalCode.UNKNOWN_SESSION, "there is no such session");
    private static final Refusal COUNTER_TAKEN =
            new Refusal(RefusalCode.ID_REUSED, "another vote on this question has that counter");

    private final Writers writers;
    private final VoteLedger ledger;
    private final Pace<Participant> votes;
    private final Pace<Participant> repeatedVotes;
    private final Pace<Network> questions;
    private final Pace<Network> repeatedQuestions;

    Commands(Writers writers, VoteLedger ledger, LiveConfig config, Clock clock) {
        this.writers = writers;
        this.ledger = ledger;
        this.votes = new Pace<>(config.votesPerParticipant(), clock);
        this.repeatedVotes = new Pace<>(config.votesPerParticipant(), clock);
        this.questions = new Pace<>(config.questionsPerAddress(), clock);
        this.repeatedQuestions = new Pace<>(config.questionsPerAddress(), clock);
    }

    /// Who sends a command, and from which surface: a conflict's answer shows no more than that surface may see.
    ///
    /// @param grant by which somebody of the staff is here, where it is a personal link
    record Sender(Optional<Actor> actor, Audience audience, Network address, Optional<GrantId> grant) {

        Sender(Optional<Actor> actor, Audience audience, Network address) {
            this(actor, audience, address, Optional.empty());
        }

        Optional<Participant> participant() {
            return actor.flatMap(present -> present instanceof Actor.Viewer(var participant)
                    ? Optional.of(participant)
                    : Optional.<Participant>empty());
        }
    }

    /// The answer to a command, once there is one: an `ack`, a `nack` or a `retry`. Never completes exceptionally.
    CompletableFuture<ServerMessage> take(LiveSession session, Sender sender, ClientMessage.Command command) {
        try {
            var actor = sender.actor()
                    .orElseThrow(() -> new Refused(RefusalCode.NOT_SIGNED_IN, "this takes a participant or a grant"));
            return switch (CommandReader.read(command.name(), command.body())) {
                case Intent.Vote(var ballot) -> vote(session, actor, command.id(), ballot);
                case Intent.Journalled(var what) -> {
                    var digest = CommandReader.digest(command.name(), command.body());
                    var order = new Order(actor, command.id(), digest, what);
                    yield what instanceof Command.OnQuestion(QuestionCommand.Ask _)
                            ? ask(session, sender, order)
                            : submit(session, sender, order);
                }
            };
        } catch (Refused refused) {
            return CompletableFuture.completedFuture(nack(command.id(), refused.refusal()));
        }
    }

    private CompletableFuture<ServerMessage> submit(LiveSession session, Sender sender, Order order) {
        return writers.submit(session.id(), order).thenApply(outcome -> answer(session, sender, order.id(), outcome));
    }

    /// A question beyond the pace may be one that is stored and whose acknowledgement never came. It is looked for,
    /// in the writer's line and so behind its first sending, and refused where it is not there. Looking has a pace
    /// too, beyond which the question is not called refused: nobody knows.
    private CompletableFuture<ServerMessage> ask(LiveSession session, Sender sender, Order order) {
        var excess = questions.count(sender.address());
        if (excess.isEmpty()) {
            return submit(session, sender, order);
        }
        return repeatedQuestions
                .count(sender.address())
                .map(tooMuch -> unknown(order.id(), tooMuch))
                .orElseGet(() -> submit(session, sender, order.refusedUnlessStored(excess.get())));
    }

    private CompletableFuture<ServerMessage> vote(LiveSession session, Actor actor, UUID id, Ballot ballot) {
        if (!(actor instanceof Actor.Viewer(var participant))) {
            throw new Refused(RefusalCode.NOT_ALLOWED, "only the audience votes");
        }
        var excess = votes.count(participant);
        if (excess.isEmpty()) {
            return cast(session, participant, id, ballot);
        }
        return repeatedVotes
                .count(participant)
                .map(tooMuch -> unknown(id, tooMuch))
                .orElseGet(() -> ledger.find(session.id(), participant, ballot).thenApply(counted -> switch (counted) {
                    case STORED -> voted(id, ballot);
                    case NOT_OPEN -> nack(id, excess.get());
                    case COUNTER_TAKEN -> nack(id, COUNTER_TAKEN);
                    case NO_SESSION -> nack(id, NO_SESSION);
                    case UNKNOWN -> new ServerMessage.Retry(id, VOTE_RETRY_AFTER.toMillis());
                }));
    }

    private CompletableFuture<ServerMessage> cast(
            LiveSession session, Participant participant, UUID id, Ballot ballot) {
        return ledger.cast(session.id(), participant, ballot).thenApply(counted -> switch (counted) {
            case STORED -> voted(id, ballot);
            case NOT_OPEN -> nack(id, notOpen(session.session()));
            case COUNTER_TAKEN -> nack(id, COUNTER_TAKEN);
            case NO_SESSION -> nack(id, NO_SESSION);
            case UNKNOWN -> new ServerMessage.Retry(id, VOTE_RETRY_AFTER.toMillis());
        });
    }

    private static ServerMessage voted(UUID id, Ballot ballot) {
        return new ServerMessage.Ack(id, null, Instant.now(), ballot.question().value(), null, null);
    }

    private static CompletableFuture<ServerMessage> unknown(UUID id, Refusal tooMuch) {
        var after = Objects.requireNonNullElse(tooMuch.retryAfter(), VOTE_RETRY_AFTER);
        return CompletableFuture.completedFuture(new ServerMessage.Retry(id, after.toMillis()));
    }

    private static Refusal notOpen(InfoSession session) {
        var paused =
                !session.phase().acceptsVotes() || session.isOn(Switch.VOTING_PAUSED) || !session.isOn(Switch.VOTING);
        return paused
                ? new Refusal(RefusalCode.VOTING_CLOSED, "voting is not open")
                : new Refusal(RefusalCode.WRONG_STATUS, "nobody can vote on this question now");
    }

    private static ServerMessage answer(LiveSession session, Sender sender, UUID id, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> ack(id, done);
            case Outcome.Unknown(var after) -> new ServerMessage.Retry(id, after.toMillis());
            case Outcome.No(var refusal, var present) ->
                present == null || refusal.code().status() != CONFLICT
                        ? nack(id, refusal)
                        : conflict(session, sender, id, refusal, present);
        };
    }

    private static ServerMessage ack(UUID id, Outcome.Done done) {
        var at = done.alreadyAt();
        var already = done.already() ? new ServerMessage.Already(done.alreadyBy(), at == null ? done.at() : at) : null;
        return new ServerMessage.Ack(id, done.seq(), done.at(), done.question(), done.number(), already);
    }

    private static ServerMessage conflict(
            LiveSession session, Sender sender, UUID id, Refusal refusal, QuestionRow present) {
        var row = session.read(replica -> replica.view(sender.audience(), present.id()));
        var settled = present.settled();
        var staff = !sender.audience().isOpen();
        return new ServerMessage.Nack(
                id,
                Problem.of(refusal),
                null,
                row instanceof Projection.Shown(var view) ? view : null,
                staff && settled != null && !settled.name().isEmpty() ? settled.name() : null,
                staff && settled != null ? settled.at() : null);
    }

    private static ServerMessage nack(UUID id, Refusal refusal) {
        return new ServerMessage.Nack(id, Problem.of(refusal));
    }
}
