package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;

/// Behind a proxy that ends TLS, beside a neighbouring name whose pages can set cookies for ours too.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@TestProfile(HostCookieTest.BehindTls.class)
class HostCookieTest {

    public static final class BehindTls implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rostrum.public-url", "https://rostrum.example");
        }
    }

    private static final String PLAIN = "rostrum_participant";
    private static final String OURS = "__Host-rostrum_participant";

    @Inject
    ParticipantKeys keys;

    @Inject
    Visitors visitors;

    @Test
    void a_key_comes_under_a_name_that_no_neighbour_can_set() {
        var answer = visit().post("/api/participant");

        assertThat(answer.cookie(OURS)).isNotNull();
        assertThat(answer.getHeader("Set-Cookie")).contains("; Secure").doesNotContain("Domain");
    }

    @Test
    void whoever_bears_a_key_that_a_neighbour_planted_takes_one_of_their_own_before_they_ask() {
        // Given
        var planted = keys.mint("192.0.2.1");

        // When
        var me = visit().cookie(PLAIN, planted.text()).get("/api/me");
        var own = visit().cookie(PLAIN, planted.text()).post("/api/participant").cookie(OURS);

        // Then
        me.then().body("participant", equalTo(false));
        assertThat(visitors.participant(List.of(PLAIN + "=" + planted.text() + "; " + OURS + "=" + own)))
                .isPresent()
                .isNotEqualTo(keys.participant(planted.text()))
                .isEqualTo(keys.participant(own));
    }

    private static RequestSpecification visit() {
        return given().header("Host", "rostrum.example");
    }
}
