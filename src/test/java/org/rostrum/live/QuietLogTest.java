package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.testing.LiveClient;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.writer.Writers;

/// No text that anybody writes is ever logged, approved or not, not even when it cannot be stored and the database
/// says why.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class QuietLogTest {

    private static final String MARKER = "canary";

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @Inject
    Jdbi jdbi;

    @TestHTTPResource
    URI server;

    private LogTape tape;
    private LiveClient author;
    private LiveClient desk;
    private String question;

    @BeforeEach
    void people_enter() {
        var stand = new Stand(writers, invitations, server);
        author = stand.viewer().join();
        desk = stand.colleague(Role.MODERATOR, "Mo").join();
        question = UUID.randomUUID().toString();
        tape = LogTape.begin();
    }

    @AfterEach
    void people_leave() {
        tape.close();
        author.drop();
        desk.drop();
    }

    @Test
    void given_a_questions_whole_way_then_the_log_holds_none_of_its_texts() throws Exception {
        // When
        assertThat(type(author.command("ask", ask()))).isEqualTo("ack");
        assertThat(type(desk.command("hold", decision(Map.of("note", MARKER))))).isEqualTo("ack");
        for (var step : List.of("release", "approve", "air", "answer", "reopen")) {
            assertThat(type(desk.command(step, decision(Map.of())))).isEqualTo("ack");
        }
        var notice = Map.of("en", MARKER, "fr", MARKER);
        assertThat(type(desk.command("notice", notice))).isEqualTo("ack");
        assertThat(type(desk.command("dismiss", decision(Map.of("reason", "other")))))
                .isEqualTo("ack");

        // Then
        assertThat(tape.records()).noneMatch(logged -> logged.contains(MARKER));
    }

    @Test
    void given_what_is_refused_then_the_log_holds_none_of_it() throws Exception {
        // When
        assertThat(type(author.wrongCommand(MARKER, Map.of()))).isEqualTo("nack");
        assertThat(type(author.wrongCommand("ask", Map.of("question", MARKER, "text", MARKER, "language", MARKER))))
                .isEqualTo("nack");
        assertThat(type(author.wrongCommand(
                        "ask", Map.of("question", question, "text", MARKER.repeat(200), "language", "en"))))
                .isEqualTo("nack");
        assertThat(type(desk.wrongCommand("dismiss", Map.of("question", question, "revision", 1, "reason", MARKER))))
                .isEqualTo("nack");

        // Then
        assertThat(tape.records()).noneMatch(logged -> logged.contains(MARKER));
    }

    /// How storing a text fails, and what its sender is told.
    enum Fault {
        REFUSED_BY_THE_DATABASE(
                "alter table question_text add constraint tests_fault check (body not like '%canary%') not valid",
                "alter table question_text drop constraint tests_fault", "nack"),
        CONNECTION_LOST(
                "create trigger tests_fault before insert on question_text for each row execute function tests_fault()",
                "drop trigger tests_fault on question_text",
                "retry"),
        CONNECTION_LOST_AT_THE_COMMIT(
                "create constraint trigger tests_fault after insert on question_text deferrable initially deferred"
                        + " for each row execute function tests_fault()",
                "drop trigger tests_fault on question_text",
                "retry");

        private final String begin;
        private final String end;
        private final String answer;

        Fault(String begin, String end, String answer) {
            this.begin = begin;
            this.end = end;
            this.answer = answer;
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void given_a_fault_while_a_question_is_stored_then_it_is_logged_without_the_question(Fault fault) throws Exception {
        // Given
        execute("""
                create or replace function tests_fault() returns trigger language plpgsql as $$
                begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$""");
        execute(fault.begin);

        // When
        String answer;
        try {
            answer = type(author.command("ask", ask()));
        } finally {
            execute(fault.end);
        }

        // Then
        assertThat(answer).isEqualTo(fault.answer);
        assertThat(tape.records())
                .anyMatch(logged ->
                        logged.contains("org.rostrum.writer") || logged.contains("org.rostrum.database.Outages"))
                .noneMatch(logged -> logged.contains(MARKER));
        assertThat(type(author.command("ask", ask())))
                .as("and the next one is stored")
                .isEqualTo("ack");
    }

    private Map<String, Object> ask() {
        return Map.of("question", question, "text", "Does a " + MARKER + " sing?", "language", "en", "name", MARKER);
    }

    private Map<String, Object> decision(Map<String, String> more) {
        desk.catchBreath();
        int revision = desk.questions().get(question).path("revision").asInt();
        var body = new HashMap<String, Object>(more);
        body.put("question", question);
        body.put("revision", revision);
        return body;
    }

    private static String type(CompletableFuture<JsonNode> answer) throws Exception {
        return answer.get(Stand.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .path("type")
                .asText();
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
