package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.Contract;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.HttpContract;
import org.rostrum.testing.PackagedServer;

/// Every operation of the contract is asked for once by those it is for, and gives what the contract says. (That each
/// answer is of the form described there is seen to by [HttpBrowser].)
class AnswersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Streams have no end to wait for; they have a test of their own.
    private static final Set<String> STREAMS = Set.of("events");

    @TempDir
    static Path folder;

    private static PackagedServer server;
    private static HttpBrowser host;

    private final Set<String> done = new TreeSet<>();
    private String code;
    private HttpBrowser viewer;
    private HttpBrowser moderator;

    @BeforeAll
    static void start() throws IOException {
        server = PackagedServer.start(folder);
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("host-link")));
        host = HttpBrowser.host(server.address(), folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void each_operation_gives_what_the_contract_says() throws IOException {
        identify();
        ask();
        look();
        organize();
        rehearse();
        did(viewer.post("/api/sign-out", Map.of()));
        for (var document : List.of(Contract.ASYNCAPI, Contract.OPENAPI, Contract.SCHEMAS)) {
            did(viewer.get("/api/contract/" + document));
        }

        assertThat(done).isEqualTo(operations());
    }

    @Test
    void each_refusal_is_the_contracts() throws IOException {
        identify();
        var nobody = new HttpBrowser(server.address());
        var sessions = "/api/sessions/" + code;

        assertThat(refusal(401, nobody.get(sessions + "/desk"))).isEqualTo("not-signed-in");
        assertThat(refusal(401, nobody.get("/api/sessions"))).isEqualTo("not-signed-in");
        assertThat(refusal(403, moderator.get(sessions + "/plan"))).isEqualTo("not-allowed");
        assertThat(refusal(404, nobody.get("/api/sessions/ZZZZZZ/room"))).isEqualTo("unknown-session");
        assertThat(refusal(404, host.delete(sessions + "/links/" + UUID.randomUUID())))
                .isEqualTo("unknown-link");
        assertThat(refusal(404, host.delete(sessions + "/links/none"))).isEmpty();
        assertThat(refusal(405, host.delete("/api/me"))).isEmpty();
        assertThat(refusal(410, nobody.post("/api/join/peek", Map.of("token", "guessed"))))
                .isEqualTo("link-expired");
        assertThat(refusal(422, nobody.get(sessions + "/room/page?list=secret")))
                .isEqualTo("bad-value");
        assertThat(refusal(409, host.command(code, "desk", "movePhase", Map.of("to", "archived"))))
                .isEqualTo("wrong-phase");
        assertThat(refusal(404, viewer.command(code, "room", "withdraw", Map.of("question", UUID.randomUUID()))))
                .isEqualTo("unknown-question");
    }

    private void identify() throws IOException {
        code = host.makeLiveSession();
        did(host.post("/api/sessions", Map.of("titles", Map.of("en", "Only planned"), "timeZone", "UTC")));
        viewer = new HttpBrowser(server.address());
        did(viewer.post("/api/participant", Map.of()));
        did(viewer.post("/api/page-faults", Map.of("page", "room", "message", "Error", "at", "room.js:1:1")));
        did(viewer.get("/api/me"));
        var links = "/api/sessions/" + code + "/links";
        var url =
                did(host.post(links, Map.of("role", "moderator", "name", "Mo"))).path("url");
        moderator = new HttpBrowser(server.address());
        var token = Map.of("token", URI.create(url.asText()).getFragment());
        did(moderator.post("/api/join/peek", token));
        did(moderator.post("/api/join", token));
        var id = did(host.get(links)).at("/links/0/id").asText();
        assertThat(did(moderator.get("/api/me")).at("/grants/0/role").asText()).isEqualTo("moderator");
        var other = HttpBrowser.ok(host.post(links, Map.of("role", "panelist", "name", "Pa")));
        did(host.delete(links + "/" + other.path("id").asText()));
        assertThat(other.path("id").asText()).isNotEqualTo(id);
    }

    /// One question comes to each end that a page lists.
    private void ask() throws IOException {
        var kept = question("Is this one kept?");
        var answered = question("Is this one answered?");
        var dismissed = question("Is this one dismissed?");
        decide("approve", kept, Map.of());
        decide("answer", answered, Map.of("inWriting", true));
        decide("dismiss", dismissed, Map.of("reason", "off_topic"));
        decide("merge", question("Is this one kept, too?"), Map.of("into", kept));
        did(viewer.command(code, "room", "vote", Map.of("question", kept, "n", 1, "on", true)));
    }

    private UUID question(String text) throws IOException {
        var id = UUID.randomUUID();
        did(host.command(
                code, "desk", "askFor", Map.of("question", id, "text", text, "language", "en", "origin", "ahead")));
        return id;
    }

    private void decide(String name, UUID question, Map<String, Object> more) throws IOException {
        for (var row : moderator.snapshot(code, "desk").path("questions")) {
            if (row.path("id").asText().equals(question.toString())) {
                var body = new HashMap<>(more);
                body.put("question", question);
                body.put("revision", row.path("revision").asInt());
                var answer = moderator.command(code, "desk", name, body);
                assertThat(answer.statusCode())
                        .as("%s: %s", name, answer.body())
                        .isEqualTo(200);
            }
        }
    }

    private void look() throws IOException {
        var session = "/api/sessions/" + code;
        for (var audience : List.of("room", "overlay", "desk", "stage")) {
            did(host.get(session + "/" + audience));
        }
        for (var list : List.of("published&sort=votes", "published&sort=newest", "answered")) {
            did(viewer.get(session + "/room/page?list=" + list));
        }
        for (var list : List.of("answered", "dismissed", "merged")) {
            var page = did(moderator.get(session + "/desk/page?list=" + list));
            assertThat(page.path("questions")).as(list).hasSize(1);
        }
        did(moderator.get(session + "/desk/networks"));
        did(viewer.get(session + "/mine"));
        did(viewer.get(session + "/qr.svg"));
    }

    private void organize() throws IOException {
        var session = "/api/sessions/" + code;
        assertThat(did(host.get("/api/sessions")).path("sessions")).hasSizeGreaterThan(1);
        did(host.get(session + "/plan"));
        did(host.get(session + "/ready"));
        assertThat(did(host.get(session + "/questions.csv?lang=fr")).isMissingNode())
                .isTrue();
        var console = PackagedServer.run(folder, "host-link");
        assertThat(console.awaitEnd()).isZero();
        new HttpBrowser(server.address()).open(URI.create(console.output().getLast()));
        var hosts = did(host.get("/api/hosts")).path("hosts");
        did(host.delete("/api/hosts/" + hosts.path(hosts.size() - 1).path("id").asText()));
    }

    private void rehearse() throws IOException {
        var wish = Map.of("speed", 60, "cast", "audience");
        for (var path : List.of("/api/sessions/" + code + "/rehearsal", "/api/rehearsal")) {
            var rehearsal = did(host.post(path, wish)).path("code").asText();
            did(host.delete("/api/sessions/" + rehearsal + "/rehearsal"));
        }
    }

    /// Notes which operation has answered as it was hoped for, and gives its body, where that is JSON.
    private JsonNode did(HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as("%s: %s", answer.uri(), answer.body())
                .isBetween(200, 299);
        done.add(
                HttpContract.operationId(answer.request().method(), answer.uri().getPath()));
        var isJson = answer.headers()
                .firstValue("content-type")
                .filter(type -> type.startsWith("application/json"))
                .isPresent();
        return isJson ? HttpBrowser.ok(answer) : MissingNode.getInstance();
    }

    /// The code of a refusal; empty where HTTP itself refuses.
    private static String refusal(int status, HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body()).path("code").asText();
    }

    private static Set<String> operations() {
        return Contract.document(Contract.OPENAPI).path("paths").findValuesAsText("operationId").stream()
                .filter(id -> !STREAMS.contains(id))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
