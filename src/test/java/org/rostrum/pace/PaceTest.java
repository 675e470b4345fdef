package org.rostrum.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.PassingClock;

/// How often one, and one among others of a network, may do something.
class PaceTest {

    private static final Network SCHOOL = Network.of("192.0.2.7");

    private final PassingClock clock = new PassingClock();

    @Test
    void as_many_as_a_minute_allows_may_be_had_at_once_and_then_no_more() {
        // Given
        var pace = new Pace<String>(60, clock);

        // When
        var had = howMany(1000, () -> pace.count("Ana"));

        // Then
        assertThat(had).isEqualTo(60);
        var refusal = pace.count("Ana").orElseThrow();
        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_MANY_REQUESTS);
        assertThat(wait(refusal)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(pace.count("Ben")).isEmpty();
    }

    @Test
    void what_is_given_back_can_be_had_again_and_no_more() {
        // Given
        var pace = new Pace<String>(3, clock);
        howMany(3, () -> pace.count("Ana"));

        // When
        pace.giveBack("Ana");
        pace.giveBack("Ben");

        // Then
        assertThat(howMany(10, () -> pace.count("Ana"))).isEqualTo(1);
        assertThat(howMany(10, () -> pace.count("Ben"))).isEqualTo(3);
    }

    @Test
    void no_moment_exists_around_which_twice_as_many_can_be_had() {
        // Given
        var pace = new Pace<String>(60, clock);
        howMany(60, () -> pace.count("Ana"));

        // When
        int had = 0;
        for (int i = 0; i < 100; i++) {
            clock.pass(Duration.ofMillis(10));
            had += howMany(60, () -> pace.count("Ana"));
        }

        // Then
        assertThat(had).isEqualTo(1);
    }

    @Test
    void who_keeps_asking_has_in_the_long_run_what_a_minute_allows() {
        // Given
        var pace = new Pace<String>(60, clock);
        howMany(60, () -> pace.count("Ana"));

        // When
        int had = 0;
        for (int i = 0; i < 10 * 600; i++) {
            clock.pass(Duration.ofMillis(100));
            had += howMany(5, () -> pace.count("Ana"));
        }

        // Then
        assertThat(had).isBetween(590, 610);
    }

    @Test
    void who_waits_as_long_as_told_is_served() {
        for (int limit : new int[] {1, 2, 3, 60, 5000}) {
            var pace = new Pace<String>(limit, clock);
            howMany(limit, () -> pace.count("Ana"));
            var refusal = pace.count("Ana").orElseThrow();

            clock.pass(wait(refusal).minusMillis(3));
            assertThat(pace.count("Ana")).as("too early, at %d", limit).isPresent();
            clock.pass(Duration.ofMillis(3));
            assertThat(pace.count("Ana")).as("in time, at %d", limit).isEmpty();
        }
    }

    @Test
    void a_clock_that_is_set_back_keeps_nobody_waiting_for_it() {
        // Given
        var pace = new Pace<String>(2, clock);
        howMany(2, () -> pace.count("Ana"));

        // When
        clock.pass(Duration.ofDays(-1));

        // Then
        var refusal = pace.count("Ana").orElseThrow();
        assertThat(wait(refusal)).isLessThan(Duration.ofMinutes(1));
        clock.pass(wait(refusal));
        assertThat(pace.count("Ana")).isEmpty();
    }

    @Test
    void one_member_of_a_network_has_at_most_half_of_it_and_the_others_the_rest() {
        // Given
        var pace = new SharedPace<Integer>(120, clock);

        // When
        var hog = howMany(1000, () -> pace.count(SCHOOL, 0));

        // Then
        assertThat(hog).isEqualTo(60);
        for (int pupil = 1; pupil <= 40; pupil++) {
            assertThat(pace.count(SCHOOL, pupil)).as("pupil %d", pupil).isEmpty();
        }
        assertThat(pace.count(Network.of("192.0.2.8"), 0)).as("elsewhere").isEmpty();
    }

    @Test
    void all_members_together_have_no_more_than_the_network() {
        // Given
        var pace = new SharedPace<Integer>(120, clock);

        // When
        int had = 0;
        for (int i = 0; i < 1000; i++) {
            had += howMany(1, 1000 - i, pace);
        }

        // Then
        assertThat(had).isEqualTo(120);
    }

    @Test
    void who_hammers_for_minutes_does_not_keep_others_from_their_share() {
        // Given
        var pace = new SharedPace<Integer>(120, clock);
        int pupils = 0;

        // When
        for (int tick = 0; tick < 600; tick++) {
            clock.pass(Duration.ofSeconds(1));
            howMany(50, () -> pace.count(SCHOOL, 0));
            pupils += howMany(1, 1 + tick % 60, pace);
        }

        // Then
        assertThat(pupils).as("sixty pupils, each once a minute").isEqualTo(600);
    }

    @Test
    void a_flood_of_made_up_keys_takes_no_more_memory_and_frees_nobody_who_took_much() {
        // Given
        var levels = new Levels<String>(1000);
        for (int i = 0; i < 100; i++) {
            levels.raise("hog", 0);
        }

        // When
        for (int i = 0; i < 20_000; i++) {
            levels.raise("made up " + i, i);
            assertThat(levels.size()).isLessThanOrEqualTo(1000);
        }

        // Then
        assertThat(levels.of("hog", 0)).isEqualTo(100);
        assertThat(levels.of("made up 19999", 20_000)).isPositive();
    }

    private static int howMany(int tries, Supplier<Optional<Refusal>> taking) {
        int had = 0;
        for (int i = 0; i < tries; i++) {
            had += taking.get().isEmpty() ? 1 : 0;
        }
        return had;
    }

    private static int howMany(int tries, int member, SharedPace<Integer> pace) {
        return howMany(tries, () -> pace.count(SCHOOL, member));
    }

    private static Duration wait(Refusal refusal) {
        return Objects.requireNonNull(refusal.retryAfter());
    }
}
