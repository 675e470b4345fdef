package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.Role;

/// Who waits where, and who is next.
class LineTest {

    private final Line<String> line = new Line<>(100, 2000);

    @Test
    void staff_go_before_an_audience_that_came_first() {
        // Given
        fill("viewer", Role.VIEWER, 1000);
        line.offer("moderator", Role.MODERATOR);

        // When
        var batch = batch(64);

        // Then
        assertThat(batch).startsWith("moderator");
    }

    @Test
    void a_batch_that_staff_wait_for_takes_a_quarter_of_its_places_from_the_audience() {
        // Given
        fill("viewer", Role.VIEWER, 1000);
        fill("host", Role.HOST, 2);

        // When
        var batch = batch(64);

        // Then
        assertThat(batch).hasSize(2 + 16).contains("host 0", "host 1");
        assertThat(batch(64)).hasSize(64).first().isEqualTo("viewer 16");
    }

    @Test
    void the_audience_has_one_place_in_four_however_many_staff_wait() {
        // Given
        fill("panelist", Role.PANELIST, 100);
        fill("viewer", Role.VIEWER, 100);

        // When
        var batch = batch(64);
        var single = new ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            line.takeInto(single, 1);
        }

        // Then
        assertThat(batch)
                .hasSize(64)
                .filteredOn(one -> one.startsWith("viewer"))
                .hasSize(16);
        assertThat(single).filteredOn(one -> one.startsWith("viewer")).hasSize(2);
    }

    @Test
    void an_audience_that_fills_its_line_takes_no_place_of_staff_nor_the_other_way_round() {
        // When
        fill("viewer", Role.VIEWER, 2000);

        // Then
        assertThat(line.offer("one viewer more", Role.VIEWER)).isFalse();
        fill("moderator", Role.MODERATOR, 100);
        assertThat(line.offer("one moderator more", Role.MODERATOR)).isFalse();
        assertThat(line.size()).isEqualTo(2100);
        assertThat(line.drain()).hasSize(2100);
        assertThat(line.isEmpty()).isTrue();
    }

    @Test
    void each_kind_keeps_its_order() {
        // Given
        fill("viewer", Role.VIEWER, 10);
        fill("host", Role.HOST, 10);

        // When
        var batch = batch(64);

        // Then
        assertThat(batch.stream().filter(one -> one.startsWith("viewer"))).isSorted();
        assertThat(batch.stream().filter(one -> one.startsWith("host"))).isSorted();
    }

    private void fill(String who, Role role, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(line.offer(who + " " + i, role)).isTrue();
        }
    }

    private List<String> batch(int max) {
        var batch = new ArrayList<String>();
        line.takeInto(batch, max);
        return batch;
    }
}
