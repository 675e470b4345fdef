package org.rostrum.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;

/// Whoever has found a weakness finds out whom to tell.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@TestProfile(SecurityTextTest.WithContact.class)
class SecurityTextTest {

    public static final class WithContact implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("rostrum.security-contact", "https://questions.example.org/report");
        }
    }

    @Test
    void the_operators_contact_is_where_rfc_9116_has_it_looked_for() {
        var lines = given().get("/.well-known/security.txt")
                .then()
                .statusCode(200)
                .header("Content-Type", "text/plain; charset=utf-8")
                .extract()
                .asString()
                .lines()
                .toList();

        assertThat(lines).contains("Contact: https://questions.example.org/report");
        var expires = lines.stream()
                .filter(line -> line.startsWith("Expires: "))
                .map(line -> Instant.parse(line.substring("Expires: ".length())))
                .toList();
        assertThat(expires)
                .singleElement()
                .satisfies(end -> assertThat(end)
                        .isBetween(
                                Instant.now().plus(20, ChronoUnit.DAYS),
                                Instant.now().plus(365, ChronoUnit.DAYS)));
    }
}
