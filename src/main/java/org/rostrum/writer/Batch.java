package org.rostrum.writer;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.InfoSessionLife;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.AskLimits;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Authors;
import org.rostrum.question.Caller;
import org.rostrum.question.Change;
import org.rostrum.question.Life;
import org.rostrum.question.Moment;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.question.Questions;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.vote.Tallies;
import org.rostrum.vote.Tally;
import org.rostrum.writer.EntryPayload.TextDigest;
import org.rostrum.writer.Receipts.Receipt;

/// Several orders of one information session as one transaction: head row, load, decide in order, store, commit.
@ApplicationScoped
class Batch {

    private final Jdbi jdbi;
    private final Journal journal;
    private final InfoSessions infoSessions;
    private final Questions questions;
    private final Authors authors;
    private final Tallies tallies;
    private final Receipts receipts;
    private final Numbers numbers;
    private final Clock clock;
    private final Life life = new Life(AskLimits.DEFAULT);

    Batch(
            Jdbi jdbi,
            Journal journal,
            InfoSessions infoSessions,
            Questions questions,
            Authors authors,
            Tallies tallies,
            Receipts receipts,
            Numbers numbers,
            Clock clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.infoSessions = infoSessions;
        this.questions = questions;
        this.authors = authors;
        this.tallies = tallies;
        this.receipts = receipts;
        this.numbers = numbers;
        this.clock = clock;
    }

    /// What a committed batch comes to: an outcome for each order in their order, and what others are to be told.
    record Result(List<Outcome> outcomes, Head head, Committed committed, List<Tally> tallies) {}

