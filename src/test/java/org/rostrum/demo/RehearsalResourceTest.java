package org.rostrum.demo;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.PostgresTestResource;

/// A path that another resource shadows would answer 404; these answer, and ask for the host's grant.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class RehearsalResourceTest {

    @ParameterizedTest
    @ValueSource(strings = {"/api/rehearsal", "/api/sessions/K7M2QX/rehearsal"})
    void beginning_a_rehearsal_takes_a_hosts_grant(String path) {
        given().contentType(ContentType.JSON)
                .body("{\"speed\":60}")
                .post(path)
                .then()
                .statusCode(401)
                .body("code", equalTo("not-signed-in"));
    }

    @Test
    void ending_a_rehearsal_takes_a_hosts_grant() {
        given().delete("/api/sessions/K7M2QX/rehearsal").then().statusCode(401).body("code", equalTo("not-signed-in"));
    }
}
