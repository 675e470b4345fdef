package org.rostrum.writer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.InvitationId;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Participant;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Authors;
import org.rostrum.question.Caller;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Questions;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.writer.Receipts.Receipt;

/// Reads what a batch of orders needs to be decided, for all of them together, under the head row.
@ApplicationScoped
class Loading {

    private final Journal journal;
    private final InfoSessions infoSessions;
    private final Questions questions;
    private final Authors authors;
    private final Receipts receipts;
    private final Numbers numbers;
    private final Invitations invitations;

    Loading(
            Journal journal,
            InfoSessions infoSessions,
            Questions questions,
            Authors authors,
            Receipts receipts,
            Numbers numbers,
            Invitations invitations) {
        this.journal = journal;
        this.infoSessions = infoSessions;
        this.questions = questions;
        this.authors = authors;
        this.receipts = receipts;
        this.numbers = numbers;
        this.invitations = invitations;
    }

    /// The rows, who gives the orders and who of them is not stored as an author yet, which orders are answered
    /// already, which of the new questions' ids are taken by another session, and which of the staff came by a link
    /// that is not good any more.
    record Loaded(
            WorkingBook book,
            Map<Actor, Caller> callers,
            Map<AuthorId, Participant> newcomers,
            Map<Receipts.Key, Receipt> receipts,
            Set<QuestionId> taken,
            Set<String> turnedOut) {}

    Loaded load(Handle handle, InfoSessionId infoSession, Head head, List<Order> orders) {
        var newcomers = new HashMap<AuthorId, Participant>();
        var callers = callers(handle, infoSession, orders, newcomers);
        var known = receipts.find(handle, infoSession, keys(orders, callers));
        var commands = questionCommands(orders);
        var book = book(handle, infoSession, head, commands, callers.values());
        return new Loaded(
                book, callers, newcomers, known, taken(handle, infoSession, commands), turnedOut(handle, orders));
    }

    /// Asked for in the transaction, so that nothing is decided by somebody whose link was taken back before it, on
    /// whatever node.
    private Set<String> turnedOut(Handle handle, List<Order> orders) {
        var links = orders.stream()
                .map(Order::actor)
                .flatMap(actor -> actor instanceof Actor.Staff staff
                        ? InvitationId.parse(staff.id()).stream()
                        : Stream.<InvitationId>empty())
                .collect(Collectors.toSet());
        return links.isEmpty()
                ? Set.of()
                : invitations.bad(handle, links).stream()
                        .map(InvitationId::toString)
                        .collect(Collectors.toSet());
    }

    private static Set<Receipts.Key> keys(List<Order> orders, Map<Actor, Caller> callers) {
        return orders.stream()
                .map(order -> Receipts.Key.of(order, callers.get(order.actor())))
                .collect(Collectors.toSet());
    }

    /// A participant who has asked or voted nothing here is given an author id, which is stored with what they ask and
    /// forgotten where they are refused.
    private Map<Actor, Caller> callers(
            Handle handle, InfoSessionId infoSession, List<Order> orders, Map<AuthorId, Participant> newcomers) {
        var participants = orders.stream()
                .map(Order::actor)
                .flatMap(actor -> actor instanceof Actor.Viewer(var p)
                        ? Optional.of(p).stream()
                        : Optional.<Participant>empty().stream())
                .collect(Collectors.toSet());
        var known = new HashMap<>(authors.find(handle, infoSession, participants));
        for (var participant : participants) {
            known.computeIfAbsent(participant, newcomer -> {
                var author = Authors.newId();
                newcomers.put(author, newcomer);
                return author;
            });
        }
        var callers = new HashMap<Actor, Caller>();
        for (var order : orders) {
            var author = order.actor() instanceof Actor.Viewer(var participant) ? known.get(participant) : null;
            callers.put(order.actor(), Caller.of(order.actor(), author));
        }
        return callers;
    }

    /// The commands that may come to be decided on.
    private static List<QuestionCommand> questionCommands(List<Order> orders) {
        return orders.stream()
                .filter(order -> order.unlessStored() == null)
                .map(Order::command)
                .filter(Command.OnQuestion.class::isInstance)
                .map(command -> ((Command.OnQuestion) command).command())
                .toList();
    }

    private WorkingBook book(
            Handle handle,
            InfoSessionId infoSession,
            Head head,
            List<QuestionCommand> commands,
            Collection<Caller> callers) {
        var session = infoSessions
                .find(handle, infoSession)
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no such session"));
        var decidedBy = decidedBy(handle, infoSession, commands);
        var ids = new HashSet<QuestionId>();
        decidedBy.values().forEach(ids::addAll);
        for (var command : commands) {
            command.subject().ifPresent(ids::add);
            command.other().ifPresent(ids::add);
        }
        var rows = new HashMap<QuestionId, QuestionRow>();
        if (!commands.isEmpty()) {
            questions.stage(handle, infoSession).forEach(row -> rows.put(row.id(), row));
            questions.find(handle, infoSession, ids).forEach(row -> rows.put(row.id(), row));
        }
        var grouped = commands.stream()
                .filter(QuestionCommand::concernsGroup)
                .flatMap(command -> command.subject().stream())
                .collect(Collectors.toSet());
        if (!grouped.isEmpty()) {
            questions.groups(handle, infoSession, grouped).forEach(row -> rows.put(row.id(), row));
        }
        int asks = (int) commands.stream().filter(QuestionCommand::isAsking).count();
        var authorIds = callers.stream()
                .filter(Caller.Asker.class::isInstance)
                .map(caller -> ((Caller.Asker) caller).author())
                .toList();
        return new WorkingBook(
                session,
                rows.values(),
                asks == 0 ? Map.of() : questions.askerRecords(handle, session, authorIds),
                asks == 0 ? List.of() : numbers.draw(handle, infoSession, head.questions(), asks),
                decidedBy);
    }

    /// What each step that is to be undone was about, by its position.
    private Map<Long, Set<QuestionId>> decidedBy(
            Handle handle, InfoSessionId infoSession, List<QuestionCommand> commands) {
        var decidedBy = new HashMap<Long, Set<QuestionId>>();
        for (var command : commands) {
            if (command instanceof QuestionCommand.Undo(var seq)) {
                journal.find(handle, infoSession, seq)
                        .ifPresent(entry -> decidedBy.put(
                                seq,
                                PayloadCodec.read(entry.payload()).rows().stream()
                                        .filter(row -> row.isDecidedAt(seq))
                                        .map(QuestionRow::id)
                                        .collect(Collectors.toSet())));
            }
        }
        return decidedBy;
    }

    private Set<QuestionId> taken(Handle handle, InfoSessionId infoSession, List<QuestionCommand> commands) {
        var asked = commands.stream()
                .filter(QuestionCommand::isAsking)
                .flatMap(command -> command.subject().stream())
                .toList();
        return asked.isEmpty() ? Set.of() : questions.elsewhere(handle, infoSession, asked);
    }
}
