package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.HttpBrowser.PLAN;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.Browser;
import org.rostrum.testing.Keycloak;
import org.rostrum.testing.PackagedServer;

/// Staff sign in with a real Keycloak whose realm is made as the operator's guide says. Runs with `-Pkeycloak` only.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// And not "Disconnected".
    private static final Pattern CONNECTED = Pattern.compile("\\bConnected");

    private static final Path PICTURES = Path.of("target", "screenshots", "keycloak");

    private final List<Browser.Window> windows = new ArrayList<>();
    private Keycloak keycloak;
    private PackagedServer server;
    private Browser browser;

    @BeforeAll
    void a_server_with_a_realm_of_its_staff(@TempDir Path folder) throws Exception {
        keycloak = Keycloak.start(Duration.ofSeconds(5));
        keycloak.person("hana", "Hana", "Host", "rostrum-host");
        keycloak.person("milo", "Milo", "Moderator", "rostrum-moderator");
        keycloak.person("bea", "Bea", "Both", "rostrum-host", "rostrum-moderator");
        keycloak.person("pia", "Pia", "Panéliste", "rostrum-panelist");
        keycloak.person("sam", "Sam", "Sansrôle");
        var settings = new ArrayList<>(keycloak.settings());
        settings.add("rostrum.limits.staff-connection=2S");
        server = PackagedServer.start(folder, settings.toArray(String[]::new));
        keycloak.knows(server.address());
        browser = Browser.start();
        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
    }

    @AfterEach
    void everybody_leaves() {
        windows.forEach(Browser.Window::close);
        windows.clear();
    }

    @AfterAll
    void the_end() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void a_host_signs_in_and_out_and_is_asked_for_the_password_again() {
        // Given
        var page = window("en-CA");
        page.navigate("/host");
        page.getByRole(AriaRole.LINK, named("Sign in")).click();
        picture(page, "asked");

        // When
        logIn(page, "hana");

        // Then
        assertThat(page).hasURL(Pattern.compile(".*/host$"));
        assertThat(page.getByText("Signed in as Hana Host")).isVisible();
        assertThat(page.getByRole(AriaRole.BUTTON, named("Watch a rehearsal"))).isVisible();
        picture(page, "host");

        // When
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();

        // Then
        assertThat(page).hasURL(Pattern.compile(".*/sign-in/out$"));
        picture(page, "out");

        // When
        page.getByRole(AriaRole.LINK, named("Sign in")).click();

        // Then
        assertThat(password(page)).isVisible();
    }

    @Test
    void one_with_two_roles_is_host_and_moderator_and_who_closes_the_page_is_not_asked_again() {
        // Given
        var page = window("en-CA");

        // When
        page.navigate("/sign-in?to=/host");
        logIn(page, "bea");

        // Then
        assertThat(page.getByText("Signed in as Bea Both")).isVisible();
        assertThat(account(page)).isEqualTo("Bea Both: host, moderator");

        // When
        page.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName(Pattern.compile("q_session.*")));
        page.navigate("/sign-in?to=/host");

        // Then
        assertThat(page.getByText("Signed in as Bea Both")).isVisible();
    }

    @Test
    void a_panelist_signs_in_on_stage() {
        // Given
        var page = window("fr-CA");

        // When
        page.navigate("/stage/" + session());
        page.getByRole(AriaRole.LINK, named("Se connecter")).click();
        logIn(page, "pia");

        // Then
        assertThat(page.getByRole(AriaRole.BUTTON, named("Se déconnecter"))).isVisible();
        assertThat(account(page)).isEqualTo("Pia Panéliste: panelist");
    }

    @Test
    void somebody_without_a_role_is_told_so() {
        // Given
        var page = window("fr-CA");

        // When
        page.navigate("/sign-in?to=/host");
        logIn(page, "sam");

        // Then
        assertThat(page.getByText("Ce compte n’a pas de rôle ici")).isVisible();
        assertThat(page.getByText("Sam Sansrôle")).isVisible();
        picture(page, "no-role");
    }

    @Test
    void a_moderator_stays_at_the_desk_while_tokens_expire_until_the_role_is_taken_away_and_comes_back_with_it()
            throws Exception {
        // Given
        var page = window("en-CA");
        page.navigate("/desk/" + session());
        page.getByRole(AriaRole.LINK, named("Sign in")).click();
        logIn(page, "milo");
        assertThat(page.getByText(CONNECTED)).isVisible();

        // When
        for (int renewal = 0; renewal < 2; renewal++) {
            var before = signIn(page);
            await().pollInSameThread()
                    .atMost(PATIENCE)
                    .until(() -> !signIn(page).equals(before));
        }

        // Then
        assertThat(page.getByText(CONNECTED)).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        picture(page, "desk");

        // When
        keycloak.takeAway("rostrum-moderator", "milo");

        // Then
        assertThat(page.getByText("This account does not give access to this page."))
                .isVisible();
        picture(page, "desk-role-gone");

        // When
        keycloak.give("rostrum-moderator", "milo");
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            look(page);
            return page.getByText(CONNECTED).isVisible();
        });

        // Then
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
    }

    @Test
    void a_desk_whose_session_keycloaks_administrator_ends_offers_to_sign_in_again() throws Exception {
        // Given
        var page = window("en-CA");
        page.navigate("/sign-in?to=/desk/" + session());
        logIn(page, "bea");
        assertThat(page.getByText(CONNECTED)).isVisible();

        // When
        keycloak.signOut("bea");
        var again = page.locator("a", new Page.LocatorOptions().setHasText("Sign in again"));
        again.waitFor();
        picture(page, "desk-ended");
        var tab = page.waitForPopup(again::click);

        // Then
        assertThat(password(tab)).isVisible();

        // When
        logIn(tab, "bea");
        assertThat(tab.getByText("You are signed in")).isVisible();
        tab.close();
        look(page);

        // Then
        assertThat(again).hasCount(0);
        assertThat(page.getByText(CONNECTED)).isVisible();
    }

    @Test
    void a_program_plans_with_a_token_that_is_made_for_us_and_not_with_another() throws Exception {
        // Given
        keycloak.program("planner", "rostrum", "rostrum-host");
        keycloak.program("stranger", "", "rostrum-host");

        // When
        var planned = plan(keycloak.token("planner"));
        var refused = plan(keycloak.token("stranger"));

        // Then
        assertThat(planned).isEqualTo(201);
        assertThat(refused).isEqualTo(401);
    }

    private int plan(String token) {
        return window("en-CA")
                .request()
                .post(
                        "/api/sessions",
                        RequestOptions.create()
                                .setHeader("Authorization", "Bearer " + token)
                                .setData(PLAN))
                .status();
    }

    private String session() {
        var page = window("en-CA");
        page.navigate("/sign-in?to=/host");
        logIn(page, "hana");
        assertThat(page).hasURL(Pattern.compile(".*/host$"));
        return (String) page.evaluate("""
                async () => {
                    const answer = await fetch('/api/sessions', {
                        method: 'POST',
                        headers: { 'Content-Type': 'application/json' },
                        body: JSON.stringify({ titles: { en: 'At sea', fr: 'En mer' }, timeZone: 'America/Halifax' }),
                    });
                    return (await answer.json()).code;
                }
                """);
    }

    private static String account(Page page) {
        return (String) page.evaluate("""
                async () => {
                    const { account } = await (await fetch('/api/me')).json();
                    return account.name + ': ' + account.roles.toSorted().join(', ');
                }
                """);
    }

    /// What the cookies say of the sign-in; something else after each renewal.
    private static String signIn(Page page) {
        return page.context().cookies().stream()
                .filter(cookie -> cookie.name.startsWith("q_session"))
                .map(cookie -> cookie.value)
                .sorted()
                .toList()
                .toString();
    }

    private Page window(String language) {
        var window = browser.window(server.address(), language);
        windows.add(window);
        return window.page();
    }

    /// Somebody looks at the page again, having been elsewhere.
    private static void look(Page page) {
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    }

    private static Locator password(Page page) {
        return page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true));
    }

    private static void logIn(Page page, String name) {
        page.getByLabel("Username or email").fill(name);
        password(page).fill(name);
        page.getByRole(AriaRole.BUTTON, named("Sign In")).click();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }
}
