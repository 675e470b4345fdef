package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Authors;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.writer.Writers;

/// A viewer is known by the key of a participant, which the server has signed and their browser keeps.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ParticipantKeyTest {

    private static final String PARTICIPANT = "rostrum_participant";
    private static final String UNSIGNED = "AAAAAAAAAAAAAAAAAAAAAA";

    @Inject
    Visitors visitors;

    @Inject
    ParticipantKeys keys;

    @Inject
    Writers writers;

    @Inject
    Authors authors;

    @Inject
    Jdbi jdbi;

    @Test
    void a_participant_gets_a_key_once_and_keeps_it() {
        // When
        var first = given().post("/api/participant");
        var key = first.then().statusCode(204).extract().cookie(PARTICIPANT);
        var second = given().cookie(PARTICIPANT, key).post("/api/participant");

        // Then
        assertThat(first.getHeader("Cache-Control")).isEqualTo("private, no-store");
        second.then().statusCode(204).header("Set-Cookie", nullValue());
        given().cookie(PARTICIPANT, key).get("/api/me").then().body("participant", equalTo(true));
    }

    @Test
    void two_browsers_are_two_participants() {
        assertThat(participant(minted())).isPresent().isNotEqualTo(participant(minted()));
    }

    @Test
    void a_key_says_when_it_was_made() {
        // Given
        var before = Instant.now().minusSeconds(1);

        // When
        var participant = participant(minted()).orElseThrow();

        // Then
        assertThat(participant.mintedAt())
                .hasValueSatisfying(at -> assertThat(at).isBetween(before, Instant.now()));
    }

    @ParameterizedTest
    @ValueSource(strings = {UNSIGNED, "me", "AAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void what_somebody_made_up_is_nobody_and_replaced(String madeUp) {
        assertThat(participant(madeUp)).isEmpty();
        given().cookie(PARTICIPANT, madeUp).get("/api/me").then().body("participant", equalTo(false));
        assertThat(given().cookie(PARTICIPANT, madeUp).post("/api/participant").cookie(PARTICIPANT))
                .isNotNull();
    }

    /// Format, random bytes, mint time, network and signature.
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 26, 29, 31, 32, 63})
    void a_key_that_was_altered_is_nobody(int at) {
        // Given
        var key = minted();
        var altered = key.substring(0, at) + (key.charAt(at) == 'x' ? 'y' : 'x') + key.substring(at + 1);

        // Then
        assertThat(participant(key)).isPresent();
        assertThat(participant(altered)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "vote", "withdraw"})
    void nothing_is_taken_from_somebody_with_a_key_of_their_own_making(String command) {
        // Given
        var session = InfoSessionFixture.anInfoSession().live().get();
        writers.found(session, People.HANA);

        // When
        var answer = given().cookie(PARTICIPANT, UNSIGNED)
                .contentType("application/json")
                .body(Map.of(
                        "type",
                        "command",
                        "id",
                        UUID.randomUUID(),
                        "name",
                        command,
                        "body",
                        Map.of(
                                "question",
                                UUID.randomUUID(),
                                "text",
                                "How long does the training take?",
                                "language",
                                "en",
                                "n",
                                1,
                                "on",
                                true)))
                .post("/api/sessions/" + session.code() + "/commands");

        // Then
        answer.then().statusCode(401).body("code", equalTo("not-signed-in"));
        int authorsMade =
                jdbi.withHandle(handle -> handle.createQuery("select count(*) from author where info_session = :id")
                        .bind("id", session.id().value())
                        .mapTo(Integer.class)
                        .one());
        assertThat(authorsMade).isZero();
    }

    @Test
    void two_good_keys_at_once_are_nobody_for_one_of_them_was_planted() {
        var both = List.of(PARTICIPANT + "=" + minted() + "; " + PARTICIPANT + "=" + minted());

        assertThat(visitors.participant(both)).isEmpty();
    }

    @Test
    void a_planted_forgery_does_not_hide_a_good_key() {
        var key = minted();

        assertThat(visitors.participant(List.of(PARTICIPANT + "=" + UNSIGNED + "; " + PARTICIPANT + "=" + key)))
                .isEqualTo(participant(key));
    }

    @Test
    void an_unsigned_key_of_an_earlier_version_is_exchanged_with_what_it_has_asked() {
        // Given
        var session = InfoSessionFixture.anInfoSession().live().get();
        writers.found(session, People.HANA);
        var unsigned = Secret.random(new Random());
        var former = ParticipantKey.former(unsigned);
        var author = jdbi.inTransaction(handle -> authors.resolve(handle, session.id(), List.of(former)))
                .get(former);

        // When
        var key = given().cookie(PARTICIPANT, unsigned.text())
                .post("/api/participant")
                .cookie(PARTICIPANT);

        // Then
        assertThat(author(session.id(), participant(key).orElseThrow())).contains(author);
        assertThat(author(session.id(), former)).isEmpty();
    }

    @Test
    void a_key_stays_good_when_the_secret_is_changed_and_ends_with_the_second_change() {
        // Given
        var key = minted();

        // When
        keys.rotate();

        // Then
        assertThat(participant(key)).isPresent();
        assertThat(participant(minted())).isPresent();

        // When
        keys.rotate();

        // Then
        assertThat(participant(key)).isEmpty();
    }

    @Test
    void another_server_on_the_same_database_knows_the_key() {
        var other = ParticipantKeys.over(jdbi, Clock.systemUTC(), new Random());

        other.read();

        assertThat(other.participant(minted())).isPresent();
    }

    /// A server that has not read the new secret yet knows all keys that are made in the meantime.
    @Test
    void a_new_secret_signs_only_when_every_server_has_had_time_to_read_it() {
        // Given
        var slow = ParticipantKeys.over(jdbi, Clock.systemUTC(), new Random());
        slow.read();

        // When
        keys.rotate();

        // Then
        var afterwards =
                ParticipantKeys.over(jdbi, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(4)), new Random());
        afterwards.read();
        assertThat(slow.participant(keys.mint("192.0.2.1").text())).isPresent();
        assertThat(slow.participant(afterwards.mint("192.0.2.1").text())).isEmpty();
        assertThat(keys.participant(afterwards.mint("192.0.2.1").text())).isPresent();
    }

    private Optional<AuthorId> author(InfoSessionId session, Participant participant) {
        return jdbi.withHandle(handle -> authors.find(handle, session, participant));
    }

    private static String minted() {
        return given().post("/api/participant").then().statusCode(204).extract().cookie(PARTICIPANT);
    }

    private Optional<Participant> participant(String sent) {
        return visitors.recognise(new Credentials(List.of(PARTICIPANT + "=" + sent), Optional::empty))
                .participant();
    }
}