    /// The commit was sent and its answer never came.
    static final class CommitUnknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CommitUnknown(RuntimeException cause) {
            super("whether the batch is committed is not known", cause);
        }
    }

    /// Commits the orders. `seen` is the highest position this node has seen under the present epoch: a head below
    /// it means that the database was restored, and the journal goes on under another epoch.
    ///
    /// @throws CommitUnknown where the outcome is not known; anything else thrown means that nothing is
    ///     stored. That may be an `AssertionError`: the driver asserts that the connection is open on which
    ///     a batch has just failed (pgjdbc 42.7, `BatchResultHandler`)
    Result commit(InfoSessionId infoSession, List<Order> orders, @Nullable Head seen) {
        try (var handle = jdbi.open()) {
            handle.begin();
            Result result;
            try {
                result = run(handle, infoSession, orders, seen);
            } catch (RuntimeException | AssertionError e) {
                rollback(handle, e);
                throw e;
            }
            try {
                handle.commit();
            } catch (RuntimeException e) {
                throw new CommitUnknown(e);
            }
            return result;
        }
    }

    private static void rollback(Handle handle, Throwable cause) {
        try {
            handle.rollback();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private Result run(Handle handle, InfoSessionId infoSession, List<Order> orders, @Nullable Head seen) {
        var head = lockHead(handle, infoSession, seen);
        var known = receipts.find(
                handle, infoSession, orders.stream().map(Order::id).toList());
        var callers = callers(handle, infoSession, orders);
        var commands = questionCommands(orders);
        var book = load(handle, infoSession, commands, callers.values(), head);
        var asked = commands.stream()
                .filter(Batch::isAsking)
                .flatMap(c -> c.subject().stream())
                .toList();
        var taken = asked.isEmpty() ? Set.<QuestionId>of() : questions.elsewhere(handle, infoSession, asked);
        var session = new Session(infoSession, head, book, known, taken);
        var outcomes = new ArrayList<Outcome>();
        for (var order : orders) {
            outcomes.add(session.answer(order, callers.get(order.actor())));
        }
        return session.store(handle, outcomes);
    }

    private Head lockHead(Handle handle, InfoSessionId infoSession, @Nullable Head seen) {
        var head = journal.lockHead(handle, infoSession)
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no such session"));
        if (seen != null && seen.epoch().equals(head.epoch()) && head.seq() < seen.seq()) {
            return new Head(journal.renewEpoch(handle, infoSession), head.seq(), head.questions());
        }
        return head;
    }

    void witness(InfoSessionId infoSession, UUID epoch, long seq) {
        jdbi.useTransaction(handle -> {
            var head = journal.lockHead(handle, infoSession);
            if (head.isPresent()
                    && head.get().epoch().equals(epoch)
                    && head.get().seq() < seq) {
                journal.renewEpoch(handle, infoSession);
            }
        });
    }

    private Map<Actor, Caller> callers(Handle handle, InfoSessionId infoSession, List<Order> orders) {
        var participants = orders.stream()
                .map(Order::actor)
                .flatMap(actor -> actor instanceof Actor.Viewer(var p)
                        ? Optional.of(p).stream()
                        : Optional.<Participant>empty().stream())
                .collect(Collectors.toSet());
        Map<Participant, AuthorId> known = authors.resolve(handle, infoSession, participants);
        var callers = new HashMap<Actor, Caller>();
        for (var order : orders) {
            var author = order.actor() instanceof Actor.Viewer(var participant) ? known.get(participant) : null;
            callers.put(order.actor(), Caller.of(order.actor(), author));
        }
        return callers;
    }

    private static List<QuestionCommand> questionCommands(List<Order> orders) {
        return orders.stream()
                .filter(order -> order.unlessStored() == null)
                .map(Order::command)
                .filter(Command.OnQuestion.class::isInstance)
                .map(command -> ((Command.OnQuestion) command).command())
                .toList();
    }

    private static boolean isAsking(QuestionCommand command) {
        return command instanceof QuestionCommand.Ask || command instanceof QuestionCommand.AskFor;
    }

    private WorkingBook load(
            Handle handle,
            InfoSessionId infoSession,
            List<QuestionCommand> commands,
            Collection<Caller> callers,
            Head head) {
        var session = infoSessions
                .find(handle, infoSession)
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no such session"));
        var touched = touched(handle, infoSession, commands);
        var ids = new HashSet<QuestionId>();
        touched.values().forEach(ids::addAll);
        for (var command : commands) {
            command.subject().ifPresent(ids::add);
            command.other().ifPresent(ids::add);
        }
        var rows = new HashMap<QuestionId, QuestionRow>();
        if (!commands.isEmpty()) {
            questions.stage(handle, infoSession).forEach(row -> rows.put(row.id(), row));
            questions.find(handle, infoSession, ids).forEach(row -> rows.put(row.id(), row));
        }
        int asks = (int) commands.stream().filter(Batch::isAsking).count();
        var authorIds = callers.stream()
                .filter(Caller.Asker.class::isInstance)
                .map(caller -> ((Caller.Asker) caller).author())
                .toList();
        return new WorkingBook(
                session,
                rows.values(),
                asks == 0 ? Map.of() : questions.askerRecords(handle, authorIds),
                asks == 0 ? List.of() : numbers.draw(handle, infoSession, head.questions(), asks),
                touched);
    }

    private Map<Long, Set<QuestionId>> touched(
            Handle handle, InfoSessionId infoSession, List<QuestionCommand> commands) {
        var touched = new HashMap<Long, Set<QuestionId>>();
        for (var command : commands) {
            if (command instanceof QuestionCommand.Undo(var seq)) {
                journal.find(handle, infoSession, seq)
                        .ifPresent(entry -> touched.put(
                                seq,
                                PayloadCodec.read(entry.payload()).rows().stream()
                                        .map(QuestionRow::id)
                                        .collect(Collectors.toSet())));
            }
        }
        return touched;
    }

    /// The decisions of one batch as they add up.
    private final class Session {

        private final InfoSessionId infoSession;
        private final Head head;
        private final WorkingBook book;
        private final Map<Receipts.Key, Receipt> known;
        private final Set<QuestionId> taken;
        private final Map<Receipts.Key, Receipt> given = new LinkedHashMap<>();
        private final List<Decided> decided = new ArrayList<>();
        private final List<QuestionText> texts = new ArrayList<>();
        private final List<QuestionRow> asked = new ArrayList<>();
        private final Set<QuestionId> regrouped = new HashSet<>();

        private record Decided(Moment moment, String actor, Change change) {}

        Session(
                InfoSessionId infoSession,
                Head head,
                WorkingBook book,
                Map<Receipts.Key, Receipt> known,
                Set<QuestionId> taken) {
            this.infoSession = infoSession;
            this.head = head;
            this.book = book;
            this.known = known;
            this.taken = taken;
        }

        Outcome answer(Order order, @Nullable Caller caller) {
            if (caller == null) {
                throw new IllegalStateException("an order without its caller");
            }
            var key = new Receipts.Key(caller.key(), order.id());
            var receipt = known.containsKey(key) ? known.get(key) : given.get(key);
            if (receipt != null) {
                return receipt.digest().equals(order.digest())
                        ? receipt.answer()
                        : new Outcome.No(
                                new Refusal(RefusalCode.ID_REUSED, "that id was given to another command"), null);
            }
            var refusal = order.unlessStored();
            if (refusal != null) {
                return new Outcome.No(refusal, null);
            }
            try {
                var done = decide(order, caller);
                given.put(key, new Receipt(order.digest(), done));
                return done;
            } catch (Refused refused) {
                return new Outcome.No(refused.refusal(), present(order));
            }
        }

        private Outcome.Done decide(Order order, Caller caller) {
            var moment = new Moment(clock.instant().truncatedTo(ChronoUnit.MILLIS), head.seq() + decided.size() + 1);
            var change = switch (order.command()) {
                case Command.OnInfoSession(var command) -> {
                    var before = book.session();
                    var after = InfoSessionLife.decide(before, command, order.actor(), moment.now());
                    yield Change.ofSession(kind(command), before, after);
                }
                case Command.OnQuestion(var command) -> {
                    requireNotTaken(command);
                    yield life.decide(book, command, caller, moment);
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

        private void requireNotTaken(QuestionCommand command) {
            if (isAsking(command) && command.subject().filter(taken::contains).isPresent()) {
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
            texts.addAll(change.texts());
            decided.add(new Decided(moment, caller.key(), change));
            book.apply(change, moment.seq());
        }

        private @Nullable QuestionRow present(Order order) {
            return order.command() instanceof Command.OnQuestion(var command)
                    ? command.subject().flatMap(book::find).orElse(null)
                    : null;
        }

        Result store(Handle handle, List<Outcome> outcomes) {
            var next = new Head(head.epoch(), head.seq() + decided.size(), head.questions() + asked.size());
            var counted = new ArrayList<Tally>();
            var entries = List.<JournalEntry>of();
            if (!regrouped.isEmpty()) {
                regrouped.addAll(tallies.upward(handle, regrouped));
                tallies.lock(handle, regrouped);
            }
            if (book.sessionChanged()) {
                infoSessions.update(handle, book.session());
            }
            if (!decided.isEmpty()) {
                questions.save(handle, infoSession, book.changedRows());
                entries = entries(questions.saveTexts(handle, texts));
                asked.forEach(row -> counted.add(tallies.open(handle, infoSession, row.id(), row.author())));
                if (!regrouped.isEmpty()) {
                    counted.addAll(tallies.recount(handle, regrouped));
                }
                journal.append(handle, infoSession, next, entries);
            }
            receipts.save(handle, infoSession, given);
            return new Result(
                    outcomes, next, new Committed(infoSession, next.epoch(), entries, List.copyOf(texts)), counted);
        }

        private List<JournalEntry> entries(Map<QuestionText, byte[]> salts) {
            return decided.stream()
                    .map(d -> {
                        var digests = d.change().texts().stream()
                                .map(text -> new TextDigest(
                                        text.question(),
                                        text.version(),
                                        digest(salts.getOrDefault(text, new byte[0]), text)))
                                .toList();
                        var payload =
                                new EntryPayload(d.change().rows(), d.change().session(), digests);
                        return new JournalEntry(
                                infoSession,
                                d.moment().seq(),
                                d.moment().now(),
                                d.actor(),
                                d.change().kind(),
                                PayloadCodec.write(payload));
                    })
                    .toList();
        }
    }

    private static String kind(InfoSessionCommand command) {
        return switch (command) {
            case InfoSessionCommand.MovePhase _ -> "phaseMoved";
            case InfoSessionCommand.Flip _ -> "flipped";
            case InfoSessionCommand.Notify _ -> "notified";
            case InfoSessionCommand.Replan _ -> "replanned";
        };
    }

    private static String digest(byte[] salt, QuestionText text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return HexFormat.of().formatHex(sha.digest(text.body().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Stores a new session with its journal, whose first entry holds it.
    ///
    /// @return false where its join code is taken, and then nothing is stored
    boolean found(InfoSession session, String actor) {
        return jdbi.inTransaction(handle -> {
            if (!infoSessions.insert(handle, session)) {
                return false;
            }
            journal.begin(handle, session.id());
            var head = journal.lockHead(handle, session.id()).orElseThrow();
            var payload = PayloadCodec.write(new EntryPayload(List.of(), session, List.of()));
            var entry = new JournalEntry(session.id(), 1, session.createdAt(), actor, "founded", payload);
            journal.append(handle, session.id(), new Head(head.epoch(), 1, 0), List.of(entry));
            return true;
        });
    }
}
