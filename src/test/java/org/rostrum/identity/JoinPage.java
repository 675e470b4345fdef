package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Map;

/// What the page that a link leads to does over HTTP, in browsers that are known by their cookie of grants.
final class JoinPage {

    static final String GRANTS = "rostrum_grants";

    private JoinPage() {}

    static Response post(String path, String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("token", token))
                .post(path);
    }

    /// Opens a link that opens.
    ///
    /// @param held the grants held before; may be empty
    /// @return the grants held now
    static String join(String token, String held) {
        return given().cookie(GRANTS, held)
                .contentType(ContentType.JSON)
                .body(Map.of("token", token))
                .post("/api/join")
                .then()
                .statusCode(200)
                .extract()
                .cookie(GRANTS);
    }

    static ValidatableResponse me(String grants) {
        return given().cookie(GRANTS, grants).get("/api/me").then().statusCode(200);
    }

    static void refused(Response response) {
        response.then().statusCode(410).body("code", equalTo("link-expired")).header("Set-Cookie", nullValue());
    }
}
