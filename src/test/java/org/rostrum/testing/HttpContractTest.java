package org.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.testing.HttpContract.Answer;

/// What tests are held to over HTTP would be worth nothing if it noticed nothing.
class HttpContractTest {

    private static final String PROBLEM = "application/problem+json";
    private static final String ME = "{\"participant\":true,\"grants\":[],\"signIn\":false}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET    | /api/me             | 200 | application/json | {\"participant\":true}",
                "GET    | /api/me             | 200 | application/json | {\"participant\":true,\"grants\":[],\"signIn\":false,\"key\":\"x\"}",
                "GET    | /api/me             | 200 | text/plain       | {\"participant\":true,\"grants\":[],\"signIn\":false}",
                "GET    | /api/me             | 418 | application/json | {}",
                "DELETE | /api/me             | 204 | ``               | ``",
                "GET    | /api/nothing        | 200 | application/json | {}",
                "POST   | /api/participant    | 204 | application/json | {}",
                "GET    | /api/sessions       | 401 | " + PROBLEM
                        + " | {\"type\":\"urn:rostrum:problem:busy\",\"title\":\"busy\",\"status\":503,\"detail\":\"\",\"code\":\"busy\"}"
            })
    void what_is_not_of_the_contract_is_noticed(String method, String path, int status, String type, String body) {
        assertThat(HttpContract.faults(method, path, new Answer(status, type, body)))
                .isNotEmpty();
    }

    @Test
    void what_is_of_it_is_not() {
        var lost = "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}";

        assertThat(HttpContract.faults("GET", "/api/me", new Answer(200, "application/json;charset=UTF-8", ME)))
                .isEmpty();
        assertThat(HttpContract.faults("POST", "/api/participant", new Answer(204, null, "")))
                .isEmpty();
        assertThat(HttpContract.faults("GET", "/api/nothing", new Answer(404, PROBLEM, lost)))
                .isEmpty();
        assertThat(HttpContract.faults("GET", "/s/K7M2QX", new Answer(200, "text/html", "<html>")))
                .isEmpty();
    }

    @Test
    void a_request_that_is_not_of_the_contract_is_noticed() {
        assertThat(HttpContract.faultsOfBody("POST", "/api/join", read("{\"token\":\"t\"}")))
                .isEmpty();
        assertThat(HttpContract.faultsOfBody("POST", "/api/join", read("{\"tokn\":\"t\"}")))
                .isNotEmpty();
    }

    @Test
    void a_breach_fails_the_test_that_runs() {
        Breaches.add(List.of("at: is missing"), "The server sent to the room", "{}");

        assertThatThrownBy(Breaches::requireNone)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The server sent to the room")
                .hasMessageContaining("at: is missing");
        Breaches.requireNone();
    }

    private static JsonNode read(String json) {
        return HttpBrowser.read(json);
    }
}
