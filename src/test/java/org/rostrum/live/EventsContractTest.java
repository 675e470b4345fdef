package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.Invitations;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.Contract;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.WireContract;
import org.rostrum.wire.CloseCode;
import org.rostrum.writer.Command;
import org.rostrum.writer.Writers;

/// A stream of events bears the socket's messages, each of the form that the contract gives it.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class EventsContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @TestHTTPResource
    URI server;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void what_happens_comes_as_messages_of_the_contract() throws Exception {
        var stand = new Stand(writers, invitations, server);
        try (var events = open(stand.session.code().value(), "room")) {
            next(events, "room", "hello");
            var id = new QuestionId(UUID.randomUUID());
            stand.give(
                    People.MAYA,
                    new Command.OnQuestion(new QuestionCommand.AskFor(
                            id, ScreenedText.question("Is it read here too?"), Language.EN, Origin.AHEAD)));
            var asked = next(events, "room", "frame");
            stand.give(People.MAYA, new Command.OnInfoSession(new InfoSessionCommand.Flip(Switch.INTAKE_PAUSED, true)));
            var paused = next(events, "room", "frame");

            assertThat(asked.at("/upsert/0/id").asText()).isEqualTo(id.toString());
            assertThat(paused.at("/session/intakePaused").asBoolean()).isTrue();
        }
    }

    @Test
    void who_may_not_come_in_is_told_by_the_close() throws Exception {
        var stand = new Stand(writers, invitations, server);
        try (var events = open(stand.session.code().value(), "desk")) {
            assertThat(events.readLine()).isEqualTo("event: close");
            var close = JSON.readTree(events.readLine().substring("data: ".length()));

            assertThat(Contract.faults(Contract.SCHEMAS, "#/$defs/Close", close))
                    .isEmpty();
            assertThat(close.path("code").asInt()).isEqualTo(CloseCode.NOT_ALLOWED.code());
        }
    }

    private BufferedReader open(String code, String audience) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/api/sessions/" + code + "/" + audience + "/events"));
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /// The next message of a type; each that is passed over is looked at too.
    private static JsonNode next(BufferedReader events, String audience, String type) throws IOException {
        for (var line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("data: ")) {
                var message = JSON.readTree(line.substring("data: ".length()));
                WireContract.heard(audience, message);
                if (message.path("type").asText().equals(type)) {
                    return message;
                }
            }
        }
        throw new AssertionError("no " + type + " came before the end");
    }
}
