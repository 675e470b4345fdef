package org.rostrum.question;

import static org.rostrum.question.QuestionCommand.Air;
import static org.rostrum.question.QuestionCommand.Answer;
import static org.rostrum.question.QuestionCommand.Approve;
import static org.rostrum.question.QuestionCommand.Ask;
import static org.rostrum.question.QuestionCommand.AskFor;
import static org.rostrum.question.QuestionCommand.Decision;
import static org.rostrum.question.QuestionCommand.Dismiss;
import static org.rostrum.question.QuestionCommand.HandBack;
import static org.rostrum.question.QuestionCommand.Hold;
import static org.rostrum.question.QuestionCommand.Later;
import static org.rostrum.question.QuestionCommand.Merge;
import static org.rostrum.question.QuestionCommand.Move;
import static org.rostrum.question.QuestionCommand.Pin;
import static org.rostrum.question.QuestionCommand.Queue;
import static org.rostrum.question.QuestionCommand.Release;
import static org.rostrum.question.QuestionCommand.Reopen;
import static org.rostrum.question.QuestionCommand.Restore;
import static org.rostrum.question.QuestionCommand.SetLanguage;
import static org.rostrum.question.QuestionCommand.Undo;
import static org.rostrum.question.QuestionCommand.Unmerge;
import static org.rostrum.question.QuestionCommand.Unpin;
import static org.rostrum.question.QuestionCommand.Unqueue;
import static org.rostrum.question.QuestionCommand.Withdraw;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Role;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.QuestionRow.Decided;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.screening.ScreenedText;

/// A question's life: decides every command on a question. Pure: the answer depends on the arguments alone, and
/// [#step] is the whole table of who may go from where to where.
public final class Life {

    private final AskLimits limits;

    public Life(AskLimits limits) {
        this.limits = limits;
    }

    /// What a command does at this moment.
    ///
    /// A decision whose goal is reached already succeeds without storing anything, whatever revision it names;
    /// otherwise a revision that is not the present one is refused with `changed`.
    ///
    /// @throws Refused with any code that the protocol names for commands on questions
    public Change decide(Book book, QuestionCommand command, Caller caller, Moment moment) {
        requireAllowed(book.session(), command, caller.role());
        return switch (command) {
            case Ask ask -> Asking.ask(book, ask, requireAsker(caller), moment, limits);
            case AskFor askFor -> Asking.askFor(book, askFor, caller, moment);
            case Withdraw(var question) ->
                withdraw(book, requireOwn(book, question, caller), Decided.by(caller, moment));
            case Move(var question, var before) ->
                Queueing.move(book, requireKnown(book, question, caller), before, Decided.by(caller, moment));
            case SetLanguage(var question, var language) ->
                setLanguage(requireKnown(book, question, caller), language, Decided.by(caller, moment));
            case Undo(var seq) -> Undoing.undo(book, seq, caller, moment);
            case Decision decision -> decideOn(book, decision, caller, moment);
        };
    }

    /// Refuses with `not-allowed` a command that the role may give in no state of whatever. It was never carried out
    /// either, so this is the whole answer.
    public static void requireRole(QuestionCommand command, Role role) {
        if (command.by().stream().noneMatch(role::covers)) {
            throw new Refused(RefusalCode.NOT_ALLOWED, "a " + role.wire() + " may not do this");
        }
    }

    private static void requireAllowed(InfoSession session, QuestionCommand command, Role role) {
        requireRole(command, role);
        if (session.phase() == Phase.ARCHIVED && role != Role.HOST) {
            throw new Refused(RefusalCode.ARCHIVED, "the session is archived");
        }
    }

