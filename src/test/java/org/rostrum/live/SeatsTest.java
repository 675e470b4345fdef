package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.rostrum.pace.Network;

class SeatsTest {

    private static final int MOST = 10;
    private static final Network SCHOOL = Network.of("192.0.2.7");
    private static final Network HOME = Network.of("198.51.100.7");

    private final Seats<String, Object> seats = new Seats<>(MOST);

    @Test
    void where_there_is_room_nobody_gives_way() {
        for (int i = 0; i < MOST; i++) {
            assertThat(seats.isFullFor(SCHOOL, "a")).isFalse();
            assertThat(seats.take(SCHOOL, "a", new Object())).isEmpty();
        }
        assertThat(seats.take(HOME, "a", new Object())).isEmpty();
    }

    @Test
    void the_newest_of_whoever_has_most_gives_way() {
        var greedy = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            greedy.add(new Object());
            assertThat(seats.take(SCHOOL, "greedy", greedy.getLast())).isEmpty();
        }
        assertThat(seats.isFullFor(SCHOOL, "greedy")).isTrue();
        assertThat(seats.isFullFor(SCHOOL, "honest")).isFalse();

        assertThat(seats.take(SCHOOL, "honest", new Object())).containsSame(greedy.getLast());

        var again = new Object();
        assertThat(seats.take(SCHOOL, "greedy", again)).containsSame(again);
    }

    @Test
    void among_equals_those_who_are_there_stay() {
        for (int i = 0; i < MOST; i++) {
            assertThat(seats.take(SCHOOL, "viewer " + i, new Object())).isEmpty();
        }
        var late = new Object();
        assertThat(seats.isFullFor(SCHOOL, "late")).isTrue();
        assertThat(seats.take(SCHOOL, "late", late)).containsSame(late);
    }

    @Test
    void who_leaves_makes_room_and_leaves_nothing_behind() {
        var seat = new Object();
        for (int i = 0; i < 2 * MOST; i++) {
            assertThat(seats.take(SCHOOL, "a", seat)).isEmpty();
            seats.leave(SCHOOL, "a", seat);
            seats.leave(SCHOOL, "a", seat);
        }
        assertThat(seats.networks()).isZero();
    }
}
