package org.rostrum.live;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rostrum.question.QuestionId;
import org.rostrum.vote.Tally;

/// The newest tallies of one session that have come here, and up to which version none is missing. Guarded by the
/// lock of the [Replica] that holds them.
final class HeldTallies {

    private final Map<QuestionId, Tally> tallies = new HashMap<>();

    private long complete;

    /// What was complete when all were compared last.
    private long compared = -1;

    /// Forgets what is held and takes all that one transaction read.
    void load(Collection<Tally> all) {
        tallies.clear();
        all.forEach(tally -> tallies.put(tally.question(), tally));
        complete = all.stream().mapToLong(Tally::version).max().orElse(0);
    }

    /// Takes tallies that are newer than those held. All that a transaction changed have one version; where it is the
    /// next, nothing is missing up to there.
    ///
    /// @return those that were
    List<Tally> count(Collection<Tally> changed) {
        var newer = changed.stream()
                .filter(tally -> {
                    var held = tallies.get(tally.question());
                    return held == null || held.version() < tally.version();
                })
                .toList();
        newer.forEach(tally -> tallies.put(tally.question(), tally));
        if (!changed.isEmpty() && changed.stream().allMatch(tally -> tally.version() == complete + 1)) {
            complete++;
        }
        return newer;
    }

    /// The version up to which no change is missing.
    long complete() {
        return complete;
    }

    /// Everything up to a version has been taken.
    void countedUpTo(long version) {
        complete = Math.max(complete, version);
    }

    /// All have been compared as they were read after this version was complete here.
    void comparedAt(long version) {
        compared = version;
    }

    /// Whether nothing has been counted since then.
    boolean isComparedAt(long version) {
        return compared == version;
    }

    long votes(QuestionId question) {
        var tally = tallies.get(question);
        return tally == null ? 0 : tally.votes();
    }
}
