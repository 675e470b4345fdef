package org.rostrum.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Work that must never stand still goes on whatever a round throws.
class StandingWorkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void an_error_in_a_round_is_counted_and_the_next_one_comes() throws Exception {
        // Given
        var rounds = new AtomicInteger();
        var closed = new AtomicBoolean();
        var work = new StandingWork(
                "tests",
                Duration.ZERO,
                new StandingWork.Round() {
                    @Override
                    public void run() {
                        if (rounds.incrementAndGet() == 1) {
                            throw new StackOverflowError("of a test");
                        }
                    }

                    @Override
                    public void close() {
                        closed.set(true);
                    }
                },
                new Outages());

        // Then
        await().atMost(PATIENCE).until(() -> rounds.get() > 2);
        assertThat(work.failures()).isEqualTo(1);
        assertThat(work.underWay()).isLessThan(PATIENCE);
        work.stop();
        work.awaitEnd(PATIENCE);
        assertThat(closed).isTrue();
    }
}
