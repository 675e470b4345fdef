package org.rostrum.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.rostrum.testing.LogTape;

/// What an outage of the database writes into the log, and when it counts as one.
class OutagesTest {

    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(-3).toNanos());
    private final Outages outages = new Outages(nanos::get);
    private LogTape tape;

    @BeforeEach
    void listen() {
        tape = LogTape.begin();
    }

    @AfterEach
    void stopListening() {
        tape.close();
    }

    @Test
    void it_is_said_when_it_begins_once_a_minute_and_when_it_is_over() {
        // When: 150 seconds of eight failures a second
        for (int i = 0; i < 1200; i++) {
            outages.met(lost());
            pass(Duration.ofMillis(125));
        }
        pass(Duration.ofSeconds(15));
        outages.passed();
        outages.passed();

        // Then
        assertThat(said())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("WARN")
                .contains("failures=1 seconds=0")
                .hasLineCount(1);
        assertThat(said().get(2)).contains("failures=961 seconds=120");
        assertThat(said().getLast()).startsWith("INFO").contains("again: failures=1200 seconds=149");
    }

    @Test
    void one_that_comes_and_goes_is_one() {
        // When
        for (int i = 0; i < 100; i++) {
            outages.met(lost());
            pass(Duration.ofMillis(100));
            outages.passed();
        }

        // Then
        assertThat(said()).hasSize(1);
    }

    @Test
    void after_a_few_failures_on_end_nothing_can_be_written_until_something_is() {
        outages.met(lost());
        outages.met(lost());
        assertThat(outages.canWrite()).isTrue();

        outages.met(lost());
        outages.calm();
        assertThat(outages.canWrite()).isFalse();

        outages.passed();
        assertThat(outages.canWrite()).isTrue();
    }

    @Test
    void nobody_is_kept_from_trying_for_good() {
        // Given
        for (int i = 0; i < 10; i++) {
            outages.met(lost());
        }

        // When
        pass(Duration.ofSeconds(16));

        // Then
        assertThat(outages.canWrite()).isTrue();
    }

    @Test
    void what_the_database_says_is_named_also_where_a_batch_failed() {
        // Given
        var batch = new BatchUpdateException("Batch entry 0 was aborted.", "53100", new int[0]);
        batch.setNextException(new PSQLException(new ServerErrorMessage(
                "SERROR\0VERROR\0C53100\0Mcould not extend file \"base/1/2\": No space left on device\0")));

        // When
        boolean met = outages.met(new IllegalStateException(batch));

        // Then
        assertThat(met).isTrue();
        assertThat(said()).singleElement().asString().contains("No space left on device");
    }

    @Test
    void a_fault_is_left_to_the_caller() {
        assertThat(outages.met(new SQLException("no such column", "42703"))).isFalse();
        assertThat(said()).isEmpty();
    }

    private static SQLException lost() {
        return new SQLException("This connection has been closed.", "08003");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<String> said() {
        return tape.records().stream()
                .filter(line -> line.contains(Outages.class.getName()))
                .map(String::strip)
                .toList();
    }
}
