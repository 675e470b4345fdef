package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rostrum.testing.Browser;
import org.rostrum.testing.IdentityProvider;
import org.rostrum.testing.PackagedServer;

/// Staff sign in with an identity provider, in a real browser and with the server as it is packaged.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// And not "Disconnected".
    private static final Pattern CONNECTED = Pattern.compile("\\bConnected");

    private static final String NOTICE = "We begin in five minutes.";

    /// Where the pages are to be looked at afterwards.
    private static final Path PICTURES = Path.of("target", "screenshots", "sign-in");

    private final List<Browser.Window> windows = new ArrayList<>();
    private IdentityProvider provider;
    private PackagedServer server;
    private Browser browser;

    @BeforeAll
    void a_server_with_a_provider(@TempDir Path folder) throws Exception {
        provider = IdentityProvider.start(Duration.ofSeconds(5));
        var settings = new ArrayList<>(provider.settings());
        settings.add("rostrum.limits.staff-connection=2S");
        settings.add("rostrum.sign-in.provider-timeout=1S");
        server = PackagedServer.start(folder, settings.toArray(String[]::new));
        browser = Browser.start();
        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
    }

    @AfterEach
    void everybody_leaves() {
        provider.suffer(IdentityProvider.Outage.NONE);
        windows.forEach(Browser.Window::close);
        windows.clear();
    }

    @AfterAll
    void the_end() {
        browser.close();
        server.close();
        provider.close();
    }

    @Test
    void no_host_link_is_made_where_hosts_sign_in() {
        assertThat(server.output())
                .anyMatch(line -> line.startsWith("Rostrum: hosts sign in at "))
                .noneMatch(line -> line.contains("/join#"));
    }

    @Test
    void a_host_signs_in_makes_a_session_and_signs_out() {
        // Given
        var window = window("en-CA");
        var page = window.page();
        page.navigate("/host");
        picture(page, "host-en");
        window.requireAccessible();

        // When
        page.getByRole(AriaRole.LINK, named("Sign in")).click();
        logIn(page, "Hana Host", "rostrum-host");

        // Then
        assertThat(page).hasURL(Pattern.compile(".*/host$"));
        assertThat(page.getByRole(AriaRole.BUTTON, named("Watch a rehearsal"))).isVisible();
        picture(page, "host-in-en");
        window.requireAccessible();

        // When
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();

        // Then
        assertThat(page).hasURL(Pattern.compile(".*/sign-in/out$"));
        assertThat(page.getByText("You are signed out")).isVisible();
        picture(page, "out-en");
        window.requireAccessible();
        page.navigate("/host");
        assertThat(page.getByRole(AriaRole.LINK, named("Sign in"))).isVisible();
    }

    @Test
    void somebody_without_a_role_is_told_so() {
        // Given
        var window = window("fr-CA");
        var page = window.page();
        page.navigate("/host");
        picture(page, "host-fr");

        // When
        page.getByRole(AriaRole.LINK, named("Se connecter")).click();
        logIn(page, "Sam Sansrôle", "staff");

        // Then
        assertThat(page.getByText("Ce compte n’a pas de rôle ici")).isVisible();
        assertThat(page.getByText("Sam Sansrôle")).isVisible();
        picture(page, "no-role-fr");
        window.requireAccessible();
    }

    @Test
    void a_desk_stays_signed_in_while_tokens_expire_and_a_draft_outlives_the_end_of_the_sign_in() {
        // Given
        var code = session();
        var window = window("en-CA");
        var page = window.page();
        page.navigate("/desk/" + code);
        page.getByRole(AriaRole.LINK, named("Sign in")).click();
        logIn(page, "Milo Moderator", "rostrum-moderator");
        assertThat(page.getByText(CONNECTED)).isVisible();
        page.getByText("Menu", new Page.GetByTextOptions().setExact(true)).click();
        picture(page, "desk-menu-en");
        page.getByRole(AriaRole.BUTTON, named("Message to the audience…")).click();
        page.getByRole(AriaRole.TEXTBOX).first().fill(NOTICE);

        // When
        int before = provider.renewals();
        await().atMost(PATIENCE).until(() -> provider.renewals() > before + 1);

        // Then
        assertThat(page.locator("a", new Page.LocatorOptions().setHasText("Sign in again")))
                .hasCount(0);

        // When
        provider.endAllSessions();
        var again = page.locator("a", new Page.LocatorOptions().setHasText("Sign in again"));
        again.waitFor();
        page.getByRole(AriaRole.BUTTON, named("Go back")).click();
        picture(page, "desk-ended-en");
        window.requireAccessible();
        var tab = page.waitForPopup(again::click);
        logIn(tab, "Milo Moderator", "rostrum-moderator");
        assertThat(tab.getByText("You are signed in")).isVisible();
        picture(tab, "in-en");
        tab.close();
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

        // Then
        assertThat(again).hasCount(0);
        assertThat(page.getByText(CONNECTED)).isVisible();
        page.getByText("Menu", new Page.GetByTextOptions().setExact(true)).click();
        page.getByRole(AriaRole.BUTTON, named("Message to the audience…")).click();
        assertThat(page.getByRole(AriaRole.TEXTBOX).first()).hasValue(NOTICE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_desk_waits_for_a_provider_that_is_out_of_reach_and_goes_on_by_itself(IdentityProvider.Outage outage) {
        // Given
        var code = session();
        var page = window("en-CA").page();
        page.navigate("/sign-in?to=/desk/" + code);
        logIn(page, "Milo Moderator", "rostrum-moderator");
        assertThat(page.getByText(CONNECTED)).isVisible();

        // When
        provider.suffer(outage);
        awaitOutage(page);

        // Then
        assertThat(page.getByText("Reconnecting… You can keep writing.")).isVisible();
        var tab = page.context().newPage();
        tab.navigate("/sign-in?to=/host");
        assertThat(tab).hasURL(Pattern.compile(".*/sign-in/failed$"));
        assertThat(tab.getByRole(AriaRole.LINK, named("Try again"))).isVisible();
        tab.close();

        // When
        provider.suffer(IdentityProvider.Outage.NONE);

        // Then
        assertThat(page.getByText(CONNECTED)).isVisible();
        assertThat(page.getByText("Sign in again")).hasCount(0);
    }

    @Test
    void signing_out_while_the_provider_is_out_of_reach_ends_the_session_here() {
        // Given
        var page = window("en-CA").page();
        page.navigate("/sign-in?to=/host");
        logIn(page, "Hana Host", "rostrum-host");
        assertThat(page).hasURL(Pattern.compile(".*/host$"));
        provider.suffer(IdentityProvider.Outage.SILENT);
        awaitOutage(page);

        // When
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();

        // Then
        assertThat(page).hasURL(Pattern.compile(".*/sign-in/out$"));
        assertThat(page.context().cookies()).noneMatch(cookie -> cookie.name.startsWith("q_session"));
    }

    @Test
    void a_panelist_signs_in_where_the_stage_refuses_and_signs_out_there() {
        // Given
        var code = session();
        var window = window("fr-CA");
        var page = window.page();
        page.navigate("/desk/" + code);
        assertThat(page.getByRole(AriaRole.LINK, named("Se connecter"))).isVisible();
        picture(page, "desk-fr");
        page.navigate("/stage/" + code + "?theme=light");
        assertThat(page.getByRole(AriaRole.LINK, named("Se connecter"))).isVisible();
        picture(page, "stage-fr");
        window.requireAccessible();

        // When
        page.getByRole(AriaRole.LINK, named("Se connecter")).click();
        logIn(page, "Pia Panéliste", "rostrum-panelist");

        // Then
        assertThat(page).hasURL(Pattern.compile(".*/stage/" + code + "\\?theme=light$"));
        assertThat(page.getByRole(AriaRole.BUTTON, named("Se déconnecter"))).isVisible();
        picture(page, "stage-in-fr");
        window.requireAccessible();

        // When
        page.navigate("/desk/" + code);

        // Then
        assertThat(page.getByText("Il ne donne pas accès à cette page.")).isVisible();
        picture(page, "desk-not-enough-fr");
        page.getByRole(AriaRole.BUTTON, named("Se déconnecter")).click();
        assertThat(page.getByText("Déconnexion réussie")).isVisible();
    }

    /// Until the token has expired, nobody needs the provider.
    private static void awaitOutage(Page page) {
        await().pollInSameThread()
                .atMost(PATIENCE)
                .until(() -> page.request().get("/api/me").status() == 503);
    }

    private String session() {
        var page = window("en-CA").page();
        page.navigate("/sign-in?to=/host");
        logIn(page, "Hana Host", "rostrum-host");
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

    private Browser.Window window(String language) {
        var window = browser.window(server.address(), language);
        windows.add(window);
        return window;
    }

    private static void logIn(Page page, String name, String roles) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Roles").fill(roles);
        page.getByRole(AriaRole.BUTTON, named("Log in")).click();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void picture(Page page, String name) {
        for (int width : List.of(375, 1366)) {
            page.setViewportSize(width, width == 375 ? 667 : 768);
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + "-" + width + ".png")));
        }
    }
}
