package org.rostrum.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.VERA;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Questions;
import org.rostrum.question.Status;
import org.rostrum.testing.FrameSocket;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.wire.CloseCode;
import org.rostrum.writer.EntryPayload;
import org.rostrum.writer.PayloadCodec;
import org.rostrum.writer.Writers;

/// A server of a later version runs beside this one, and stores a word that this one does not know.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class LaterVersionTest {

    private static final String SAID = "a server of a later version has stored";

    @Inject
    Jdbi jdbi;

    @Inject
    Journal journal;

    @Inject
    Questions questions;

    @Inject
    Writers writers;

    @Inject
    LiveSessions sessions;

    @TestHTTPResource
    URI server;

    private final LogTape log = LogTape.begin();
    private StoredSession session;
    private StoredSession other;

    @BeforeEach
    void two_live_sessions_are_watched() {
        session = StoredSession.found(writers, anInfoSession().live());
        other = StoredSession.found(writers, anInfoSession().live());
        room(session).then().statusCode(200);
        room(other).then().statusCode(200);
    }

    @AfterEach
    void nothing_more_is_heard() {
        log.close();
    }

    @Test
    void who_watches_is_sent_off_and_whoever_comes_is_told_to_come_back() throws Exception {
        // Given
        var question = session.published(VERA);
        try (var socket = FrameSocket.open(server.resolve("/ws/" + code(session) + "/room"), "")) {
            await().atMost(Stand.PATIENCE)
                    .until(() -> sessions.shown(session.id()).orElseThrow().connected(Audience.ROOM) == 1);

            // When
            decideElsewhere(session, question, "\"PARKED\"");

            // Then
            assertThat(socket.closeCode()).isEqualTo(CloseCode.GOING_AWAY.code());
        }
        for (int i = 0; i < 3; i++) {
            room(session)
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "5")
                    .body("code", equalTo("unavailable"));
        }
        try (var socket = FrameSocket.open(server.resolve("/ws/" + code(session) + "/room"), "")) {
            assertThat(socket.closeCode()).isEqualTo(CloseCode.GOING_AWAY.code());
        }
        assertThat(log.records())
                .filteredOn(record -> record.contains(session.id().toString()) && record.startsWith("ERROR"))
                .singleElement()
                .asString()
                .contains(SAID, "PARKED");
    }

    @Test
    void the_other_sessions_go_on() {
        // Given
        var strange = session.published(VERA);
        var known = other.published(VERA);
        room(session).then().statusCode(200);

        // When
        decideElsewhere(session, strange, "\"PARKED\"");
        decideElsewhere(other, known, "\"ANSWERED\"");

        // Then
        await().atMost(Stand.PATIENCE).untilAsserted(() -> {
            room(session).then().statusCode(503);
            var row = sessions.shown(other.id())
                    .orElseThrow()
                    .<Optional<QuestionRow>>read(replica -> replica.find(known));
            assertThat(row.orElseThrow().status()).isEqualTo(Status.ANSWERED);
        });
    }

    @Test
    void a_session_in_a_phase_of_a_later_version_is_shown_to_nobody() {
        // Given
        var strange = StoredSession.found(writers, anInfoSession().live());
        try {
            phase(strange, "ENCORE");

            // Then
            room(strange).then().statusCode(503).body("code", equalTo("unavailable"));
            given().get("/api/sessions/" + code(strange) + "/qr.svg").then().statusCode(503);
        } finally {
            phase(strange, "LIVE");
        }
        room(strange).then().statusCode(200);
    }

    private void phase(StoredSession which, String word) {
        jdbi.useHandle(handle -> handle.createUpdate("update info_session set phase = :word where id = :id")
                .bind("word", word)
                .bind("id", which.id().value())
                .execute());
    }

    /// Another server decides on a question, whose row then has that status.
    private void decideElsewhere(StoredSession which, QuestionId question, String status) {
        jdbi.useTransaction(handle -> {
            var head = journal.lockHead(handle, which.id()).orElseThrow();
            var row = questions.find(handle, which.id(), List.of(question)).getFirst();
            var entry = JournalEntry.after(
                    head.digest(),
                    which.id(),
                    head.seq() + 1,
                    Instant.now(),
                    "moderator:maya",
                    "decided",
                    written(row).replace("\"PUBLISHED\"", status));
            journal.append(
                    handle,
                    which.id(),
                    new Head(head.epoch(), entry.seq(), head.questions(), entry.digest()),
                    List.of(entry));
        });
    }

    private static String written(QuestionRow row) {
        return PayloadCodec.write(new EntryPayload(List.of(row), null, List.of()));
    }

    private Response room(StoredSession which) {
        return given().get("/api/sessions/" + code(which) + "/room");
    }

    private String code(StoredSession which) {
        return sessions.shown(which.id())
                .map(shown -> shown.session().code().value())
                .orElseGet(() -> jdbi.withHandle(
                        handle -> handle.createQuery("select join_code from info_session where id = :id")
                                .bind("id", which.id().value())
                                .mapTo(String.class)
                                .one()));
    }
}
