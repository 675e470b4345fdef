package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.PostgresTestResource;

/// Without an identity provider, which is how the server comes, nothing knows of one.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class SignInOffTest {

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/sign-in?to=/host", "/sign-in/return?code=x&state=y", "/sign-in/done"})
    void there_is_no_way_to_a_provider(String path) {
        given().redirects().follow(false).get(path).then().statusCode(404).header("Location", nullValue());
    }

    @Test
    void pages_are_not_told_of_one() {
        given().get("/api/me")
                .then()
                .statusCode(200)
                .body("signIn", equalTo(false))
                .body("$", not(hasKey("account")));
    }

    @Test
    void staff_pages_are_refused_and_not_redirected() {
        given().redirects()
                .follow(false)
                .get("/api/sessions")
                .then()
                .statusCode(401)
                .body("code", equalTo("not-signed-in"));
    }

    @Test
    void tokens_and_sessions_of_a_provider_count_for_nothing() {
        given().header("Authorization", "Bearer x")
                .cookie("q_session", "x")
                .get("/api/sessions")
                .then()
                .statusCode(401)
                .header("Set-Cookie", nullValue());
    }

    @Test
    void signing_out_is_no_fault() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/sign-out")
                .then()
                .statusCode(200)
                .body("to", equalTo("/sign-in/out"));
    }
}
