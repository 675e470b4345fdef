package org.rostrum.writer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.question.Questions;

/// Draws speakable numbers for questions at random: three digits until 300 are used, then four, and a digit more
/// each time a third of the range is used, so that a drawn number is free at least two times in three.
@ApplicationScoped
class Numbers {

    private static final int FIRST_RANGE = 1000;
    private static final double FULL = 0.3;
    private static final int SPARE = 12;

    private final Questions questions;
    private final RandomGenerator random;

    Numbers(Questions questions, RandomGenerator random) {
        this.questions = questions;
        this.random = random;
    }

    /// At least `wanted` different numbers that no question of the session bears, `used` being how many it has.
    List<Integer> draw(Handle handle, InfoSessionId infoSession, int used, int wanted) {
        var free = new LinkedHashSet<Integer>();
        int range = range(used + 1);
        while (free.size() < wanted) {
            var drawn = new LinkedHashSet<Integer>();
            for (int i = 0; i < 2 * (wanted - free.size()) + SPARE; i++) {
                drawn.add(random.nextInt(range / 10, range));
            }
            drawn.removeAll(questions.takenNumbers(handle, infoSession, drawn));
            free.addAll(drawn);
        }
        return List.copyOf(free);
    }

    private static int range(int used) {
        int range = FIRST_RANGE;
        while (used > range * FULL) {
            range *= 10;
        }
        return range;
    }
}
