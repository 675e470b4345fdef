package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;

/// How many participants one network may bring at once.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@TestProfile(MintingPaceTest.FewKeys.class)
class MintingPaceTest {

    private static final int KEYS = 3;

    public static final class FewKeys implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rostrum.limits.keys-per-network", String.valueOf(KEYS));
        }
    }

    @Test
    void beyond_it_nobody_new_gets_a_key_and_whoever_has_one_goes_on() {
        // Given
        var key = given().post("/api/participant").cookie("rostrum_participant");

        // When
        var statuses = IntStream.range(0, KEYS * 3)
                .map(_ -> given().post("/api/participant").statusCode())
                .boxed()
                .toList();

        // Then
        assertThat(statuses).startsWith(204, 204).contains(429);
        given().post("/api/participant")
                .then()
                .statusCode(429)
                .body("code", equalTo("too-many-requests"))
                .body("retryAfterMs", greaterThan(0));
        given().cookie("rostrum_participant", key)
                .post("/api/participant")
                .then()
                .statusCode(204);
    }
}