    /// Refuses what would be refused on what the glance shows, whoever of that role gives it. Nothing said here is a
    /// promise that it succeeds.
    ///
    /// @throws Refused `not-allowed`, `archived`, `questions-closed`, `intake-paused` or `unknown-question`
    public static void requirePossible(Glance glance, QuestionCommand command, Role role) {
        requireAllowed(glance.session(), command, role);
        switch (command) {
            case Ask _ -> Asking.requireOpen(glance);
            case Withdraw(var question) -> {
                if (glance.find(question).isEmpty()) {
                    throw unknown();
                }
            }
            case AskFor _, Move _, SetLanguage _, Undo _, Decision _ -> {
                // given by the team, whose commands are few and are decided where the rows are
            }
        }
    }

    /// What a step comes to on a question of that status.
    sealed interface Step {
        /// It goes to another status.
        record To(Status status) implements Step {}

        /// It changes a mark and leaves the status.
        record Mark() implements Step {}

        /// The goal is reached already.
        record Reached() implements Step {}

        /// There is no such step from here.
        record Never() implements Step {}
    }

    private static final Step MARK = new Step.Mark();
    private static final Step REACHED = new Step.Reached();
    private static final Step NEVER = new Step.Never();

    private static Step to(Status status) {
        return new Step.To(status);
    }

    /// The table of steps: what a decision comes to from each status.
    private static Step step(Book book, QuestionRow row, Decision decision) {
        var from = row.status();
        var standing = row.standing();
        return switch (decision) {
            case Approve _ ->
                switch (from) {
                    case PENDING -> to(Status.PUBLISHED);
                    case PUBLISHED, QUEUED, ON_AIR, ANSWERED -> REACHED;
                    case MERGED, DISMISSED, WITHDRAWN -> NEVER;
                };
            case Queue queue ->
                switch (from) {
                    case PENDING, PUBLISHED -> to(Status.QUEUED);
                    case QUEUED -> markUnless(Queueing.isPlaced(book, row, queue.place()));
                    case ON_AIR, ANSWERED, MERGED, DISMISSED, WITHDRAWN -> NEVER;
                };
            case Unqueue _, HandBack _ ->
                switch (from) {
                    case QUEUED -> to(Status.PUBLISHED);
                    case ON_AIR -> decision instanceof HandBack ? to(Status.PUBLISHED) : NEVER;
                    case PUBLISHED -> REACHED;
                    case PENDING, ANSWERED, MERGED, DISMISSED, WITHDRAWN -> NEVER;
                };
            case Air air ->
                switch (from) {
                    case PENDING, PUBLISHED, QUEUED, ANSWERED -> to(Status.ON_AIR);
                    case ON_AIR -> markUnless(!air.graphic() || book.session().isOn(Switch.GRAPHIC));
                    case MERGED, DISMISSED, WITHDRAWN -> NEVER;
                };
            case Answer _ ->
                switch (from) {
                    case PUBLISHED, QUEUED, ON_AIR -> to(Status.ANSWERED);
                    case ANSWERED -> REACHED;
                    case PENDING, MERGED, DISMISSED, WITHDRAWN -> NEVER;
                };
            case Later _ ->
                switch (from) {
                    case ON_AIR -> to(Status.QUEUED);
                    case QUEUED -> REACHED;
                    case PENDING, PUBLISHED, ANSWERED, MERGED, DISMISSED, WITHDRAWN -> NEVER;
                };
            case Reopen _ ->
                switch (from) {
                    case ANSWERED -> to(Status.PUBLISHED);
                    case PUBLISHED -> REACHED;
                    case PENDING, QUEUED, ON_AIR, MERGED, DISMISSED, WITHDRAWN -> NEVER;
                };
            case Dismiss _ ->
                switch (from) {
                    case PENDING, PUBLISHED, QUEUED, ON_AIR, ANSWERED -> to(Status.DISMISSED);
                    case DISMISSED -> REACHED;
                    case MERGED, WITHDRAWN -> NEVER;
                };
            case Restore _ ->
                switch (from) {
                    case DISMISSED -> to(Status.PENDING);
                    case PENDING -> REACHED;
                    case PUBLISHED, QUEUED, ON_AIR, ANSWERED, MERGED, WITHDRAWN -> NEVER;
                };
            case Merge merge ->
                switch (from) {
                    case PENDING, PUBLISHED, QUEUED -> to(Status.MERGED);
                    case MERGED -> merge.into().equals(standing.mergedInto()) ? REACHED : NEVER;
                    case ON_AIR, ANSWERED, DISMISSED, WITHDRAWN -> NEVER;
                };
            case Unmerge _ ->
                switch (from) {
                    case MERGED -> to(Groups.apart(book, row));
                    case PENDING, PUBLISHED, QUEUED, ON_AIR, ANSWERED -> REACHED;
                    case DISMISSED, WITHDRAWN -> NEVER;
                };
            case Hold hold -> pending(from, standing.held() && hold.note() == null);
            case Release _ -> pending(from, !standing.held());
            case Pin _ -> visible(from, standing.pinned());
            case Unpin _ -> visible(from, !standing.pinned());
        };
    }

