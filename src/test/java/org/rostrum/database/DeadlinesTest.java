package org.rostrum.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.testing.PostgresTestResource;

/// No wait towards the database is without an end.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class DeadlinesTest {

    @Inject
    Jdbi jdbi;

    @Inject
    LongReading reading;

    @ParameterizedTest
    @CsvSource({"statement_timeout, 10s", "lock_timeout, 3s", "idle_in_transaction_session_timeout, 5s"})
    void every_connection_has_its_deadlines(String setting, String value) {
        var handles = Stream.generate(jdbi::open).limit(5).toList();
        try {
            assertThat(handles)
                    .allSatisfy(handle -> assertThat(setting(handle, setting)).isEqualTo(value));
        } finally {
            handles.forEach(Handle::close);
        }
    }

    @Test
    void every_connection_says_which_node_it_belongs_to() {
        String name = jdbi.withHandle(handle -> setting(handle, "application_name"));

        assertThat(name)
                .startsWith("rostrum ")
                .endsWith(" " + ProcessHandle.current().pid());
    }

    @Test
    void an_answer_of_the_database_is_not_waited_for_without_end() {
        int timeout = jdbi.withHandle(DeadlinesTest::networkTimeout);

        assertThat(timeout).isEqualTo(8_000);
    }

    @Test
    void who_reads_much_has_more_time_and_leaves_the_connection_as_it_was() {
        // When
        var within = reading.inSnapshot(handle -> List.of(
                setting(handle, "statement_timeout"),
                setting(handle, "transaction_isolation"),
                Integer.toString(networkTimeout(handle))));

        // Then
        assertThat(within).containsExactly("1min", "repeatable read", "65000");
        var handles = Stream.generate(jdbi::open).limit(5).toList();
        try {
            assertThat(handles).allSatisfy(handle -> {
                assertThat(setting(handle, "statement_timeout")).isEqualTo("10s");
                assertThat(networkTimeout(handle)).isEqualTo(8_000);
            });
        } finally {
            handles.forEach(Handle::close);
        }
    }

    private static int networkTimeout(Handle handle) {
        try {
            return handle.getConnection().getNetworkTimeout();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String setting(Handle handle, String name) {
        return handle.createQuery("select current_setting(:name)")
                .bind("name", name)
                .mapTo(String.class)
                .one();
    }
}
