package org.rostrum.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.HttpBrowser.PLAN;
import static org.rostrum.testing.HttpBrowser.code;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.SignInBrowser;
import org.rostrum.testing.WithProvider;

/// Staff sign in with an identity provider and out again: a real code flow with the development one.
@QuarkusTest
@TestProfile(WithProvider.class)
@WithTestResource(PostgresTestResource.class)
class SignInTest {

    private static final String SESSION = "q_session";

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

    private static void assertSignedOut(SignInBrowser browser) throws IOException {
        assertThat(browser.me().has("account")).isFalse();
        assertThat(browser.get("/api/sessions").statusCode()).isEqualTo(401);
    }
}