    private static Step pending(Status from, boolean reached) {
        return from == Status.PENDING ? markUnless(reached) : NEVER;
    }

    private static Step visible(Status from, boolean reached) {
        return QuestionRow.isVisible(from) ? markUnless(reached) : NEVER;
    }

    private static Step markUnless(boolean reached) {
        return reached ? REACHED : MARK;
    }

    private static Change decideOn(Book book, Decision decision, Caller caller, Moment moment) {
        var row = requireKnown(book, decision.question(), caller);
        var step = step(book, row, decision);
        if (step instanceof Step.Reached) {
            return Change.already(row, decision.isOnMark());
        }
        if (decision.revision() != row.revision()) {
            throw new Refused(RefusalCode.CHANGED, "the question is at revision " + row.revision());
        }
        return switch (step) {
            case Step.To(var status) -> take(book, row, status, decision, Decided.by(caller, moment));
            case Step.Mark _ -> mark(book, row, decision, Decided.by(caller, moment));
            case Step.Reached _, Step.Never _ -> throw wrongStatus(row);
        };
    }

    private static Change take(Book book, QuestionRow row, Status status, Decision decision, Decided by) {
        var standing = row.standing();
        return switch (decision) {
            case Queue queue -> Queueing.place(book, row, queue.place(), by, "queued");
            case Air air -> Airing.air(book, row, air, by);
            case Later _ ->
                Airing.leaving(book, row, Queueing.place(book, row, QuestionCommand.Place.FIRST, by, "postponed"));
            case HandBack back ->
                Airing.leaving(book, row, noted(row, standing.to(status), back.note(), "handedBack", by));
            case Answer answer ->
                Airing.leaving(book, row, Change.of("answered", row.after(standing.answered(answer.inWriting()), by)));
            case Dismiss dismiss ->
                Airing.leaving(book, row, Change.of("dismissed", row.after(standing.dismissed(dismiss.reason()), by)));
            case Merge merge -> {
                requireMergeTarget(book, row, merge.into());
                yield Change.of("merged", row.after(standing.merged(merge.into()), by));
            }
            case Approve _ -> Change.of("published", row.after(standing.to(status), by));
            case Unqueue _ -> Change.of("unqueued", row.after(standing.to(status), by));
            case Reopen _ -> Change.of("reopened", row.after(standing.to(status), by));
            case Restore _ -> Change.of("restored", row.after(standing.to(status), by));
            case Unmerge _ -> Change.of("unmerged", row.after(standing.to(status), by));
            case Hold _, Release _, Pin _, Unpin _ ->
                throw new IllegalStateException(decision.getClass().getSimpleName() + " leads to no status");
        };
    }

