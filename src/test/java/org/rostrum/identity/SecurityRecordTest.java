package org.rostrum.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rostrum.identity.JoinPage.post;
import static org.rostrum.testing.People.HANA;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.SecurityEvent.Kind;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.writer.Writers;

/// What an incident is reconstructed from.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class SecurityRecordTest {

    @Inject
    SecurityRecord record;

    @Inject
    Invitations invitations;

    @Inject
    Writers writers;

    @Test
    void who_made_opened_and_took_back_a_link_is_on_record_and_its_token_nowhere() {
        // Given
        var session = InfoSessionFixture.anInfoSession().live().get();
        writers.found(session, HANA);
        var before = Instant.now().minusSeconds(1);

        // When
        var made = invitations.invite(
                HANA, session.id(), Role.MODERATOR, "Maya", Instant.now().plus(Duration.ofDays(1)));
        var token = made.url().getFragment();
        post("/api/join", token).then().statusCode(200);
        invitations.revoke(HANA, session.id(), made.invitation().id());

        // Then
        var link = made.invitation().id().toString();
        var events = record.last(1000).stream()
                .filter(event -> link.equals(event.subject()))
                .toList();
        assertThat(events)
                .extracting(SecurityEvent::kind)
                .containsExactly(Kind.LINK_MADE, Kind.LINK_OPENED, Kind.LINK_REVOKED);
        assertThat(events).extracting(SecurityEvent::actor).containsExactly(HANA.id(), link, HANA.id());
        assertThat(events).allSatisfy(event -> {
            assertThat(event.at()).isBetween(before, Instant.now());
            assertThat(event.name()).isEqualTo("Maya");
            assertThat(event.role()).isEqualTo(Role.MODERATOR);
            assertThat(event.infoSession()).isEqualTo(session.id());
            assertThat(event.toString()).doesNotContain(token, session.code().value());
        });
    }

    @Test
    void a_link_into_a_session_that_has_ended_meanwhile_is_refused_by_name() {
        var gone = InfoSessionFixture.anInfoSession().live().get();

        assertThatThrownBy(() -> invitations.invite(
                        HANA, gone.id(), Role.MODERATOR, "Maya", Instant.now().plus(Duration.ofDays(1))))
                .isInstanceOf(Refused.class)
                .extracting(refused -> ((Refused) refused).refusal().code())
                .isEqualTo(RefusalCode.UNKNOWN_SESSION);
    }

    @Test
    void what_anybody_can_cause_is_counted_and_not_told_one_by_one() {
        // Given
        record.flush();

        // When
        for (int i = 0; i < 5; i++) {
            post("/api/join", Secret.random(new Random()).text()).then().statusCode(410);
        }
        RestAssured.given()
                .header("Origin", "https://elsewhere.example")
                .contentType("application/json")
                .body(Map.of("token", "x"))
                .post("/api/join")
                .then()
                .statusCode(403);
        record.flush();

        // Then
        assertThat(newest(Kind.LINK_REFUSED).times()).isGreaterThanOrEqualTo(5);
        assertThat(newest(Kind.ORIGIN_REFUSED).times()).isPositive();
    }

    @Test
    void the_log_has_a_line_for_each_without_names() {
        // Given
        var session = InfoSessionFixture.anInfoSession().live().get();
        writers.found(session, HANA);

        // When
        List<String> lines;
        var tape = LogTape.begin();
        try {
            invitations.invite(
                    HANA, session.id(), Role.HOST, "Honoria", Instant.now().plus(Duration.ofDays(1)));
            lines = tape.records();
        } finally {
            tape.close();
        }

        // Then
        assertThat(lines)
                .anyMatch(line -> line.contains("kind=linkMade") && line.contains("actor=" + HANA.id()))
                .noneMatch(line -> line.contains("Honoria"));
    }

    @Test
    void the_oldest_are_forgotten() {
        // Given
        for (int i = 0; i < 20; i++) {
            record.write(SecurityEvent.of(Kind.SIGNED_IN, "subject-" + i, "Maya", 1));
        }

        // When
        record.forgetBeyond(5);

        // Then
        assertThat(record.last(1000)).hasSizeLessThanOrEqualTo(5);
        assertThat(record.last(1).getFirst().actor()).isEqualTo("subject-19");
    }

    private SecurityEvent newest(Kind kind) {
        return record.last(1000).reversed().stream()
                .filter(event -> event.kind() == kind)
                .findFirst()
                .orElseThrow();
    }
}
