package org.rostrum.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.HttpBrowser.PLAN;
import static org.rostrum.testing.HttpBrowser.code;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.SignInBrowser;
import org.rostrum.testing.WithProvider;

/// What an account of the identity provider opens, and what stays closed to those who have none.
@QuarkusTest
@TestProfile(WithProvider.class)
@WithTestResource(PostgresTestResource.class)
class AccountTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SESSION = "q_session";

    @Inject
    Jdbi jdbi;

    @TestHTTPResource
    URI server;

    private SignInBrowser browser;

    @BeforeEach
    void a_browser_of_somebody_unknown() {
        browser = new SignInBrowser(server);
    }

    @Test
    void somebody_is_the_same_actor_for_good_and_another_person_is_another() throws Exception {
        // Given
        browser.signIn("/host", "nora", "rostrum-host");
        var first = founder(browser);

        // When
        var elsewhere = new SignInBrowser(server);
        elsewhere.signIn("/host", "nora", "rostrum-host,rostrum-moderator");
        var somebodyElse = new SignInBrowser(server);
        somebodyElse.signIn("/host", "noah", "rostrum-host");

        // Then
        assertThat(founder(elsewhere)).isEqualTo(first).doesNotContain("nora");
        assertThat(founder(somebodyElse)).isNotEqualTo(first);
    }

    @Test
    void a_moderator_decides_over_the_socket_and_the_journal_bears_who_it_was() throws Exception {
        // Given
        var code = liveSession();
        var viewer = new HttpBrowser(server).participate();
        var question = UUID.randomUUID();
        HttpBrowser.ok(viewer.command(
                code, "room", "ask", Map.of("question", question, "text", "How long is a watch?", "language", "en")));
        browser.signIn("/desk/" + code, "milo", "rostrum-moderator");
        var desk = browser.client(code, "desk").join();

        // When
        var answer = desk.command("approve", Map.of("question", question, "revision", 1))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        // Then
        assertThat(answer.path("type").asText()).isEqualTo("ack");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(desk.questions()
                                .get(question.toString())
                                .path("decidedBy")
                                .asText())
                        .isEqualTo("Milo"));
        desk.drop();
        assertThat(actors(code, "published")).containsExactly("moderator:" + account("milo"));
    }

    @Test
    void who_signs_out_leaves_no_desk_open_behind() throws Exception {
        // Given
        var code = liveSession();
        browser.signIn("/desk/" + code, "milo", "rostrum-moderator");
        var desk = browser.client(code, "desk").join();

        // When
        HttpBrowser.ok(browser.post("/api/sign-out", Map.of()));

        // Then
        await().atMost(PATIENCE).until(() -> desk.closeCode() == 1000);
        assertThat(browser.get("/api/sessions/" + code + "/desk").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "rostrum-host, desk, 200",
        "rostrum-host, stage, 200",
        "rostrum-moderator, desk, 200",
        "rostrum-moderator, stage, 200",
        "rostrum-panelist, desk, 403",
        "rostrum-panelist, stage, 200",
        "Rostrum-Host, desk, 403",
        "'', desk, 403",
        "'', stage, 403",
    })
    void a_role_opens_what_it_is_for(String role, String audience, int status) throws Exception {
        // Given
        var code = liveSession();

        // When
        browser.signIn("/" + audience + "/" + code, "somebody", role.isEmpty() ? "staff" : role);
        var snapshot = browser.get("/api/sessions/" + code + "/" + audience);

        // Then
        assertThat(snapshot.statusCode()).isEqualTo(status);
        if (status == 200) {
            assertThat(snapshot.headers().firstValue("Cache-Control")).contains("private, no-store");
        } else {
            assertThat(code(snapshot)).isEqualTo("not-allowed");
        }
    }

    @Test
    void a_session_that_is_no_longer_good_counts_as_none_and_never_leads_to_the_provider() throws Exception {
        // Given
        var code = liveSession();
        browser.signIn("/desk/" + code, "milo", "rostrum-moderator");
        browser.spoil(SESSION);

        // When
        var desk = browser.get("/api/sessions/" + code + "/desk");
        browser.spoil(SESSION);
        var command = browser.command(code, "desk", "flip", Map.of("switch", "slowMode", "on", true));
        browser.spoil(SESSION);
        var room = browser.get("/api/sessions/" + code + "/room");

        // Then
        assertThat(desk.statusCode()).isEqualTo(401);
        assertThat(code(desk)).isEqualTo("not-signed-in");
        assertThat(code(command)).isEqualTo("not-signed-in");
        assertThat(room.statusCode()).isEqualTo(200);
    }

    @Test
    void looking_at_the_room_asks_nobody_to_sign_in_and_sets_no_cookie() throws Exception {
        // Given
        var code = liveSession();

        for (var path : List.of("/api/sessions/" + code + "/room", "/api/sessions/" + code + "/mine")) {
            // When
            var answer = browser.get(path);

            // Then
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().allValues("Set-Cookie")).as(path).isEmpty();
        }
        assertThat(browser.me().path("signIn").asBoolean()).isTrue();
        assertThat(browser.me().has("account")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/sessions", "/api/sessions/{code}/desk", "/api/sessions/{code}/plan"})
    void who_is_not_signed_in_is_refused_and_not_redirected(String path) throws Exception {
        var answer = browser.get(path.replace("{code}", liveSession()));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("not-signed-in");
    }

    @Test
    void a_personal_link_works_beside_it_and_adds_what_the_account_lacks() throws Exception {
        // Given
        var host = signedIn("hana", "rostrum-host");
        var code = host.makeSession();
        var link = HttpBrowser.ok(
                host.post("/api/sessions/" + code + "/links", Map.of("role", "moderator", "name", "Pia at the desk")));
        browser.signIn("/stage/" + code, "pia", "rostrum-panelist");

        // When
        var token = URI.create(link.path("url").asText()).getFragment();
        HttpBrowser.ok(browser.post("/api/join", Map.of("token", token)));

        // Then
        assertThat(browser.get("/api/sessions/" + code + "/desk").statusCode()).isEqualTo(200);
        assertThat(browser.get("/api/sessions/" + code + "/stage").statusCode()).isEqualTo(200);
        assertThat(new HttpBrowser(server)
                        .open(URI.create(link.path("url").asText()))
                        .get("/api/sessions/" + code + "/desk")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_table_of_questions_is_for_the_host_who_signed_in() throws Exception {
        // Given
        var host = signedIn("hana", "rostrum-host");
        var code = host.makeSession();
        browser.signIn("/desk/" + code, "milo", "rostrum-moderator");

        // When
        var table = host.get("/api/sessions/" + code + "/questions.csv");

        // Then
        assertThat(table.statusCode()).isEqualTo(200);
        assertThat(table.headers().firstValue("Cache-Control")).contains("private, no-store");
        assertThat(browser.get("/api/sessions/" + code + "/questions.csv").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer x",
                "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJoYW5hIiwiZ3JvdXBzIjpbInJvc3RydW0taG9zdCJdfQ.",
                "Basic eDp5"
            })
    void a_forged_token_is_none(String authorization) throws Exception {
        var answer = browser.post("/api/sessions", PLAN, "Authorization", authorization);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("not-signed-in");
    }

    private SignInBrowser signedIn(String name, String roles) throws IOException {
        var person = new SignInBrowser(server);
        person.signIn("/host", name, roles);
        return person;
    }

    private String liveSession() throws IOException {
        var host = signedIn("hana", "rostrum-host");
        var code = host.makeSession();
        HttpBrowser.ok(host.command(code, "desk", "movePhase", Map.of("to", "live")));
        return code;
    }

    private String founder(SignInBrowser host) throws IOException {
        return actors(host.makeSession(), "founded").getFirst();
    }

    private List<String> actors(String code, String kind) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select e.actor from journal_entry e join info_session s on s.id = e.info_session
                        where s.join_code = :code and e.kind = :kind order by e.seq
                        """)
                .bind("code", code)
                .bind("kind", kind)
                .mapTo(String.class)
                .list());
    }

    private String account(String subject) {
        return jdbi.withHandle(handle -> handle.createQuery("select id::text from account where subject = :subject")
                .bind("subject", subject)
                .mapTo(String.class)
                .one());
    }
}
