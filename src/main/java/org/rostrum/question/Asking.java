package org.rostrum.question;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.screening.ScreenedText;

/// How a question comes into the world: from the audience within its limits, or from the team.
final class Asking {

    private Asking() {}

    static Change ask(Book book, QuestionCommand.Ask ask, Caller.Asker asker, Moment moment, AskLimits limits) {
        requireOpen(book);
        requireNew(book, ask.question());
        requireWithinLimits(book, book.askerRecord(asker.author()), moment, limits);
        var session = book.session();
        var status = session.isOn(Switch.PREMODERATION) ? Status.PENDING : Status.PUBLISHED;
        var name = session.isOn(Switch.NAMES) ? ask.name() : null;
        return create(
                book,
                ask.question(),
                asker.author(),
                Origin.VIEWER,
                status,
                ask.language(),
                ask.text(),
                name,
                null,
                moment);
    }

    static Change askFor(Book book, QuestionCommand.AskFor ask, Caller caller, Moment moment) {
        requireNew(book, ask.question());
        if (ask.origin() == Origin.VIEWER) {
            throw new Refused(RefusalCode.BAD_VALUE, "the origin of an added question is ahead or organizer");
        }
        var by = QuestionRow.Decided.by(caller, moment);
        return create(
                book,
                ask.question(),
                null,
                ask.origin(),
                Status.PUBLISHED,
                ask.language(),
                ask.text(),
                null,
                by,
                moment);
    }

    private static Change create(
            Book book,
            QuestionId id,
            @Nullable AuthorId author,
            Origin origin,
            Status status,
            Language language,
            ScreenedText text,
            @Nullable ScreenedText name,
            QuestionRow.@Nullable Decided by,
            Moment moment) {
        var row = new QuestionRow(
                id,
                book.freeNumber(),
                author,
                origin,
                1,
                name == null ? null : 2,
                null,
                null,
                1,
                Standing.asked(status, language),
                null,
                by,
                by == null ? null : new QuestionRow.Settled(by.name(), by.at()),
                moment.now(),
                QuestionRow.isVisible(status) ? moment.now() : null,
                null,
                null,
                null);
        var texts = new ArrayList<>(List.of(new QuestionText(id, 1, text.value())));
        if (name != null) {
            texts.add(new QuestionText(id, 2, name.value()));
        }
        return new Change("asked", List.of(row), List.copyOf(texts), null, row, null);
    }

    /// Refuses where nobody of the audience may ask now.
    static void requireOpen(Glance book) {
        var session = book.session();
        if (session.phase() == Phase.ARCHIVED) {
            throw new Refused(RefusalCode.ARCHIVED, "the session is archived");
        }
        if (!session.phase().acceptsQuestions()) {
            throw new Refused(RefusalCode.QUESTIONS_CLOSED, "questions are not open");
        }
        if (session.isOn(Switch.INTAKE_PAUSED)) {
            throw new Refused(RefusalCode.INTAKE_PAUSED, "the team is not taking new questions right now");
        }
    }

    private static void requireNew(Book book, QuestionId id) {
        if (book.find(id).isPresent()) {
            throw new Refused(RefusalCode.ID_REUSED, "there is a question of that id");
        }
    }

    private static void requireWithinLimits(Book book, AskerRecord record, Moment moment, AskLimits limits) {
        if (record.waiting() >= limits.waitingMax()) {
            throw new Refused(RefusalCode.TOO_MANY_WAITING, "the asker's earlier questions still wait for review");
        }
        if (record.total() >= limits.totalMax()) {
            throw new Refused(RefusalCode.TOO_MANY_QUESTIONS, "the asker has reached the most of one session");
        }
        var last = record.lastAskedAt();
        if (last == null) {
            return;
        }
        var pause = book.session().isOn(Switch.SLOW_MODE) ? limits.pauseInSlowMode() : limits.pause();
        var wait = Duration.between(moment.now(), last.plus(pause));
        if (wait.isPositive()) {
            // where clocks differ, the last question may seem to be of the future
            var atMost = wait.compareTo(pause) > 0 ? pause : wait;
            throw new Refused(RefusalCode.TOO_SOON, "the asker's last question is not long ago", atMost);
        }
    }
}
