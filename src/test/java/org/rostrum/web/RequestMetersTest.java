package org.rostrum.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.Contract;
import org.rostrum.testing.PostgresTestResource;

/// What the server counts of requests is of a list, and is told to those who watch it alone.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class RequestMetersTest {

    private static final Pattern LABEL =
            Pattern.compile("(?m)^http_server_requests_seconds_count\\{.*?uri=\"([^\"]*)\"");

    /// More than the hundred labels that Micrometer takes.
    private static final int INVENTIONS = 120;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    /// Asks what the contract does not foresee.
    private final HttpClient browser = HttpClient.newHttpClient();

    @TestHTTPResource
    URI server;

    @Test
    void whatever_strangers_ask_for_no_path_of_theirs_and_no_code_becomes_a_label() {
        // When
        IntStream.range(0, INVENTIONS).forEach(i -> {
            given().header("Origin", "https://evil.example").post("/invented" + i);
            given().header("Origin", "https://evil.example").post("/api/sessions/D5TPK" + i + "/commands");
            given().post("/s/D5TPK" + i);
            given().request("INVENTED" + i, "/api/me");
        });
        given().get("/api/contract/openapi.yaml").then().statusCode(200);

        // Then
        await().untilAsserted(() ->
                assertThat(labels()).contains("/api/sessions/{code}/commands", "/api/contract/{document}", "/{other}"));
        assertThat(labels()).noneMatch(label -> label.contains("D5TPK") || label.contains("invented"));
        assertThat(figures()).doesNotContain("INVENTED");
    }

    @Test
    void every_address_of_the_contract_is_a_label() throws Exception {
        var addresses = Contract.document(Contract.OPENAPI).path("paths").properties().stream()
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));

        for (var address : addresses) {
            browser.send(
                    HttpRequest.newBuilder(server.resolve(address.replaceAll("[{}]", "")))
                            .method("TRACE", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }

        assertThat(addresses).hasSizeGreaterThan(20);
        await().untilAsserted(() -> assertThat(labels()).containsAll(addresses));
    }

    @Test
    void the_audiences_port_tells_nothing_of_health_and_figures() {
        Stream.of("/q/health/ready", "/q/health/live", "/q/metrics", "/q")
                .forEach(path -> given().get(path).then().statusCode(404));
    }

    private Set<String> labels() {
        return LABEL.matcher(figures())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String figures() {
        return given().get(metrics).asString();
    }
}
