package org.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// One Chromium for a test class. Each window has cookies of its own, like another person's computer. Not thread-safe:
/// Playwright belongs to the thread that made it.
public final class Browser implements AutoCloseable {

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    public static Browser start() throws IOException, InterruptedException {
        var executable = Chromium.executable();
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(executable)
                                .setArgs(Chromium.arguments())));
    }

    /// Somebody's window.
    ///
    /// @param language what their browser prefers, such as `en-CA`
    public Window window(URI server, String language) {
        return new Window(chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(server.toString())
                .setLocale(language)
                .setTimezoneId("America/Toronto")));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    /// A window with one page; remembers what the page complained about.
    public static final class Window implements AutoCloseable {

        private final BrowserContext context;
        private final Page page;
        private final List<String> complaints = new CopyOnWriteArrayList<>();

        private Window(BrowserContext context) {
            this.context = context;
            this.page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            WireContract.listenTo(page);
        }

        public Page page() {
            return page;
        }

        /// Script errors, broken requests and violations of the page's own policy so far.
        public List<String> complaints() {
            return List.copyOf(complaints);
        }

        /// Fails where axe finds something in the page as it is now. In legacy mode it looks into no frames of other
        /// origins, of which there are none, and opens no page to do so.
        public void requireAccessible() {
            var violations = new AxeBuilder(page).setLegacyMode(true).analyze().getViolations();
            assertThat(violations.stream().map(rule -> rule.getId() + ": " + rule.getNodes()))
                    .as("what axe finds on " + page.url())
                    .isEmpty();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
