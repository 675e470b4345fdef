package org.rostrum.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.PostgresTestResource;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class GateTest {

    private static final String PATH = "/api/test/echo";
    private static final String BODY = "{\"number\":1}";
    private static final int LONGEST = 64 * 1024;

    @TestHTTPResource
    URI server;

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void whatever_changes_something_is_refused_from_a_foreign_page(String method) {
        given().header("Origin", "https://evil.example")
                .request(method, PATH)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("foreign-origin"));
    }

    @Test
    void newer_browsers_say_themselves_that_the_page_is_foreign() {
        given().header("Sec-Fetch-Site", "cross-site").post(PATH).then().statusCode(403);
    }

    @Test
    void reading_is_open_to_links_from_anywhere() {
        given().header("Sec-Fetch-Site", "cross-site").get("/api/me").then().statusCode(200);
    }

    @Test
    void our_own_page_may_post() {
        given().header("Origin", "http://localhost:" + server.getPort())
                .header("Sec-Fetch-Site", "same-origin")
                .contentType("application/json")
                .body(BODY)
                .post(PATH)
                .then()
                .statusCode(200);
    }

    @Test
    void a_socket_is_refused_to_a_foreign_page_before_anything_else_sees_it() throws IOException {
        assertThat(firstLineOf("""
                        GET /ws/ABC234/room HTTP/1.1
                        Host: localhost
                        Upgrade: WebSocket
                        Connection: Upgrade
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                        Sec-WebSocket-Version: 13
                        Origin: https://evil.example

                        """)).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"})
    void a_body_that_a_form_could_send_is_refused(String type) throws IOException {
        assertThat(firstLineOf("""
                        POST /api/test/echo HTTP/1.1
                        Host: localhost
                        Content-Type: %s
                        Content-Length: 2

                        {}""".formatted(type))).startsWith("HTTP/1.1 400");
    }

    @Test
    void a_body_without_a_type_is_refused() throws IOException {
        assertThat(firstLineOf("""
                        POST /api/test/echo HTTP/1.1
                        Host: localhost
                        Content-Length: 2

                        {}""")).startsWith("HTTP/1.1 400");
    }

    @Test
    void a_body_that_is_too_long_is_refused_before_it_is_read() {
        given().contentType("application/json")
                .body("{\"number\":1,\"word\":\"" + "x".repeat(LONGEST) + "\"}")
                .post(PATH)
                .then()
                .statusCode(400)
                .body("code", equalTo("too-large"));
    }

    @Test
    void a_page_may_load_what_is_ours_and_speak_to_the_host_it_came_from() {
        assertThat(ResponseHeaders.policy("localhost:8081"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "ws://localhost:8081 wss://localhost:8081");
        assertThat(ResponseHeaders.policy("evil; script-src *")).doesNotContain("evil", "*");
    }

    @Test
    void what_is_no_document_bears_only_what_holds_for_it() {
        given().get("/api/me")
                .then()
                .contentType("application/json")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Content-Security-Policy", nullValue())
                .header("Permissions-Policy", nullValue());
    }

    @Test
    void refusals_at_the_gate_bear_the_same_headers() {
        given().header("Origin", "https://evil.example").post(PATH).then().header("X-Content-Type-Options", "nosniff");
    }

    @Test
    void a_host_header_cannot_write_into_the_policy() {
        assertThat(ResponseHeaders.policy("evil.example; script-src *"))
                .isEqualTo(ResponseHeaders.policy(null))
                .contains("script-src 'self';");
    }

    @Test
    void long_answers_are_compressed_for_those_who_ask() {
        given().header("Accept-Encoding", "gzip").get("/api/me").then().header("Content-Encoding", "gzip");
    }

    @Test
    void an_unknown_asset_is_not_found_and_not_kept() {
        given().get("/assets/index-0000.js").then().statusCode(404).header("Cache-Control", "no-store");
    }

    private String firstLineOf(String request) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            var line = new StringBuilder();
            for (int next = socket.getInputStream().read();
                    next >= 0 && next != '\r';
                    next = socket.getInputStream().read()) {
                line.append((char) next);
            }
            return line.toString();
        }
    }
}
