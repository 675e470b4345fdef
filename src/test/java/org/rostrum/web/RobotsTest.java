package org.rostrum.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.PostgresTestResource;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class RobotsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/s/ABCDEF", "/desk/ABCDEF", "/join", "/room.html", "/api/me", "/nowhere"})
    void nothing_but_the_entrance_is_for_search_engines(String path) {
        assertThat(given().get(path).header("X-Robots-Tag")).isEqualTo("noindex, nofollow");
    }

    @Test
    void the_entrance_is() {
        assertThat(given().get("/").header("X-Robots-Tag")).isNull();
    }
}
