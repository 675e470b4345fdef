package org.rostrum.question;

import java.util.ArrayList;
import java.util.List;
import org.rostrum.infosession.Switch;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Takes back one's own newest step on every question it was about, as long as nobody has decided on any of them
/// since. Neighbours that it only renumbered stay where they are.
final class Undoing {

    private Undoing() {}

    static Change undo(Book book, long seq, Caller caller, Moment moment) {
        var concerned = book.decidedBy(seq);
        if (concerned.isEmpty()) {
            throw new Refused(RefusalCode.NOT_UNDOABLE, "there is no such step");
        }
        var by = QuestionRow.Decided.by(caller, moment);
        var back = new ArrayList<QuestionRow>();
        for (var row : concerned) {
            var before = row.before();
            var decided = row.decided();
            if (before == null || decided == null || !row.isDecidedAt(seq)) {
                throw new Refused(
                        RefusalCode.NOT_UNDOABLE, "the question has changed since, or the step is a beginning");
            }
            if (!decided.actor().equals(caller.key())) {
                throw new Refused(RefusalCode.NOT_UNDOABLE, "the step is somebody else's");
            }
            back.add(row.undone(before, by));
        }
        requireOneOnAir(book, back);
        var change = Change.of("undone", back, back.getFirst());
        var session = book.session();
        var graphicGoes = session.isOn(Switch.GRAPHIC) && concerned.stream().anyMatch(Undoing::changesTheAir);
        return graphicGoes ? change.withSession(session.with(Switch.GRAPHIC, false)) : change;
    }

    /// Whether going back takes the question on or off the air.
    private static boolean changesTheAir(QuestionRow row) {
        var before = row.before();
        return before != null && (row.status() == Status.ON_AIR) != (before.status() == Status.ON_AIR);
    }

    private static void requireOneOnAir(Book book, List<QuestionRow> back) {
        long onAir = back.stream().filter(row -> row.status() == Status.ON_AIR).count();
        var other = book.onAir()
                .filter(now -> back.stream().noneMatch(row -> row.id().equals(now.id())));
        if (onAir + (other.isPresent() ? 1 : 0) > 1) {
            throw new Refused(RefusalCode.ON_AIR_TAKEN, "another question is on air");
        }
    }
}
