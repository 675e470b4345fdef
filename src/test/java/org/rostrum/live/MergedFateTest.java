package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.testing.LiveClient;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.writer.Writers;

/// What the asker of a merged question reads without asking, as the question it went into goes on.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class MergedFateTest {

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @TestHTTPResource
    URI server;

    private LiveClient author;
    private LiveClient other;
    private LiveClient desk;
    private LiveClient host;
    private String question;
    private String target;
    private String between;

    @BeforeEach
    void a_question_is_merged_into_another_that_was_merged_in_turn() throws Exception {
        var stand = new Stand(writers, invitations, server);
        author = stand.viewer().join();
        other = stand.viewer().join();
        desk = stand.colleague(Role.MODERATOR, "Mo").join();
        host = stand.colleague(Role.HOST, "Ho").join();
        question = ask(author);
        target = ask(other);
        between = UUID.randomUUID().toString();
        done(
                desk,
                "askFor",
                Map.of("question", between, "text", "Another one", "language", "en", "origin", "organizer"));
        decide("merge", question, 1, Map.of("into", between));
        decide("merge", between, 1, Map.of("into", target));
    }

    @AfterEach
    void people_leave() {
        for (var each : new LiveClient[] {author, other, desk, host}) {
            each.drop();
        }
    }

    @Test
    void while_the_other_waits_then_it_is_merged_and_names_none() {
        assertFate("merged", false);
    }

    @Test
    void when_the_other_is_published_then_it_is_named() throws Exception {
        decide("approve", target, 1, Map.of());

        assertFate("merged", true);
    }

    @ParameterizedTest
    @CsvSource({"off_topic, false, dismissed", "disrespectful, true, dismissed", "disrespectful, false, merged"})
    void when_the_other_is_dismissed_then_it_is_too_and_no_reason_is_told(String reason, boolean told, String fate)
            throws Exception {
        // Given
        decide("approve", target, 1, Map.of());
        assertFate("merged", true);
        done(host, "flip", Map.of("switch", "tellDisrespectful", "on", told));

        // When
        decide("dismiss", target, 2, Map.of("reason", reason));

        // Then
        assertFate(fate, false);
    }

    @Test
    void when_the_other_is_restored_then_it_is_merged_again() throws Exception {
        // Given
        decide("dismiss", target, 1, Map.of("reason", "off_topic"));
        assertFate("dismissed", false);

        // When
        decide("restore", target, 2, Map.of());

        // Then
        assertFate("merged", false);
    }

    @Test
    void when_the_other_is_withdrawn_then_it_goes_along_with_the_next() throws Exception {
        // Given
        decide("approve", target, 1, Map.of());
        assertFate("merged", true);

        // When
        done(other, "withdraw", Map.of("question", target));

        // Then: what the team had added was in the room before it was merged, and leads there now
        assertFate("merged", between);
    }

    @Test
    void when_the_other_is_answered_then_that_is_read_of_it() throws Exception {
        // Given
        decide("approve", target, 1, Map.of());

        // When
        decide("answer", target, 2, Map.of());

        // Then
        await().atMost(Stand.PATIENCE).untilAsserted(() -> {
            var leading = author.mine().path("questions").path(0).path("leading");
            assertThat(leading.path("fate").asText()).isEqualTo("answered");
            assertThat(leading.path("answeredAt").isTextual()).isTrue();
            assertThat(leading.path("number").isInt()).isTrue();
        });
    }

    private void assertFate(String fate, boolean named) {
        assertFate(fate, named ? target : "none");
    }

    private void assertFate(String fate, String named) {
        await().atMost(Stand.PATIENCE).untilAsserted(() -> {
            var mine = author.mine();
            assertThat(mine).isNotNull();
            var asked = mine.path("questions").path(0);
            assertThat(asked.path("fate").asText()).isEqualTo(fate);
            assertThat(asked.has("reason")).isFalse();
            assertThat(asked.path("mergedInto").asText("none")).isEqualTo(named);
        });
    }

    private static String ask(LiveClient viewer) throws Exception {
        var id = UUID.randomUUID().toString();
        done(viewer, "ask", Map.of("question", id, "text", "How long is the training?", "language", "en"));
        return id;
    }

    private void decide(String name, String about, int revision, Map<String, ?> more) throws Exception {
        var body = new HashMap<String, Object>(more);
        body.put("question", about);
        body.put("revision", revision);
        done(desk, name, body);
    }

    private static void done(LiveClient client, String name, Map<String, ?> body) throws Exception {
        var answer = client.command(name, body).get(Stand.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.path("type").asText()).as(answer.toString()).isEqualTo("ack");
    }
}
