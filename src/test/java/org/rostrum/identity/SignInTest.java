package org.rostrum.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpResponse;
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

/// Staff sign in with an identity provider: a real code flow with the development one.
@QuarkusTest
@TestProfile(WithProvider.class)
@WithTestResource(PostgresTestResource.class)
class SignInTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SESSION = "q_session";
    private static final Map<String, ?> PLAN =
            Map.of("titles", Map.of("en", "Life at sea", "fr", "La vie en mer"), "timeZone", "America/Halifax");

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
    void the_way_to_the_provider_bears_a_challenge_and_a_state_and_leads_back_to_one_address() throws Exception {
        // When
        var answer = browser.get("/sign-in?to=/host");

        // Then
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(SignInBrowser.target(answer).getRawQuery())
                .contains("response_type=code", "code_challenge_method=S256", "code_challenge=", "state=")
                .contains("redirect_uri="
                        + server.resolve("/sign-in/return")
                                .toString()
                                .replace(":", "%3A")
                                .replace("/", "%2F"));
    }

    @Test
    void a_host_signs_in_makes_a_session_and_gets_back_to_the_page_they_came_from() throws Exception {
        // When
        var page = browser.signIn("/host/ABC234?speed=10", "hana", "rostrum-host");

        // Then
        assertThat(page.uri()).isEqualTo(server.resolve("/host/ABC234?speed=10"));
        assertThat(browser.me().path("signIn").asBoolean()).isTrue();
        assertThat(browser.me().path("account").path("name").asText()).isEqualTo("Hana");
        assertThat(browser.me().path("account").path("roles"))
                .map(JsonNode::asText)
                .containsExactly("host");
        assertThat(browser.post("/api/sessions", PLAN).statusCode()).isEqualTo(201);
        assertThat(browser.get("/api/sessions").statusCode()).isEqualTo(200);
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
    void one_without_a_role_is_told_so_once_and_may_plan_nothing() throws Exception {
        // When
        var page = browser.signIn("/host", "sam", "staff");

        // Then
        assertThat(page.uri()).isEqualTo(server.resolve("/sign-in/no-role"));
        assertThat(browser.me().path("account").path("roles")).isEmpty();
        assertThat(code(browser.get("/api/sessions"))).isEqualTo("not-allowed");
        assertThat(code(browser.post("/api/sessions", PLAN))).isEqualTo("not-allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/host",
                "/\\evil.example",
                "/host/../../evil",
                "/host\r\nX-Evil: 1",
                "/api/sessions",
                "javascript:alert(1)",
                "/sign-in?to=/host",
            })
    void signing_in_leads_to_no_page_but_our_own(String to) throws Exception {
        assertThat(browser.signIn(to, "hana", "rostrum-host").uri()).isEqualTo(server.resolve("/host"));
    }

    @Test
    void a_state_that_was_tampered_with_signs_nobody_in() throws Exception {
        // Given
        var back = browser.atProvider("/host", "hana", "rostrum-host").toString();

        // When
        var answer = browser.get(back.replaceFirst("state=[^&]*", "state=" + UUID.randomUUID()));

        // Then
        assertThat(SignInBrowser.target(answer)).isEqualTo(server.resolve("/sign-in/failed"));
        assertSignedOut(browser);
    }

    @Test
    void a_code_that_somebody_else_fetched_signs_nobody_in() throws Exception {
        // Given
        var back = new SignInBrowser(server).atProvider("/host", "mallory", "rostrum-host");

        // When
        var answer = browser.get(back.toString());

        // Then
        assertThat(SignInBrowser.target(answer)).isEqualTo(server.resolve("/sign-in/failed"));
        assertSignedOut(browser);
    }

    @Test
    void a_state_cookie_that_is_not_ours_signs_nobody_in() throws Exception {
        // Given
        var back = browser.atProvider("/host", "hana", "rostrum-host");
        browser.spoil("q_auth");

        // When
        var answer = browser.get(back.toString());

        // Then
        assertThat(SignInBrowser.target(answer)).isEqualTo(server.resolve("/sign-in/failed"));
        assertSignedOut(browser);
    }

    @Test
    void a_browser_that_keeps_no_cookies_is_told_so_instead_of_going_in_circles() throws Exception {
        // Given
        var back = browser.atProvider("/host", "hana", "rostrum-host");
        browser.forgetCookies();

        // When
        var answer = browser.get(back.toString());
        var withoutSession = browser.get("/sign-in/done?to=/host");

        // Then
        assertThat(SignInBrowser.target(answer)).isEqualTo(server.resolve("/sign-in/failed"));
        assertThat(SignInBrowser.target(withoutSession)).isEqualTo(server.resolve("/sign-in/failed"));
    }

    @Test
    void a_refusal_of_the_provider_is_told_and_not_repeated() throws Exception {
        // Given
        var back = browser.atProvider("/host", "hana", "rostrum-host").toString();

        // When
        var answer = browser.get(back.replaceFirst("code=[^&]*", "error=access_denied"));

        // Then
        assertThat(SignInBrowser.target(answer)).isEqualTo(server.resolve("/sign-in/failed"));
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
        var code = newSession(host);
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
        var code = newSession(host);
        browser.signIn("/desk/" + code, "milo", "rostrum-moderator");

        // When
        var table = host.get("/api/sessions/" + code + "/questions.csv");

        // Then
        assertThat(table.statusCode()).isEqualTo(200);
        assertThat(table.headers().firstValue("Cache-Control")).contains("private, no-store");
        assertThat(browser.get("/api/sessions/" + code + "/questions.csv").statusCode())
                .isEqualTo(403);
    }

    @Test
    void the_sessions_cookie_is_out_of_reach_of_scripts_and_of_other_sites() throws Exception {
        // Given
        var back = browser.atProvider("/host", "hana", "rostrum-host");

        // When
        var answer = browser.get(back.toString());

        // Then
        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith(SESSION))
                .isNotEmpty()
                .allSatisfy(cookie ->
                        assertThat(cookie).containsIgnoringCase("HttpOnly").contains("SameSite=Lax", "Path=/"));
        assertThat(browser.cookies()).extracting(HttpCookie::getName).noneMatch(name -> name.startsWith("q_auth"));
    }

    @Test
    void a_page_of_somebody_elses_can_neither_act_nor_sign_out() throws Exception {
        // Given
        browser.signIn("/host", "hana", "rostrum-host");

        // When
        var act = browser.post("/api/sessions", PLAN, "Origin", "https://evil.example");
        var signOut = browser.post("/api/sign-out", Map.of(), "Sec-Fetch-Site", "cross-site");

        // Then
        assertThat(code(act)).isEqualTo("foreign-origin");
        assertThat(code(signOut)).isEqualTo("foreign-origin");
        assertThat(browser.me().has("account")).isTrue();
    }

    @Test
    void signing_out_ends_the_session_here_and_says_where_the_provider_ends_its_own() throws Exception {
        // Given
        browser.signIn("/host", "hana", "rostrum-host");

        // When
        var to = HttpBrowser.ok(browser.post("/api/sign-out", Map.of()))
                .path("to")
                .asText();

        // Then
        assertSignedOut(browser);
        assertThat(browser.cookies()).extracting(HttpCookie::getName).noneMatch(name -> name.startsWith(SESSION));
        assertThat(to).contains("/logout?id_token_hint=ey");
        assertThat(SignInBrowser.target(browser.get(to))).isEqualTo(server.resolve("/sign-in/out"));
    }

    @Test
    void signing_out_where_nobody_is_signed_in_is_no_fault() throws Exception {
        assertThat(HttpBrowser.ok(browser.post("/api/sign-out", Map.of()))
                        .path("to")
                        .asText())
                .isEqualTo("/sign-in/out");
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
        var code = newSession(host);
        HttpBrowser.ok(host.command(code, "desk", "movePhase", Map.of("to", "live")));
        return code;
    }

    private static String newSession(SignInBrowser host) throws IOException {
        return HttpBrowser.ok(host.post("/api/sessions", PLAN)).path("code").asText();
    }

    private String founder(SignInBrowser host) throws IOException {
        return actors(newSession(host), "founded").getFirst();
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

    private static void assertSignedOut(SignInBrowser browser) throws IOException {
        assertThat(browser.me().has("account")).isFalse();
        assertThat(browser.get("/api/sessions").statusCode()).isEqualTo(401);
    }

    private static String code(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body()).path("code").asText();
    }
}
