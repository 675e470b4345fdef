package org.rostrum.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.rostrum.pace.Network;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class PageFaultsTest {

    private LogTape tape;

    @BeforeEach
    void a_tape() {
        tape = LogTape.begin();
    }

    @AfterEach
    void its_end() {
        tape.close();
    }

    private List<String> warnings() {
        return tape.records().stream()
                .filter(record -> record.startsWith("WARN org.rostrum.web.PageFaults"))
                .toList();
    }

    @Test
    void a_page_that_reports_is_heard_and_one_network_not_for_ever() {
        // Given
        var report = Map.of("page", "room", "message", "TypeError: a_page_that_reports", "at", "room.js:1:2");

        // When
        var statuses = IntStream.range(0, 70).map(_ -> post(report)).boxed().toList();

        // Then
        assertThat(statuses).startsWith(204, 204).endsWith(429).containsOnly(204, 429);
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("page=room at=room.js:1:2 message=TypeError: a_page_that_reports");
        given().contentType(ContentType.JSON)
                .body(report)
                .post("/api/page-faults")
                .then()
                .statusCode(429)
                .body("code", equalTo("too-many-requests"))
                .body("retryAfterMs", greaterThan(0));
    }

    private static int post(Map<String, String> report) {
        return given().contentType(ContentType.JSON)
                .body(report)
                .post("/api/page-faults")
                .statusCode();
    }

    @Nested
    class given_a_flood_of_kinds {

        private final PageFaults faults = new PageFaults(Clock.systemUTC());

        private void come(int kinds) {
            for (int i = 0; i < kinds; i++) {
                var fault = PageFault.of("room", "Error: kind " + i, null);
                assertThat(faults.take(fault, Network.of("192.0.2." + i % 250))).isEmpty();
            }
        }

        @Test
        void when_an_hour_is_over_then_the_log_has_a_line_of_each_that_had_room_and_counts() {
            // When
            come(1000);
            come(1000);
            faults.tell();

            // Then
            var warnings = warnings();
            assertThat(warnings).hasSize(2 * PageFaults.KINDS_MAX + 1);
            assertThat(warnings.getFirst()).contains("message=Error: kind 0");
            assertThat(warnings).anyMatch(line -> line.contains("failed again: times=1 page=room"));
            assertThat(warnings.getLast()).contains("in other ways: times=" + 2 * (1000 - PageFaults.KINDS_MAX));
        }

        @Test
        void when_the_next_hour_begins_then_each_may_be_told_anew() {
            // Given
            come(1);
            faults.tell();

            // When
            come(1);

            // Then
            assertThat(warnings()).hasSize(2);
        }
    }
}
