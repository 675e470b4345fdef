package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.testing.LiveClient;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.writer.Writers;

/// What is not approved never leaves the desk, and what is taken back is in nothing whose sending begins
/// afterwards. Markers in texts and ids are looked for in every byte that anybody else is sent.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class DiscretionTest {

    private static final String MARKER = "canary";

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @TestHTTPResource
    URI server;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<LiveClient> others = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private LogTape tape;
    private Stand stand;
    private LiveClient author;
    private LiveClient desk;
    private String question;

    @BeforeEach
    void people_enter() {
        tape = LogTape.begin();
        stand = new Stand(writers, invitations, server);
        author = stand.viewer().join();
        desk = stand.colleague(Role.MODERATOR, "Mo").join();
        others.add(stand.onlooker("room").join());
        others.add(stand.viewer().join());
        others.add(stand.onlooker("overlay").join());
        others.add(stand.colleague(Role.PANELIST, "Pa").join());
        question = UUID.randomUUID().toString();
    }

    @AfterEach
    void people_leave() {
        others.forEach(LiveClient::drop);
        author.drop();
        desk.drop();
        tape.close();
        assertThat(tape.records()).noneMatch(logged -> logged.contains(MARKER) || logged.contains("nother question"));
    }

    /// What becomes of a question that is never approved.
    enum Refused {
        WAITS,
        HELD,
        DISMISSED,
        DISMISSED_AND_RESTORED,
        MERGED,
        WITHDRAWN
    }

    @ParameterizedTest
    @EnumSource(Refused.class)
    void given_a_question_never_approved_then_nobody_but_its_author_and_the_desk_hears_of_it(Refused fate)
            throws Exception {
        // Given
        var target = publish("Another question");
        done(author.command("ask", ask(question)));

        // When
        switch (fate) {
            case WAITS -> {}
            case HELD -> decide("hold", Map.of("note", MARKER + " note"));
            case DISMISSED -> decide("dismiss", Map.of("reason", "other"));
            case DISMISSED_AND_RESTORED -> {
                decide("dismiss", Map.of("reason", "other"));
                decide("restore", Map.of());
            }
            case MERGED -> decide("merge", Map.of("into", target));
            case WITHDRAWN -> done(author.command("withdraw", Map.of("question", question)));
        }
        publish("One more question, so that everybody is sent something");
        everybodyComesAgain();

        // Then
        assertThat(author.heard()).anyMatch(this::isMarked);
        assertThat(desk.heard()).anyMatch(this::isMarked);
        for (var other : others) {
            assertThat(other.heard()).isNotEmpty().noneMatch(this::isMarked);
        }
        assertThat(answered).isNotEmpty().noneMatch(this::isMarked);
    }

    /// How a question that was public is taken back.
    enum TakenBack {
        DISMISSED,
        DISMISSED_ON_AIR,
        MERGED,
        WITHDRAWN,
        UNDONE,
        EVERYTHING_HIDDEN
    }

    @ParameterizedTest
    @EnumSource(TakenBack.class)
    void given_a_question_taken_back_then_nothing_sent_afterwards_holds_its_text(TakenBack how) throws Exception {
        // Given
        var target = publish("Another question");
        done(author.command("ask", ask(question)));
        long approved = decide("approve", Map.of());
        await().atMost(Stand.PATIENCE)
                .untilAsserted(() -> assertThat(others.getFirst().questions()).containsKey(question));
        var tag = get("room", null).headers().firstValue("ETag").orElseThrow();
        var late = stand.onlooker("room").join();
        late.drop();

        // When
        switch (how) {
            case DISMISSED -> decide("dismiss", Map.of("reason", "other"));
            case DISMISSED_ON_AIR -> {
                decide("air", Map.of("graphic", true));
                decide("dismiss", Map.of("reason", "other"));
            }
            case MERGED -> decide("merge", Map.of("into", target));
            case WITHDRAWN -> done(author.command("withdraw", Map.of("question", question)));
            case UNDONE -> done(desk.command("undo", Map.of("seq", approved)));
            case EVERYTHING_HIDDEN -> done(desk.command("flip", Map.of("switch", "hidden", "on", true)));
        }
        others.forEach(LiveClient::catchBreath);
        var before = others.stream().map(other -> other.heard().size()).toList();
        int lateBefore = late.heard().size();
        answered.clear();

        // Then
        publish("One more question, so that everybody is sent something");
        late.connect();
        late.catchBreath();
        everybodyComesAgain();
        answered.add(get("room", tag).body());
        for (int i = 0; i < others.size(); i++) {
            var heard = others.get(i).heard();
            assertThat(heard.subList(before.get(i), heard.size())).isNotEmpty().noneMatch(this::isToldOf);
            assertThat(others.get(i).questions()).doesNotContainKey(question);
        }
        assertThat(late.heard().subList(lateBefore, late.heard().size())).noneMatch(this::isToldOf);
        assertThat(answered).isNotEmpty().noneMatch(this::isToldOf);
        late.drop();
    }

    /// Those who are connected are heard out, others join, resume and page.
    private void everybodyComesAgain() throws Exception {
        for (var other : List.copyOf(others)) {
            other.catchBreath();
            other.drop();
            other.connect();
            other.catchBreath();
        }
        var anew = stand.onlooker("room").join();
        anew.catchBreath();
        answered.addAll(anew.heard());
        anew.drop();
        for (var what : List.of(
                "room",
                "overlay",
                "room/page?list=published",
                "room/page?list=answered&sort=votes",
                "mine",
                "desk",
                "plan")) {
            answered.add(get(what, null).body());
        }
    }

    private boolean isMarked(String text) {
        return text.contains(MARKER) || text.contains(question);
    }

    /// A retraction names the id it retracts; the text is in nothing.
    private boolean isToldOf(String text) {
        return text.contains(MARKER);
    }

    private Map<String, Object> ask(String id) {
        return Map.of("question", id, "text", "A " + MARKER + " asks a question", "language", "en");
    }

    /// A question of the team's, published at once.
    private String publish(String text) throws Exception {
        var id = UUID.randomUUID().toString();
        done(desk.command("askFor", Map.of("question", id, "text", text, "language", "en", "origin", "organizer")));
        return id;
    }

    /// Takes a decision on the question as the desk now sees it.
    ///
    /// @return the position of its entry
    private long decide(String name, Map<String, ?> more) throws Exception {
        await().atMost(Stand.PATIENCE)
                .untilAsserted(() -> assertThat(desk.questions()).containsKey(question));
        desk.catchBreath();
        var body = new java.util.HashMap<String, Object>(more);
        body.put("question", question);
        body.put("revision", desk.questions().get(question).path("revision").asInt());
        return done(desk.command(name, body));
    }

    private static long done(java.util.concurrent.CompletableFuture<com.fasterxml.jackson.databind.JsonNode> answer)
            throws Exception {
        var message = answer.get(Stand.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(message.path("type").asText()).as(message.toString()).isEqualTo("ack");
        return message.path("seq").asLong();
    }

    private HttpResponse<String> get(String what, String tag) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/api/sessions/" + stand.session.code() + "/" + what));
        if (tag != null) {
            request.header("If-None-Match", tag);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
