package org.rostrum.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ProblemsTest {

    private static final String PROBLEM = "application/problem+json";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TestHTTPResource
    URI server;

    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void each_refusal_is_a_problem_with_its_status_and_code(RefusalCode code) {
        given().get("/api/test/refuse/" + code)
                .then()
                .statusCode(code.status())
                .contentType(PROBLEM)
                .body("code", equalTo(code.wire()))
                .body("status", equalTo(code.status()))
                .body("detail", equalTo("because"))
                .body("$", not(hasKey("retryAfterMs")));
    }

    @Test
    void where_waiting_helps_the_answer_says_how_long_in_both_forms() {
        given().get("/api/test/wait")
                .then()
                .statusCode(503)
                .header("Retry-After", "2")
                .body("retryAfterMs", equalTo(1200));
    }

    @Test
    void a_fault_tells_nothing_of_the_inside() {
        given().get("/api/test/fault")
                .then()
                .statusCode(500)
                .contentType(PROBLEM)
                .body("code", equalTo("fault"))
                .body(not(containsString("swordfish")))
                .body(not(containsString("IllegalState")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "53300"})
    void while_the_database_is_out_of_reach_the_answer_is_to_ask_again(String state) {
        given().get("/api/test/sql/" + state)
                .then()
                .statusCode(503)
                .contentType(PROBLEM)
                .header("Retry-After", "1")
                .body("code", equalTo("unavailable"))
                .body(not(containsString("swordfish")));
    }

    @Test
    void an_assertion_of_anybody_but_the_databases_driver_is_a_fault() {
        given().get("/api/test/assertion").then().statusCode(500).body("code", equalTo("fault"));
    }

    @Test
    void a_statement_that_the_database_cannot_carry_out_is_a_fault() {
        given().get("/api/test/sql/42703").then().statusCode(500).body("code", equalTo("fault"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "\"x\"", "{\"number\":\"many\"}", "{\"number\":1} {}", "nul", "{\"at\":\"soon\"}"})
    void what_cannot_be_read_is_malformed(String body) {
        given().contentType("application/json")
                .body(body)
                .post("/api/test/echo")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("code", equalTo("malformed"));
    }

    @Test
    void what_breaks_a_constraint_is_a_bad_value() {
        given().contentType("application/json")
                .body("{\"number\":0}")
                .post("/api/test/echo")
                .then()
                .statusCode(422)
                .body("code", equalTo("bad-value"))
                .body("detail", containsString("number"));
    }

    @Test
    void json_bears_milliseconds_leaves_out_what_is_absent_and_ignores_what_it_does_not_know() {
        given().contentType("application/json")
                .body("{\"number\":1,\"at\":\"2026-11-21T00:30:00Z\",\"later\":true}")
                .post("/api/test/echo")
                .then()
                .statusCode(200)
                .body(equalTo("{\"number\":1,\"at\":\"2026-11-21T00:30:00.000Z\"}"));
    }

    @Test
    void an_unknown_path_of_the_interface_is_a_problem_too() {
        given().get("/api/nowhere").then().statusCode(404).contentType(PROBLEM).body("status", equalTo(404));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/join", "/api/join/peek", "/api/sessions", "/api/sessions/ZZZZZZ/links"})
    void a_body_that_no_parser_should_read_is_malformed(String path) {
        for (var body : List.of(
                "[".repeat(1_001),
                "{\"a\":".repeat(1_001),
                "{\"token\":" + "9".repeat(1_100) + "}",
                "{\"token\":\"a\",\"token\":\"b\"}",
                "{\"token\":\"a\"} {}")) {
            given().contentType("application/json")
                    .body(body)
                    .post(path)
                    .then()
                    .statusCode(anyOf(equalTo(400), equalTo(401)))
                    .contentType(PROBLEM);
        }
    }

    @Test
    void who_leaves_in_the_middle_of_a_body_is_no_fault() throws Exception {
        var tape = LogTape.begin();
        try {
            try (var leaving = new Socket(server.getHost(), server.getPort())) {
                leaving.getOutputStream()
                        .write(("POST /api/sessions/ZZZZZZ/commands HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            await().atMost(PATIENCE)
                    .until(() -> tape.records().stream().anyMatch(record -> record.contains("has left")));
            assertThat(tape.records()).noneMatch(record -> record.startsWith("ERROR org.rostrum"));
        } finally {
            tape.close();
        }
    }
}
