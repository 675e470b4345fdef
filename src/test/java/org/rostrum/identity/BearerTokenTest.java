package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.rostrum.testing.HttpBrowser.PLAN;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.WithProvider;

/// Programs come with a bearer token of the same provider instead of a cookie.
@QuarkusTest
@TestProfile(BearerTokenTest.AnyAudience.class)
@WithTestResource(PostgresTestResource.class)
class BearerTokenTest {

    /// The development provider's tokens name no audience.
    public static final class AnyAudience extends WithProvider {

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = super.getConfigOverrides();
            settings.put("quarkus.oidc.token.audience", "any");
            return settings;
        }
    }

    @ConfigProperty(name = "quarkus.oidc.auth-server-url")
    URI provider;

    @TestHTTPResource
    URI server;

    @Test
    void a_program_plans_a_session_with_a_hosts_token() {
        given().auth()
                .oauth2(token("hana"))
                .contentType(ContentType.JSON)
                .body(PLAN)
                .post("/api/sessions")
                .then()
                .statusCode(201);
        given().auth().oauth2(token("hana")).get("/api/me").then().body("account.name", equalTo("Hana"));
    }

    @Test
    void a_token_without_a_role_is_not_enough() {
        given().auth()
                .oauth2(token("bob"))
                .contentType(ContentType.JSON)
                .body(PLAN)
                .post("/api/sessions")
                .then()
                .statusCode(403)
                .body("code", equalTo("not-allowed"));
    }

    @Test
    void a_token_that_was_changed_is_none() {
        var token = token("hana");

        given().auth()
                .oauth2(token.substring(0, token.length() - 8) + "AAAAAAAA")
                .get("/api/sessions")
                .then()
                .statusCode(401)
                .body("code", equalTo("not-signed-in"));
    }

    @Test
    void a_program_joins_the_desk_with_a_token() throws Exception {
        // Given
        var code = given().auth()
                .oauth2(token("hana"))
                .contentType(ContentType.JSON)
                .body(PLAN)
                .post("/api/sessions")
                .then()
                .extract()
                .<String>path("code");
        var first = new CompletableFuture<String>();

        // When
        try (var http = HttpClient.newHttpClient()) {
            var socket = http.newWebSocketBuilder()
                    .subprotocols("rostrum.v1")
                    .header("Authorization", "Bearer " + token("hana"))
                    .buildAsync(
                            URI.create("ws" + server.toString().substring("http".length()) + "ws/" + code + "/desk"),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                    first.complete(text.toString());
                                    return null;
                                }
                            })
                    .join();

            // Then
            assertThat(first.get(20, TimeUnit.SECONDS)).contains("\"type\":\"hello\"", "\"name\":\"Hana\"");
            socket.abort();
        }
    }

    private String token(String user) {
        return given().formParam("grant_type", "password")
                .formParam("client_id", "rostrum")
                .formParam("username", user)
                .post(provider.resolve("/token"))
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }
}
