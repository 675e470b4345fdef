package org.rostrum.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.rostrum.identity.Actor;
import org.rostrum.identity.GrantId;
import org.rostrum.identity.Participant;
import org.rostrum.identity.SecurityRecord;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.Switch;
import org.rostrum.pace.Network;
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
///
/// Who may not, is refused before any line: at once where their role never may, and where the session as it is forbids
/// it once this node is known to have read all of the journal. A refusal says that nothing of that id is stored; where
/// something may be, the command takes its place in the line, whose end has the answer it was given then.
@ApplicationScoped
class Commands {

    private static final int CONFLICT = 409;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Refusal NO_SESSION = new Refusal(RefusalCode.UNKNOWN_SESSION, "there is no such session");
    private static final Refusal COUNTER_TAKEN =
            new Refusal(RefusalCode.ID_REUSED, "another vote on this question has that counter");

    private final Writers writers;
    private final VoteLedger ledger;
    private final JournalReader journals;
    private final RateLimiter limiter;
    private final SecurityRecord record;

    Commands(Writers writers, VoteLedger ledger, JournalReader journals, RateLimiter limiter, SecurityRecord record) {
        this.writers = writers;
        this.ledger = ledger;
        this.journals = journals;
        this.limiter = limiter;
        this.record = record;
    }

    /// Who sends a command, and from which surface: a conflict's answer shows no more than that surface may see.
    ///
    /// @param grant by which somebody of the staff is here, where it is a personal link
    record Sender(Optional<Actor> actor, Audience audience, Network network, Optional<GrantId> grant) {

        Sender(Optional<Actor> actor, Audience audience, Network network) {
            this(actor, audience, network, Optional.empty());
        }

        Optional<Participant> participant() {
            return actor.flatMap(present -> present instanceof Actor.Viewer(var participant)
                    ? Optional.of(participant)
                    : Optional.<Participant>empty());
        }
    }

    /// The answer to a command, once there is one: an `ack`, a `nack` or a `retry`. Never completes exceptionally.
    CompletableFuture<ServerMessage> take(LiveSession session, Sender sender, ClientMessage.Command command) {
        return answering(command.id(), () -> {
            var actor = sender.actor()
                    .orElseThrow(() -> new Refused(RefusalCode.NOT_SIGNED_IN, "this takes a participant or a grant"));
            return switch (CommandReader.read(command.name(), command.body())) {
                case Intent.Vote(var ballot) -> {
                    var voter = requireVoter(actor);
                    yield tooFast(sender, command.id())
                            .orElseGet(() -> vote(session, sender.network(), voter, command.id(), ballot));
                }
                case Intent.Journalled(var what) -> {
                    what.requireRole(actor.role());
                    yield tooFast(sender, command.id()).orElseGet(() -> {
                        var digest = CommandReader.digest(command.name(), command.body());
                        return order(session, sender, new Order(actor, command.id(), digest, what));
                    });
                }
            };
        });
    }

    private CompletableFuture<ServerMessage> answering(UUID id, Supplier<CompletableFuture<ServerMessage>> answer) {
        try {
            return answer.get();
        } catch (Refused refused) {
            record.count(refused.refusal());
            return CompletableFuture.completedFuture(nack(id, refused.refusal()));
        }
    }

    /// One of the audience who sends more than is looked at may repeat what is stored, so they are not refused.
    private Optional<CompletableFuture<ServerMessage>> tooFast(Sender sender, UUID id) {
        return sender.participant()
                .flatMap(participant -> limiter.command(sender.network(), participant))
                .map(tooMuch -> CompletableFuture.completedFuture(unknown(id, tooMuch)));
    }

    /// What is impossible as far as this node knows is refused where it still is once the journal has been read.
    private CompletableFuture<ServerMessage> order(LiveSession session, Sender sender, Order order) {
        return impossible(session, order).isEmpty()
                ? carryOut(session, sender, order)
                : onceRead(
                        session,
                        order.id(),
                        () -> impossible(session, order)
                                .map(refusal -> CompletableFuture.completedFuture(nack(order.id(), refusal)))
                                .orElseGet(() -> carryOut(session, sender, order)));
    }

    /// Why a command cannot succeed and never has: nothing where it can, or where a question of that id is stored.
    private static Optional<Refusal> impossible(LiveSession session, Order order) {
        return session.read(replica -> {
            if (asksAgain(replica, order.command())) {
                return Optional.<Refusal>empty();
            }
            try {
                order.command().requirePossible(replica, order.actor().role());
                return Optional.<Refusal>empty();
            } catch (Refused refused) {
                return Optional.of(refused.refusal());
            }
        });
    }

    private static boolean asksAgain(Replica replica, Command command) {
        return command instanceof Command.OnQuestion(var asking)
                && asking.isAsking()
                && asking.subject().flatMap(replica::find).isPresent();
    }

    private CompletableFuture<ServerMessage> onceRead(
            LiveSession session, UUID id, Supplier<CompletableFuture<ServerMessage>> answer) {
        return journals.read(session)
                .thenCompose(_ -> answering(id, answer))
                .exceptionally(_ -> new ServerMessage.Retry(id, RETRY_AFTER.toMillis()));
    }

    private CompletableFuture<ServerMessage> carryOut(LiveSession session, Sender sender, Order order) {
        return order.command() instanceof Command.OnQuestion(QuestionCommand.Ask _)
                        && order.actor() instanceof Actor.Viewer(var asker)
                ? ask(session, sender, asker, order)
                : submit(session, sender, order);
    }

    private CompletableFuture<ServerMessage> submit(LiveSession session, Sender sender, Order order) {
        return writers.submit(session.id(), order).thenApply(outcome -> answer(session, sender, order.id(), outcome));
    }

