package org.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StrangersLogFilterTest {

    private static final int MANY = 10_000;

    private final StrangersLogFilter filter = new StrangersLogFilter();

    @Test
    void what_strangers_can_bring_about_is_one_line_without_trace_code_or_query() {
        var logged = logged("io.quarkus.vertx.http.runtime.QuarkusErrorHandler", new IllegalStateException("K7Q2ZP"));
        logged.setMessage(
                "HTTP Request to /api/sessions/K7Q2ZP/room?token=K7Q2ZP failed", ExtLogRecord.FormatStyle.NO_FORMAT);

        assertThat(filter.isLoggable(logged)).isTrue();

        assertThat(logged.getThrown()).isNull();
        assertThat(logged.getMessage())
                .contains("/api/sessions/*/room", "java.lang.IllegalStateException", "StrangersLogFilterTest")
                .doesNotContain("K7Q2ZP", "\n");
    }

    @Test
    void a_flood_is_a_few_lines_that_say_how_many_there_were() {
        int written = 0;
        for (int i = 0; i < MANY; i++) {
            if (filter.isLoggable(logged("io.netty.channel", new IllegalStateException()))) {
                written++;
            }
        }
        assertThat(written).isPositive().isLessThan(MANY / 100);
    }

    @Test
    void who_just_left_and_who_names_no_host_is_not_written_at_all() {
        assertThat(filter.isLoggable(logged("io.vertx.core", new IOException(new SocketException("reset")))))
                .isFalse();
        var noHost = new IllegalArgumentException("For HTTP/1.x requests, the 'Host' header is required");
        assertThat(filter.isLoggable(logged("io.quarkus.vertx.http", noHost))).isFalse();
    }

    @Test
    void our_own_records_pass_as_they_are() {
        var fault = new IllegalStateException("a fault");
        var logged = logged("org.rostrum.web.Problems", fault);
        for (int i = 0; i < MANY; i++) {
            assertThat(filter.isLoggable(logged)).isTrue();
        }
        assertThat(logged.getThrown()).isSameAs(fault);
    }

    private static ExtLogRecord logged(String logger, @Nullable Throwable thrown) {
        var logged = new ExtLogRecord(Level.SEVERE, "a message", StrangersLogFilterTest.class.getName());
        logged.setLoggerName(logger);
        logged.setThrown(thrown);
        return logged;
    }
}
