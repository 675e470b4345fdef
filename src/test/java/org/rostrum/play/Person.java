package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.rostrum.testing.WireContract;

/// Somebody before a browser of their own, in their language: what they do, and what they can see. Everything is found
/// as a person finds it, by what it is and what it is called. Words are given in both languages, English first; the
/// person reads the one of their page.
final class Person {

    /// Those that may find something else in another colour scheme.
    private static final List<String> RULES_OF_COLOURS = List.of("color-contrast", "link-in-text-block");

    private static final int MOST_TABS = 60;
    private static final double COME_BACK_MS = 60_000;

    private final BrowserContext context;
    private final Language language;
    private final List<String> faults = new ArrayList<>();
    private final Page page;

    Person(BrowserContext context, Language language) {
        this.context = context;
        this.language = language;
        this.page = context.newPage();
        watch(page);
    }

    private Person(Person same, Page page) {
        this.context = same.context;
        this.language = same.language;
        this.page = page;
        watch(page);
    }

    private void watch(Page watched) {
        WireContract.listenTo(watched);
        watched.onPageError(faults::add);
        watched.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                faults.add(message.text());
            }
        });
    }

    /// The same person before a second window of the same browser.
    Person anotherWindow() {
        return new Person(this, context.newPage());
    }

    Person opens(String address) {
        page.navigate(address);
        return this;
    }

    Person reloads() {
        page.reload();
        return this;
    }

    /// The network under this person's browser is gone, or there again.
    Person isOffline(boolean offline) {
        context.setOffline(offline);
        return this;
    }

    /// The browser prefers light or dark, and has painted it.
    Person isIn(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return this;
    }

    Page page() {
        return page;
    }

    Language language() {
        return language;
    }

    /// This person's cookies without their pages.
    APIRequestContext requests() {
        return context.request();
    }

    // ---- what is there
    // -------------------------------------------------------------------------------------------------

    Locator button(String english, String french) {
        return find(AriaRole.BUTTON, english, french);
    }

    Locator heading(String english, String french) {
        return find(AriaRole.HEADING, english, french);
    }

    Locator radio(String english, String french) {
        return page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(language.of(english, french)));
    }

    /// A titled part of the page.
    Locator region(String english, String french) {
        return find(AriaRole.REGION, english, french);
    }

    Locator field(String english, String french) {
        return page.getByLabel(language.of(english, french), new Page.GetByLabelOptions().setExact(true));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /// A question wherever it stands in a list.
    Locator question(String text) {
        return page.getByRole(AriaRole.ARTICLE).filter(new Locator.FilterOptions().setHasText(text));
    }

    private Locator find(AriaRole role, String english, String french) {
        return page.getByRole(
                role,
                new Page.GetByRoleOptions()
                        .setName(language.of(english, french))
                        .setExact(true));
    }

    private Locator text(String text) {
        return page.getByText(text).filter(new Locator.FilterOptions().setVisible(true));
    }

    // ---- what is done
    // --------------------------------------------------------------------------------------------------

    Person presses(String english, String french) {
        button(english, french).click();
        return this;
    }

    /// By its label, since the button itself is hidden under it; what moves is waited for.
    Person chooses(String english, String french) {
        var radio = radio(english, french);
        page.locator("label").filter(new Locator.FilterOptions().setHas(radio)).click();
        assertThat(radio).isChecked();
        return this;
    }

    Person writes(String english, String french, String text) {
        field(english, french).fill(text);
        return this;
    }

    /// A key, or several held together, wherever the focus is.
    Person types(String key) {
        page.keyboard().press(key);
        return this;
    }

    /// Goes on with the Tab key until something has the focus.
    Person tabsTo(Locator target) {
        assertThat(target).isVisible();
        for (int pressed = 0; pressed < MOST_TABS; pressed++) {
            page.keyboard().press("Tab");
            if ((boolean) target.evaluate("(element) => element === document.activeElement")) {
                return this;
            }
        }
        throw new AssertionError("the Tab key does not come to " + target);
    }

    // ---- what is seen
    // --------------------------------------------------------------------------------------------------

    Person sees(String english, String french) {
        return sees(language.of(english, french));
    }

    Person sees(String text) {
        assertThat(text(text).first()).isVisible();
        return this;
    }

    /// The same, where the page has to find its way back to the server first: its attempts are up to 20 seconds apart.
    Person seesAgain(String english, String french) {
        assertThat(text(language.of(english, french)).first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(COME_BACK_MS));
        return this;
    }

    Person sees(Pattern text) {
        assertThat(page.getByText(text)
                        .filter(new Locator.FilterOptions().setVisible(true))
                        .first())
                .isVisible();
        return this;
    }

    Person doesNotSee(String english, String french) {
        return doesNotSee(language.of(english, french));
    }

    Person doesNotSee(String text) {
        assertThat(text(text)).hasCount(0);
        return this;
    }

    /// Axe finds nothing to complain of, with the colours of the dark scheme either, and nothing has failed unseen.
    Person findsNoBarrier() {
        isIn(ColorScheme.DARK);
        var problems = new ArrayList<>(barriers(axe().withRules(RULES_OF_COLOURS), "in the dark "));
        isIn(ColorScheme.LIGHT);
        problems.addAll(barriers(axe(), ""));
        assertThat(problems).as("barriers on %s", page.url()).isEmpty();
        assertThat(faults).as("faults on %s", page.url()).isEmpty();
        return this;
    }

    /// In legacy mode it looks into no frames of other origins, of which there are none, and opens no page to do so.
    private AxeBuilder axe() {
        return new AxeBuilder(page).setLegacyMode(true);
    }

    private static List<String> barriers(AxeBuilder axe, String where) {
        return axe.analyze().getViolations().stream()
                .flatMap(rule -> rule.getNodes().stream().map(node -> where + rule.getId() + ": " + inWords(node)))
                .toList();
    }

    private static String inWords(CheckedNode node) {
        return node.getHtml() + " " + node.getFailureSummary();
    }
}
