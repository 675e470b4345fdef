package org.rostrum.question;

import java.util.ArrayList;
import org.rostrum.infosession.Switch;
import org.rostrum.question.QuestionRow.Decided;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Who has the air, which is one question at most, and the graphic that goes with it.
final class Airing {

    private Airing() {}

    /// Puts a question on air. The one that is there becomes answered in the same step, if the command knows it.
    static Change air(Book book, QuestionRow row, QuestionCommand.Air air, Decided by) {
        var rows = new ArrayList<QuestionRow>();
        var present = book.onAir();
        if (present.isPresent()) {
            var leaving = present.get();
            if (!leaving.id().equals(air.replaces())) {
                throw new Refused(RefusalCode.ON_AIR_TAKEN, "another question is on air");
            }
            rows.add(leaving.after(leaving.standing().answered(false), by));
        }
        var onAir = row.after(row.standing().to(Status.ON_AIR), by);
        rows.add(onAir);
        var session = book.session();
        var next = session.with(Switch.GRAPHIC, air.graphic());
        return Change.of("aired", rows, onAir).withSession(next.equals(session) ? null : next);
    }

    /// What a step comes to on a question that may be on air: leaving, it takes the graphic with it.
    static Change leaving(Book book, QuestionRow row, Change change) {
        var session = book.session();
        return row.status() == Status.ON_AIR && session.isOn(Switch.GRAPHIC)
                ? change.withSession(session.with(Switch.GRAPHIC, false))
                : change;
    }
}
