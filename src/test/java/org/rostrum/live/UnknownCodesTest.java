package org.rostrum.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.infosession.InfoSession;
import org.rostrum.testing.Contract;
import org.rostrum.testing.FrameSocket;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.wire.CloseCode;
import org.rostrum.writer.Writers;

/// A network that tries join codes which no session has is paced, whatever it tries them on.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@TestProfile(UnknownCodesTest.FewCodes.class)
class UnknownCodesTest {

    private static final int CODES = 3;
    private static final String UNKNOWN = "ZZZZZ2";

    /// Each test is a network of its own.
    private static final AtomicInteger NETWORKS = new AtomicInteger();

    public static final class FewCodes implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "rostrum.limits.unknown-codes-per-address",
                    String.valueOf(CODES),
                    "quarkus.http.proxy.proxy-address-forwarding",
                    "true",
                    "quarkus.http.proxy.trusted-proxies",
                    "127.0.0.1");
        }
    }

    @Inject
    Founding founding;

    @Inject
    Writers writers;

    @TestHTTPResource
    URI server;

    private final String network = "2001:db8:" + NETWORKS.incrementAndGet();

    @Test
    void beyond_the_limit_a_code_that_is_new_to_the_network_is_not_looked_for() {
        // Given
        var session = found();

        // When
        var statuses = IntStream.range(0, CODES).map(_ -> room(UNKNOWN).statusCode());

        // Then
        assertThat(statuses).containsOnly(404);
        Stream.of(UNKNOWN, code(session))
                .forEach(code -> room(code)
                        .then()
                        .statusCode(429)
                        .contentType("application/problem+json")
                        .header("Retry-After", greaterThan("0"))
                        .body("code", equalTo("too-many-requests"))
                        .body("retryAfterMs", greaterThan(0)));
        given().get("/api/sessions/" + code(session) + "/room").then().statusCode(200);
    }

    @Test
    void what_the_network_has_found_it_finds_all_the_same() {
        // Given
        var watched = found();
        var other = found();
        room(code(watched)).then().statusCode(200);

        // When
        exhaust();

        // Then
        room(code(watched)).then().statusCode(200);
        room(code(watched).toLowerCase(Locale.ROOT)).then().statusCode(200);
        room(code(other)).then().statusCode(429);
    }

    @Test
    void a_code_that_is_found_costs_nothing() {
        // Given
        var sessions = IntStream.range(0, 3 * CODES).mapToObj(_ -> found()).toList();

        // When
        var statuses = sessions.stream().map(session -> room(code(session)).statusCode());

        // Then
        assertThat(statuses).containsOnly(200);
    }

    @Test
    void who_comes_back_to_a_session_that_has_ended_pays_nothing() {
        // Given
        var rehearsal =
                founding.rehearse(InfoSessionFixture.anInfoSession().get().plan(), People.HANA);
        room(code(rehearsal)).then().statusCode(200);
        assertThat(founding.endRehearsal(rehearsal.id())).isTrue();

        // When
        var statuses = IntStream.range(0, 3 * CODES)
                .map(_ -> room(code(rehearsal)).statusCode())
                .toArray();

        // Then
        assertThat(statuses).containsOnly(404);
        room(code(found())).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABC", "OIL010", "much-too-long"})
    void what_cannot_be_a_code_costs_nothing(String word) {
        assertThat(IntStream.range(0, 3 * CODES).map(_ -> room(word).statusCode()))
                .containsOnly(404);
        room(UNKNOWN).then().statusCode(404);
    }

    /// An operation of the contract whose address bears a code.
    record Operation(String verb, String path) {}

    static Stream<Operation> operations() {
        return Contract.document(Contract.OPENAPI).path("paths").properties().stream()
                .filter(path -> path.getKey().contains("{code}"))
                .flatMap(path -> Stream.of("get", "post", "delete")
                        .filter(path.getValue()::has)
                        .map(verb -> new Operation(verb, path.getKey())));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void no_operation_tells_beyond_the_limit_whether_there_is_such_a_session(Operation operation) {
        // Given
        var code = code(found());
        exhaust();

        // When
        var unknown = answer(operation, UNKNOWN);
        var known = answer(operation, code);

        // Then
        assertThat(known).isEqualTo(unknown).doesNotContain("unknown-session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"room", "room/page", "overlay", "desk", "stage", "mine", "qr.svg", "desk/networks"})
    void each_way_to_look_counts(String way) {
        // When
        for (int i = 0; i < CODES; i++) {
            asked().get("/api/sessions/" + UNKNOWN + "/" + way).then().statusCode(404);
        }

        // Then
        room(UNKNOWN).then().statusCode(429);
    }

    @Test
    void a_stream_counts_and_is_asked_to_come_back() {
        // When
        for (int i = 0; i < CODES; i++) {
            assertThat(events(UNKNOWN)).contains(String.valueOf(CloseCode.UNKNOWN_SESSION.code()));
        }

        // Then
        assertThat(events(UNKNOWN)).contains(String.valueOf(CloseCode.TOO_MANY_REQUESTS.code()));
        room(UNKNOWN).then().statusCode(429);
    }

    @Test
    void a_socket_counts_and_is_asked_to_come_back() throws Exception {
        // When
        for (int i = 0; i < CODES; i++) {
            assertThat(closeOfSocket()).isEqualTo(CloseCode.UNKNOWN_SESSION.code());
        }

        // Then
        assertThat(closeOfSocket()).isEqualTo(CloseCode.TOO_MANY_REQUESTS.code());
        room(UNKNOWN).then().statusCode(429);
    }

    @Test
    void a_command_is_told_that_nothing_is_known_for_it_may_be_stored() {
        // Given
        exhaust();

        // When
        var answer = asked().contentType("application/json")
                .body("{\"type\":\"command\",\"id\":\"0190c1f0-0000-7000-8000-000000000001\",\"name\":\"withdraw\","
                        + "\"body\":{\"question\":\"0190c1f0-0000-7000-8000-000000000002\"}}")
                .post("/api/sessions/" + code(found()) + "/commands");

        // Then
        answer.then().statusCode(503).body("type", equalTo("retry")).body("retryAfterMs", greaterThan(0));
    }

    private void exhaust() {
        for (int i = 0; i < CODES; i++) {
            room(UNKNOWN);
        }
        room(UNKNOWN).then().statusCode(429);
    }

    private Response room(String code) {
        return asked().get("/api/sessions/" + code + "/room");
    }

    /// Each time by another address of the same network.
    private RequestSpecification asked() {
        return given().header("X-Forwarded-For", network + ":1::" + Integer.toHexString(NETWORKS.incrementAndGet()));
    }

    private String events(String code) {
        return asked().get("/api/sessions/" + code + "/room/events").asString();
    }

    private int closeOfSocket() throws Exception {
        var header = "X-Forwarded-For: " + network + ":1::5\r\n";
        try (var socket = FrameSocket.open(server.resolve("/ws/" + UNKNOWN + "/room"), header)) {
            return socket.closeCode();
        }
    }

    private String answer(Operation operation, String code) {
        var path = operation
                .path()
                .replace("{code}", code)
                .replace("{audience}", "room")
                .replace("{id}", "0190c1f0-0000-7000-8000-000000000003");
        var request = operation.verb().equals("post")
                ? asked().contentType("application/json").body("{}")
                : asked();
        var answer = request.request(operation.verb(), path);
        return answer.statusCode() + " " + without(answer.asString());
    }

    /// What is told of the time to wait differs from one moment to the next.
    private static String without(String body) {
        return Stream.of(body.split("(?<=,)|(?=})"))
                .filter(part -> !part.contains("retryAfterMs"))
                .collect(Collectors.joining());
    }

    private InfoSession found() {
        var session = InfoSessionFixture.anInfoSession().live().get();
        assertThat(writers.found(session, People.HANA)).isTrue();
        return session;
    }

    private static String code(InfoSession session) {
        return session.code().value();
    }
}
