package org.rostrum.play;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIRequest;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.rostrum.testing.Chromium;
import org.rostrum.testing.Network;
import org.rostrum.testing.PackagedServer;

/// Where a play is given: a packaged server with an empty database, and a browser. Belongs to one thread, as everything
/// of Playwright does.
final class Theatre implements AutoCloseable {

    /// How long anything on a page may take to be as it should; generous, because a busy machine is slow.
    private static final double PATIENCE_MS = 20_000;

    private static final Duration GREETING = Duration.ofSeconds(30);
    private static final String TIME_ZONE = "America/Toronto";

    private final Path folder;
    private final Browser browser;
    private final Playwright playwright;
    private PackagedServer server;

    private Theatre(Path folder, PackagedServer server, Playwright playwright, Browser browser) {
        this.folder = folder;
        this.server = server;
        this.playwright = playwright;
        this.browser = browser;
    }

    /// Opens one, whose server keeps its data in a folder of its own until it is closed.
    static Theatre open() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("theatre");
        var server = PackagedServer.start(folder);
        await().atMost(GREETING).until(() -> Files.exists(folder.resolve("host-link")));
        var playwright = Playwright.create();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        var browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Chromium.executable())
                        .setArgs(Chromium.arguments()));
        return new Theatre(folder, server, playwright, browser);
    }

    /// A person who comes with a browser of their own and has opened nothing yet.
    Person person(Language language) {
        return person(language, Screen.LAPTOP);
    }

    /// The same, before a screen of that size.
    Person person(Language language, Screen screen) {
        return person(address(), language, screen);
    }

    /// A person who comes to the server through a network that may fail.
    Person personBehind(Network network, Language language) {
        return person(network.address(), language, Screen.LAPTOP);
    }

    private Person person(URI address, Language language, Screen screen) {
        var context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(address.toString())
                .setLocale(language.tag())
                .setTimezoneId(TIME_ZONE)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(screen.width(), screen.height()));
        context.setDefaultTimeout(PATIENCE_MS);
        return new Person(context, language);
    }

    /// Somebody without a browser, for what is not the matter of a play.
    APIRequestContext messenger() {
        return playwright
                .request()
                .newContext(new APIRequest.NewContextOptions()
                        .setBaseURL(address().toString())
                        .setExtraHTTPHeaders(Map.of("Origin", address().toString())));
    }

    URI address() {
        return server.address();
    }

    /// The path of the link that the server has printed for its first organizer; single use.
    String hostLink() throws IOException {
        var link = URI.create(Files.readString(folder.resolve("host-link")).strip());
        return link.getPath() + "#" + link.getFragment();
    }

    /// Kills the server (SIGKILL), as a power cut would.
    void killServer() {
        server.kill();
    }

    /// Starts it again on the same data and at the same address, and returns when it listens.
    void startServerAgain() throws IOException {
        server = PackagedServer.start(
                folder, "quarkus.http.port=" + server.address().getPort());
    }

    @Override
    public void close() throws IOException {
        browser.close();
        playwright.close();
        server.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
