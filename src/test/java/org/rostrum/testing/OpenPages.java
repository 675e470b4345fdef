package org.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Pages that stay open in one session while servers come and go: the desk, a participant's room and an onlooker's.
/// Used by one thread.
public final class OpenPages implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpBrowser host;
    private final String code;
    private final List<Surface> pages;

    private OpenPages(HttpBrowser host, String code, List<Surface> pages) {
        this.host = host;
        this.code = code;
        this.pages = pages;
    }

    /// Makes a live session and opens its pages.
    public static OpenPages of(PackagedServer server) throws IOException {
        return of(server, server.host());
    }

    /// The same for who has opened the server's one host link.
    public static OpenPages of(PackagedServer server, HttpBrowser host) throws IOException {
        var code = host.makeLiveSession();
        return new OpenPages(
                host,
                code,
                List.of(
                        new Surface(host, code, "desk").join(),
                        new Surface(new HttpBrowser(server.address()).participate(), code, "room").join(),
                        new Surface(new HttpBrowser(server.address()), code, "room").join()));
    }

    public String code() {
        return code;
    }

    public List<Surface> all() {
        return pages;
    }

    /// Under which all of them are, where they have all seen the same.
    public String epoch() {
        return pages.getFirst().epoch();
    }

    /// Has the host ask for somebody.
    ///
    /// @return the question's id
    public String ask() throws IOException {
        var question = UUID.randomUUID().toString();
        HttpBrowser.ok(host.command(
                code,
                "desk",
                "askFor",
                Map.of("question", question, "text", "What is " + question, "language", "en", "origin", "organizer")));
        return question;
    }

    /// Has the host ask, and waits until every page shows it.
    public String askAndAwait() throws IOException {
        var question = ask();
        awaitEverywhere(question);
        return question;
    }

    public void awaitEverywhere(String question) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pages)
                        .allSatisfy(page -> assertThat(page.questions()).containsKey(question)));
    }

    public void awaitAnotherEpoch(String epoch) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pages).allSatisfy(page -> {
                    assertThat(page.isConnected()).isTrue();
                    assertThat(page.epoch()).isNotEqualTo(epoch);
                }));
    }

    @Override
    public void close() {
        pages.forEach(Surface::close);
    }
}
