package org.rostrum.writer;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Participant;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.InfoSessionLife;
import org.rostrum.infosession.Phase;
import org.rostrum.journal.Digest;
import org.rostrum.journal.Head;
import org.rostrum.question.AskLimits;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Caller;
import org.rostrum.question.Change;
import org.rostrum.question.Life;
import org.rostrum.question.Moment;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.writer.Receipts.Receipt;

/// The decisions of one batch as they add up: each order is answered over what those before it have come to. Knows
/// no database; what it was given to start with is all there is, and what it comes to is for [Storing] to store.
final class Deciding {

    private static final Life LIFE = new Life(AskLimits.DEFAULT);

    private final Head head;
    private final Loading.Loaded loaded;
    private final WorkingBook book;
    private final Clock clock;
    private final Map<Receipts.Key, Receipt> known;
    private final Map<Receipts.Key, Receipt> given = new LinkedHashMap<>();
    private final List<Decided> decided = new ArrayList<>();
    private final List<QuestionText> texts = new ArrayList<>();
    private final List<QuestionRow> asked = new ArrayList<>();
    private final Set<QuestionId> regrouped = new HashSet<>();
    private boolean archives;

    /// When the last entry was made, by the clock of whichever node made it.
    private Instant lastAt;

    /// One decision that changes something: when and at which position, by whom, and what.
    record Decided(Moment moment, String actor, Change change) {}

    Deciding(Head head, Loading.Loaded loaded, Clock clock, Instant lastAt) {
        this.lastAt = lastAt;
        this.head = head;
        this.loaded = loaded;
        this.book = loaded.book();
        this.known = new HashMap<>(loaded.receipts());
        this.clock = clock;
    }

    /// What the sender of an order is told once all is committed.
    Outcome answer(Order order) {
        if (order.actor() instanceof Actor.Staff staff && loaded.turnedOut().contains(staff.id())) {
            return new Outcome.No(new Refusal(RefusalCode.NOT_ALLOWED, "the link is not good any more"), null);
        }
        var caller = Objects.requireNonNull(loaded.callers().get(order.actor()), "an order without its caller");
        var key = Receipts.Key.of(order, caller);
        var receipt = receipt(key);
        if (receipt != null) {
            return receipt.digest().equals(order.digest())
                    ? receipt.answer()
                    : new Outcome.No(new Refusal(RefusalCode.ID_REUSED, "that id was given to another command"), null);
        }
        var refusal = order.unlessStored();
        if (refusal != null) {
            return new Outcome.No(refusal, null);
        }
        try {
            var done = decide(order, caller);
            if (!done.already()) {
                given.put(key, new Receipt(order.digest(), done));
            }
            return done;
        } catch (Refused refused) {
            return new Outcome.No(refused.refusal(), present(order));
        }
    }

    private @Nullable Receipt receipt(Receipts.Key key) {
        var before = known.get(key);
        return before == null ? given.get(key) : before;
    }

    private Outcome.Done decide(Order order, Caller caller) {
        var moment = new Moment(now(), head.seq() + decided.size() + 1);
        var change = switch (order.command()) {
            case Command.OnInfoSession(var command) -> {
                var before = book.session();
                var after = InfoSessionLife.decide(before, command, order.actor(), moment.now());
                yield Change.ofSession(kind(command), before, after);
            }
            case Command.OnQuestion(var command) -> {
                requireNotTaken(command);
                yield LIFE.decide(book, command, caller, moment);
            }
        };
        var subject = change.subject();
        var question = subject == null ? null : subject.id().value();
        var number = subject == null ? null : (Integer) subject.number();
        if (change.storesNothing()) {
            var already = change.already();
            return new Outcome.Done(
                    null,
                    moment.now(),
                    question,
                    number,
                    already == null ? null : already.by(),
                    already == null ? null : already.at());
        }
        record(change, moment, caller);
        return new Outcome.Done(moment.seq(), moment.now(), question, number, null, null);
    }

    /// Never before the last entry, whatever this node's clock says: what comes later in the journal is not earlier.
    private Instant now() {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isBefore(lastAt) ? lastAt : now;
    }

    private static String kind(InfoSessionCommand command) {
        return switch (command) {
            case InfoSessionCommand.MovePhase _ -> "phaseMoved";
            case InfoSessionCommand.Flip _ -> "flipped";
            case InfoSessionCommand.Notify _ -> "notified";
            case InfoSessionCommand.Replan _ -> "replanned";
        };
    }

    private void requireNotTaken(QuestionCommand command) {
        if (command.isAsking()
                && command.subject().filter(loaded.taken()::contains).isPresent()) {
            throw new Refused(RefusalCode.ID_REUSED, "there is a question of that id");
        }
    }

    private void record(Change change, Moment moment, Caller caller) {
        for (var row : change.rows()) {
            var before = book.find(row.id());
            if (before.isEmpty()) {
                asked.add(row);
            }
            var from = before.map(b -> b.standing().mergedInto()).orElse(null);
            var into = row.standing().mergedInto();
            if (!Objects.equals(from, into)) {
                regrouped.add(row.id());
                Optional.ofNullable(from).ifPresent(regrouped::add);
                Optional.ofNullable(into).ifPresent(regrouped::add);
            }
        }
        if (archives(change)) {
            archives = true;
            known.keySet().removeIf(key -> !key.isHosts());
            given.keySet().removeIf(key -> !key.isHosts());
        }
        texts.addAll(change.texts());
        decided.add(new Decided(moment, caller.key(), change));
        lastAt = moment.now();
        book.apply(change, moment.seq());
    }

    private boolean archives(Change change) {
        var next = change.session();
        return next != null && next.phase() == Phase.ARCHIVED && book.session().phase() != Phase.ARCHIVED;
    }

    private @Nullable QuestionRow present(Order order) {
        return order.command() instanceof Command.OnQuestion(var command)
                ? command.subject().flatMap(book::find).orElse(null)
                : null;
    }

    /// Where the journal stood before.
    Head head() {
        return head;
    }

    /// Where the journal stands when everything decided is in it and comes to `digest`.
    Head next(Digest digest) {
        return new Head(head.epoch(), head.seq() + decided.size(), head.questions() + asked.size(), digest);
    }

    WorkingBook book() {
        return book;
    }

    /// What changes something, in order.
    List<Decided> decided() {
        return decided;
    }

    List<QuestionText> texts() {
        return texts;
    }

    /// Questions that are new, as they were asked.
    List<QuestionRow> asked() {
        return asked;
    }

    /// Who asked a question and is not stored as its author yet.
    Map<Participant, AuthorId> newAuthors() {
        var authors = new HashMap<Participant, AuthorId>();
        for (var row : asked) {
            var author = row.author();
            var participant = author == null ? null : loaded.newcomers().get(author);
            if (author != null && participant != null) {
                authors.put(participant, author);
            }
        }
        return authors;
    }

    /// Questions that were merged or parted, and those they were merged into before or are now.
    Set<QuestionId> regrouped() {
        return regrouped;
    }

    /// Whether the session is archived by one of the decisions, though a later one may have taken it back.
    boolean archives() {
        return archives;
    }

    /// What the senders of orders that changed something were answered, as far as it is to be kept.
    Map<Receipts.Key, Receipt> receipts() {
        return given;
    }
}
