package org.rostrum.live;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.PostgresTestResource;

/// Whoever is no host learns that, and nothing of what they sent: it is not read.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class StrangersBodyTest {

    private static final String MALFORMED = "{\"role\":";
    private static final String HUGE = "x".repeat(100_000);

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/sessions", "/api/sessions/ABCDEF/links", "/api/sessions/ABCDEF/rehearsal", "/api/rehearsal"
            })
    void a_stranger_is_not_signed_in_whatever_they_send(String path) {
        isNotSignedIn(given().contentType(ContentType.JSON).body(MALFORMED), path);
        isNotSignedIn(given().contentType(ContentType.JSON).body(HUGE), path);
        isNotSignedIn(given().contentType(ContentType.TEXT).body("hello"), path);
        isNotSignedIn(
                given().cookie("rostrum_grants", "AAAAAAAAAAAAAAAAAAAAAA")
                        .contentType(ContentType.JSON)
                        .body(MALFORMED),
                path);
    }

    private static void isNotSignedIn(RequestSpecification request, String path) {
        request.post(path).then().statusCode(401).body("code", equalTo("not-signed-in"));
    }
}