    private static Change mark(Book book, QuestionRow row, Decision decision, Decided by) {
        var standing = row.standing();
        return switch (decision) {
            case Hold hold -> noted(row, standing.held(true), hold.note(), "held", by);
            case Release _ -> Change.of("released", row.after(standing.held(false), by));
            case Pin _ -> Change.of("pinned", row.after(standing.pinned(true), by));
            case Unpin _ -> Change.of("unpinned", row.after(standing.pinned(false), by));
            case Queue queue -> Queueing.place(book, row, queue.place(), by, "moved");
            case Air _ ->
                Change.of("shown", List.of(), row).withSession(book.session().with(Switch.GRAPHIC, true));
            case Approve _,
                    Unqueue _,
                    Answer _,
                    Later _,
                    HandBack _,
                    Reopen _,
                    Dismiss _,
                    Restore _,
                    Merge _,
                    Unmerge _ ->
                throw new IllegalStateException(decision.getClass().getSimpleName() + " is not a mark");
        };
    }

    private static Change setLanguage(QuestionRow row, Language language, Decided by) {
        var next = row.standing().in(language);
        return switch (row.status()) {
            case PENDING, PUBLISHED, QUEUED, ON_AIR, ANSWERED, DISMISSED ->
                next.equals(row.standing()) ? Change.already(row, true) : Change.of("languageSet", row.after(next, by));
            case MERGED, WITHDRAWN -> throw wrongStatus(row);
        };
    }

    private static Change noted(QuestionRow row, Standing next, @Nullable ScreenedText note, String kind, Decided by) {
        var after = row.after(next, by);
        if (note == null) {
            return Change.of(kind, after);
        }
        // no other text of the question has the position of this entry: text and name have 1 and 2, from before
        int version = Math.toIntExact(by.seq());
        return Change.of(kind, after.withNote(version)).withText(new QuestionText(row.id(), version, note.value()));
    }

    /// What waits, or is for its asker as if it waited, can be taken back, and what the audience sees before it is
    /// answered.
    private static Change withdraw(Book book, QuestionRow row, Decided by) {
        return switch (row.status()) {
            case PENDING, PUBLISHED, QUEUED -> Groups.withdraw(book, row, by);
            case DISMISSED -> {
                if (row.isDismissedSilently(book.session())) {
                    yield Groups.withdraw(book, row, by);
                }
                throw wrongStatus(row);
            }
            case WITHDRAWN -> Change.already(row, false);
            case ON_AIR, ANSWERED, MERGED -> throw wrongStatus(row);
        };
    }

    private static void requireMergeTarget(Book book, QuestionRow row, QuestionId into) {
        var target = book.find(into)
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_QUESTION, "there is no question to merge into"));
        var fit = switch (target.status()) {
            case PENDING, PUBLISHED, QUEUED, ON_AIR, ANSWERED -> !target.id().equals(row.id());
            case MERGED, DISMISSED, WITHDRAWN -> false;
        };
        if (!fit) {
            throw new Refused(RefusalCode.MERGE_TARGET, "a question cannot be merged into that one");
        }
    }

    private static Caller.Asker requireAsker(Caller caller) {
        if (caller instanceof Caller.Asker asker) {
            return asker;
        }
        throw new Refused(RefusalCode.NOT_ALLOWED, "only the audience asks");
    }

    private static QuestionRow requireOwn(Book book, QuestionId id, Caller caller) {
        return book.find(id)
                .filter(row -> caller instanceof Caller.Asker(var author) && author.equals(row.author()))
                .orElseThrow(Life::unknown);
    }

    /// To a panelist a question that waits for review, or was never approved, does not exist.
    private static QuestionRow requireKnown(Book book, QuestionId id, Caller caller) {
        return book.find(id)
                .filter(row ->
                        caller.role() != Role.PANELIST || (row.publishedAt() != null && row.status() != Status.PENDING))
                .orElseThrow(Life::unknown);
    }

    private static Refused wrongStatus(QuestionRow row) {
        return new Refused(RefusalCode.WRONG_STATUS, "the question is " + row.status());
    }

    private static Refused unknown() {
        return new Refused(RefusalCode.UNKNOWN_QUESTION, "there is no such question");
    }
}
