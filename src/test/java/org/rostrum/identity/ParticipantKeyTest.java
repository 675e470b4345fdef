package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;

/// A viewer is known by the key of a participant, which their browser keeps.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ParticipantKeyTest {

    private static final String PARTICIPANT = "rostrum_participant";

    @Inject
    Visitors visitors;

    @Test
    void a_participant_gets_a_key_once_and_keeps_it() {
        // When
        var first = given().post("/api/participant");
        var key = first.then().statusCode(204).extract().cookie(PARTICIPANT);
        var second = given().cookie(PARTICIPANT, key).post("/api/participant");

        // Then
        assertThat(Secret.parse(key)).isPresent();
        assertThat(first.getHeader("Cache-Control")).isEqualTo("private, no-store");
        second.then().statusCode(204).header("Set-Cookie", nullValue());
        given().cookie(PARTICIPANT, key).get("/api/me").then().body("participant", equalTo(true));
    }

    @Test
    void two_browsers_are_two_participants() {
        var one = given().post("/api/participant").cookie(PARTICIPANT);
        var two = given().post("/api/participant").cookie(PARTICIPANT);

        assertThat(visitors.recognise(new Credentials(List.of(PARTICIPANT + "=" + one), Optional::empty))
                        .participant())
                .isPresent()
                .isNotEqualTo(visitors.recognise(new Credentials(List.of(PARTICIPANT + "=" + two), Optional::empty))
                        .participant());
    }

    @Test
    void a_forged_key_is_replaced() {
        assertThat(given().cookie(PARTICIPANT, "me").post("/api/participant").cookie(PARTICIPANT))
                .isNotNull();
    }
}
