package org.rostrum.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Status;

/// The organizer's "ready?" list: what ought to be true before a session goes live, looked up afresh each time, as
/// this node sees it.
@ApplicationScoped
class Readiness {

    private static final int DESK_WANTS = 2;

    record Check(String check, boolean ok) {}

    /// The checks in the order in which they are made ready, and what waits for review.
    record Report(List<Check> checks, int waiting, @Nullable Instant oldestWaitingAt, long viewers) {}

    Report report(LiveSession session) {
        long desk = session.present().stream()
                .filter(person -> person.audience().equals(Audience.DESK.wire()))
                .map(person -> person.name())
                .distinct()
                .count();
        return session.read(replica -> {
            var waiting = replica.rows().stream()
                    .filter(row -> row.status() == Status.PENDING)
                    .toList();
            var oldest = waiting.stream()
                    .map(QuestionRow::askedAt)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            return new Report(
                    List.of(
                            new Check(
                                    "titles", replica.session().plan().titles().isComplete()),
                            new Check("deskTwo", desk >= DESK_WANTS),
                            new Check("stageOpen", session.connected(Audience.STAGE) > 0),
                            new Check("graphicConnected", session.connected(Audience.OVERLAY) > 0),
                            new Check("testQuestion", wentThrough(replica))),
                    waiting.size(),
                    oldest,
                    session.connected(Audience.ROOM));
        });
    }

    /// Some question has come all the way from the audience to the air.
    private static boolean wentThrough(Replica replica) {
        return replica.rows().stream().anyMatch(row -> row.author() != null && row.airedAt() != null);
    }
}