    /// A question beyond the pace may be one that is stored and whose acknowledgement never came. It is looked for,
    /// in the writer's line and so behind its first sending, and refused where it is not there. Looking has a pace
    /// too, beyond which the question is not called refused: nobody knows.
    private CompletableFuture<ServerMessage> ask(LiveSession session, Sender sender, Participant asker, Order order) {
        var excess = limiter.question(sender.network(), asker);
        if (excess.isEmpty()) {
            return submit(session, sender, order);
        }
        record.count(excess.get());
        return limiter.repeatedQuestion(sender.network(), asker)
                .map(tooMuch -> CompletableFuture.completedFuture(unknown(order.id(), tooMuch)))
                .orElseGet(() -> submit(session, sender, order.refusedUnlessStored(excess.get())));
    }

    private static Participant requireVoter(Actor actor) {
        if (actor instanceof Actor.Viewer(var participant)) {
            return participant;
        }
        throw new Refused(RefusalCode.NOT_ALLOWED, "only the audience votes");
    }

    /// A vote that cannot be counted now may be one that was, before its question was closed to votes.
    private CompletableFuture<ServerMessage> vote(
            LiveSession session, Network network, Participant voter, UUID id, Ballot ballot) {
        var excess = limiter.vote(network, voter);
        if (excess.isPresent()) {
            record.count(excess.get());
            return find(session, voter, id, ballot, excess.get());
        }
        if (isOpen(session, ballot)) {
            return cast(session, voter, id, ballot);
        }
        return onceRead(session, id, () -> {
            if (isOpen(session, ballot)) {
                return cast(session, voter, id, ballot);
            }
            var refusal = notOpen(session.session());
            return session.read(replica -> replica.find(ballot.question())).isEmpty()
                    ? CompletableFuture.completedFuture(nack(id, refusal))
                    : find(session, voter, id, ballot, refusal);
        });
    }

    private static boolean isOpen(LiveSession session, Ballot ballot) {
        return session.read(replica -> acceptsVotes(replica.session())
                && replica.find(ballot.question())
                        .filter(QuestionRow::acceptsVotes)
                        .isPresent());
    }

    /// Looks for a vote that is not to be counted any more; has a pace of its own.
    private CompletableFuture<ServerMessage> find(
            LiveSession session, Participant voter, UUID id, Ballot ballot, Refusal unlessStored) {
        return limiter.repeatedVote(voter)
                .map(tooMuch -> CompletableFuture.completedFuture(unknown(id, tooMuch)))
                .orElseGet(() -> ledger.find(session.id(), voter, ballot).thenApply(counted -> switch (counted) {
                    case STORED -> voted(id, ballot);
                    case NOT_OPEN -> nack(id, unlessStored);
                    case COUNTER_TAKEN -> nack(id, COUNTER_TAKEN);
                    case NO_SESSION -> nack(id, NO_SESSION);
                    case UNKNOWN -> new ServerMessage.Retry(id, RETRY_AFTER.toMillis());
                }));
    }

    private CompletableFuture<ServerMessage> cast(
            LiveSession session, Participant participant, UUID id, Ballot ballot) {
        return ledger.cast(session.id(), participant, ballot).thenApply(counted -> switch (counted) {
            case STORED -> voted(id, ballot);
            case NOT_OPEN -> nack(id, notOpen(session.session()));
            case COUNTER_TAKEN -> nack(id, COUNTER_TAKEN);
            case NO_SESSION -> nack(id, NO_SESSION);
            case UNKNOWN -> new ServerMessage.Retry(id, RETRY_AFTER.toMillis());
        });
    }

    private static ServerMessage voted(UUID id, Ballot ballot) {
        return new ServerMessage.Ack(id, null, Instant.now(), ballot.question().value(), null, null);
    }

    /// The answer to a command of which nobody knows, because its sender has sent too much, whether it is stored.
    ServerMessage unknown(UUID id, Refusal tooMuch) {
        record.count(tooMuch);
        var after = Objects.requireNonNullElse(tooMuch.retryAfter(), RETRY_AFTER);
        return new ServerMessage.Retry(id, after.toMillis());
    }

    private static boolean acceptsVotes(InfoSession session) {
        return session.phase().acceptsVotes() && session.isOn(Switch.VOTING) && !session.isOn(Switch.VOTING_PAUSED);
    }

    private static Refusal notOpen(InfoSession session) {
        return acceptsVotes(session)
                ? new Refusal(RefusalCode.WRONG_STATUS, "nobody can vote on this question now")
                : new Refusal(RefusalCode.VOTING_CLOSED, "voting is not open");
    }

    private static ServerMessage answer(LiveSession session, Sender sender, UUID id, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> ack(sender, id, done);
            case Outcome.Unknown(var after) -> new ServerMessage.Retry(id, after.toMillis());
            case Outcome.No(var refusal, var present) ->
                present == null || refusal.code().status() != CONFLICT
                        ? nack(id, refusal)
                        : conflict(session, sender, id, refusal, present);
        };
    }

    /// The position of an entry is told to the team only: it moves with everything the desk decides in silence.
    private static ServerMessage ack(Sender sender, UUID id, Outcome.Done done) {
        var seq = sender.audience().isOpen() ? null : done.seq();
        var at = done.alreadyAt();
        var already = done.already() ? new ServerMessage.Already(done.alreadyBy(), at == null ? done.at() : at) : null;
        return new ServerMessage.Ack(id, seq, done.at(), done.question(), done.number(), already);
    }

    private static ServerMessage conflict(
            LiveSession session, Sender sender, UUID id, Refusal refusal, QuestionRow present) {
        var row = session.read(replica -> replica.viewNoOlderThan(sender.audience(), present));
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
