package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Those who have to come back do so a few at a time.
class ReturnTimesTest {

    private final AtomicInteger connections = new AtomicInteger();
    private final ReturnTimes times =
            new ReturnTimes(HubConfigs.defaults().farewell(), connections::get, new Random(5));

    @ParameterizedTest
    @CsvSource({"1, 1000", "63, 1000", "2000, 1000", "10000, 5000", "50000, 25000", "1000000, 30000"})
    void the_more_are_connected_the_longer_they_are_spread(int connected, long spreadMs) {
        connections.set(connected);

        assertThat(IntStream.range(0, 10_000).mapToLong(_ -> times.next()))
                .allMatch(wait -> wait >= 0 && wait <= spreadMs)
                .anyMatch(wait -> wait > spreadMs * 9 / 10)
                .anyMatch(wait -> wait < spreadMs / 10);
    }

    @Test
    void no_second_has_many_more_than_its_share() {
        connections.set(10_000);

        var perSecond = new int[6];
        for (int i = 0; i < 10_000; i++) {
            perSecond[(int) (times.next() / 1_000)]++;
        }

        assertThat(Arrays.stream(perSecond)).allMatch(returns -> returns < 2_300);
    }

    @Test
    void the_last_to_leave_have_as_long_as_the_first() {
        connections.set(10_000);
        times.next();
        connections.set(1);

        assertThat(IntStream.range(0, 1_000).mapToLong(_ -> times.next())).anyMatch(wait -> wait > 4_000);
    }
}
