package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    private final Backlog backlog = new Backlog(3, 10);

    @Test
    void a_span_is_the_union_of_what_came_after_its_beginning() {
        backlog.add(12, List.of(A, B), false);
        backlog.add(13, List.of(B, C), true);
        assertThat(backlog.since(10)).hasValue(new Backlog.Span(Set.of(A, B, C), true));
        assertThat(backlog.since(11)).hasValue(new Backlog.Span(Set.of(A, B, C), true));
        assertThat(backlog.since(12)).hasValue(new Backlog.Span(Set.of(B, C), true));
        assertThat(backlog.since(13)).hasValue(new Backlog.Span(Set.of(), false));
    }

    @Test
    void before_its_floor_there_is_no_span() {
        assertThat(backlog.since(9)).isEmpty();
        assertThat(backlog.since(10)).hasValue(new Backlog.Span(Set.of(), false));
    }

    @Test
    void the_oldest_position_gives_way_and_is_the_new_floor() {
        backlog.add(11, List.of(A), true);
        backlog.add(12, List.of(B), false);
        backlog.add(13, List.of(), false);
        backlog.add(14, List.of(C), false);
        assertThat(backlog.floor()).isEqualTo(11);
        assertThat(backlog.since(10)).isEmpty();
        assertThat(backlog.since(11)).hasValue(new Backlog.Span(Set.of(B, C), false));
    }

    @Test
    void a_reset_forgets_everything_before_it() {
        backlog.add(11, List.of(A), true);
        backlog.reset(20);
        assertThat(backlog.since(19)).isEmpty();
        assertThat(backlog.since(20)).hasValue(new Backlog.Span(Set.of(), false));
        for (long seq = 21; seq < 27; seq++) {
            backlog.add(seq, List.of(B), false);
        }
        assertThat(backlog.since(22)).isEmpty();
        assertThat(backlog.since(23)).hasValue(new Backlog.Span(Set.of(B), false));
    }
}
