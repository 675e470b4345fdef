package org.rostrum.question;

import java.util.List;
import java.util.Optional;

/// What the rules may look up: one information session as it is before the next decision, earlier decisions of the
/// same transaction included.
public interface Book extends Glance {

    /// The question being answered, at most one.
    Optional<QuestionRow> onAir();

    /// The queue in its order.
    List<QuestionRow> queue();

    /// The questions that go along with this one and with none between: those merged into it, and those that led in
    /// its place before their askers took them back.
    List<QuestionRow> mergedInto(QuestionId id);

    /// What is known of somebody who asks.
    AskerRecord askerRecord(AuthorId author);

    /// A number no question of this session has.
    int freeNumber();

    /// The questions that the step at `seq` was about, as they are now; empty where there is no such step. Those it
    /// only renumbered are not among them.
    List<QuestionRow> decidedBy(long seq);
}
