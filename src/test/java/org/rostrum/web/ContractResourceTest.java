package org.rostrum.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.Contract;
import org.rostrum.testing.PostgresTestResource;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ContractResourceTest {

    private static final String FOLDER = "/api/contract/";

    @TestHTTPResource(FOLDER)
    URI folder;

    @ParameterizedTest
    @ValueSource(strings = {"asyncapi.yaml", "openapi.yaml", "schemas.yaml"})
    void anyone_may_read_a_document_pages_of_other_origins_too(String name) throws IOException {
        var answer = given().header("Origin", "https://studio.example")
                .header("Sec-Fetch-Site", "cross-site")
                .get(FOLDER + name);

        answer.then()
                .statusCode(200)
                .contentType(startsWith("application/yaml"))
                .header("Access-Control-Allow-Origin", equalTo("*"))
                .header("Cache-Control", equalTo("public, max-age=300"));
        assertThat(answer.headers().getValues("Cross-Origin-Resource-Policy")).containsExactly("cross-origin");
        assertThat(answer.asByteArray()).isEqualTo(shipped(name));
    }

    @Test
    void a_document_that_is_held_is_not_sent_again() {
        var tag = given().get(FOLDER + "openapi.yaml").header("ETag");

        given().header("If-None-Match", tag)
                .get(FOLDER + "openapi.yaml")
                .then()
                .statusCode(304)
                .header("ETag", equalTo(tag))
                .body(blankOrNullString());
        given().header("If-None-Match", "\"another\"")
                .get(FOLDER + "openapi.yaml")
                .then()
                .statusCode(200);
    }

    @Test
    void there_are_no_other_documents() {
        given().get(FOLDER + "application.properties").then().statusCode(404);
    }

    /// As a generator would: it fetches one document by its address and follows the references it meets.
    @ParameterizedTest
    @CsvSource({
        "asyncapi.yaml#/components/messages/retry/payload, 200, true",
        "asyncapi.yaml#/components/messages/retry/payload, -1, false",
        "openapi.yaml#/paths/~1api~1sessions~1{code}~1commands/post/responses/503/content/application~1json/schema, 200, true",
        "openapi.yaml#/paths/~1api~1sessions~1{code}~1commands/post/responses/503/content/application~1json/schema, -1, false"
    })
    void references_lead_from_a_served_document_to_the_served_schemas(String place, long retryAfterMs, boolean valid) {
        var registry = Contract.registry(ContractResourceTest::fetch);

        var schema = registry.getSchema(SchemaLocation.of(
                folder.resolve(place.replace("{code}", "%7Bcode%7D")).toString()));
        var faults = schema.validate(retry(retryAfterMs));

        assertThat(faults.isEmpty()).isEqualTo(valid);
    }

    private static String fetch(String address) {
        try (var in = URI.create(address).toURL().openStream()) {
            return new YAMLMapper().readTree(in).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode retry(long retryAfterMs) {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .valueToTree(java.util.Map.of(
                        "type", "retry", "id", "2b7c2f3e-52d3-4b6e-8f1d-0a5d6f7e8c90", "retryAfterMs", retryAfterMs));
    }

    private static byte[] shipped(String name) throws IOException {
        try (var in = ContractResource.class.getResourceAsStream("/contract/" + name)) {
            return in.readAllBytes();
        }
    }
}
