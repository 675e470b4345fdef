package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.database.DataFolder;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.Storm;
import org.rostrum.testing.Surface;

/// Two servers on one database, which is the first one's: whoever is connected where, everybody sees the same.
class TwoServersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final long SEED = 2026;
    private static final int VIEWERS = 24;
    private static final int MOVES = 40;
    private static final int VOTES = 5;

    private static final String[] GENEROUS = {
        "rostrum.limits.commands-per-participant=100000",
        "rostrum.limits.commands-per-address=100000",
        "rostrum.limits.votes-per-address=100000",
        "rostrum.limits.questions-per-address=100000",
        "rostrum.limits.votes-per-participant=100000"
    };

    @TempDir
    Path folder;

    private PackagedServer first;
    private PackagedServer second;

    @BeforeEach
    void start() throws IOException {
        first = PackagedServer.start(folder.resolve("first"), GENEROUS);
        var database = EmbeddedDatabase.running(new DataFolder(folder.resolve("first")))
                .orElseThrow();
        second = PackagedServer.start(
                folder.resolve("second"),
                PackagedServer.settings(
                        GENEROUS,
                        "quarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                        "quarkus.datasource.username=" + database.user(),
                        "quarkus.datasource.password=" + database.password()));
    }

    @AfterEach
    void stop() {
        Stream.of(second, first).filter(Objects::nonNull).forEach(PackagedServer::close);
    }

    @Test
    void commands_given_to_both_at_once_make_one_journal_and_one_picture_wherever_people_move() throws Exception {
        var random = new Random(SEED);
        try (var storm = new Storm(host(), VIEWERS, SEED, first.address(), second.address())) {
            // When
            storm.ask(0, VIEWERS / 2);
            for (int i = 0; i < MOVES; i++) {
                int more = storm.acknowledged() + 3;
                await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> storm.acknowledged() >= more);
                var mover = storm.viewers().get(random.nextInt(VIEWERS));
                mover.browser().pointAt((random.nextBoolean() ? first : second).address());
                mover.moveOn();
            }
            storm.ask(VIEWERS / 2, VIEWERS);

            // Then
            storm.calmDown();
            assertThat(storm.viewers()).anyMatch(viewer -> viewer.connections() > 1);
        }
    }

    @Test
    void votes_cast_at_one_server_show_at_the_other_within_a_second() throws Exception {
        var host = host();
        var code = host.makeLiveSession();
        try (var here = surface(first, code);
                var there = surface(second, code)) {
            var question = "00000000-0000-4000-8000-000000000001";
            HttpBrowser.ok(host.command(
                    code,
                    "desk",
                    "askFor",
                    Map.of("question", question, "text", "What is it like?", "language", "en", "origin", "ahead")));
            await().atMost(PATIENCE)
                    .until(() -> here.questions().containsKey(question)
                            && there.questions().containsKey(question));
            var taken = new ArrayList<Duration>();
            for (int n = 1; n <= VOTES; n++) {
                // When
                long votes = n % 2;
                var ack = here.command("vote", Map.of("question", question, "n", n, "on", votes == 1))
                        .get();
                assertThat(ack.path("type").asText()).isEqualTo("ack");
                long acknowledged = System.nanoTime();
                await().atMost(PATIENCE)
                        .pollInterval(OFTEN)
                        .until(() -> there.votes().get(question) == votes);
                taken.add(Duration.ofNanos(System.nanoTime() - acknowledged));
            }

            // Then: the quickest, for the machine may be busy with something else
            assertThat(taken).anyMatch(time -> time.compareTo(SOON) < 0);
        }
    }

    @Test
    void who_asks_by_one_server_is_told_of_it_by_the_other() throws Exception {
        var code = host().makeLiveSession();
        var asker = new HttpBrowser(first.address()).participate();
        try (var there = new Surface(asker, code, "room").join()) {
            await().atMost(PATIENCE)
                    .until(() -> there.isConnected() && there.mine().has("questions"));
            var question = "00000000-0000-4000-8000-000000000002";

            // When
            asker.pointAt(second.address());
            HttpBrowser.ok(asker.command(
                    code, "room", "ask", Map.of("question", question, "text", "Who hears this?", "language", "en")));

            // Then
            await().atMost(PATIENCE)
                    .until(() -> there.mine()
                            .path("questions")
                            .path(0)
                            .path("id")
                            .asText()
                            .equals(question));
            assertThat(there.connections()).isEqualTo(1);
        }
    }

    @Test
    void when_one_server_is_killed_then_the_other_goes_on_and_takes_its_people_in() throws Exception {
        try (var storm = new Storm(host(), VIEWERS, SEED + 1, first.address(), second.address())) {
            storm.ask(0, VIEWERS / 2);
            await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> storm.acknowledged() > VIEWERS);

            // When
            storm.surfaces().forEach(surface -> surface.browser().pointAt(second.address()));
            first.kill();
            storm.ask(VIEWERS / 2, VIEWERS);

            // Then
            storm.calmDown();
        } finally {
            second.close();
            // the database outlived its server, and is stopped in order with the next one
            first = PackagedServer.start(folder.resolve("first"));
        }
    }

    private HttpBrowser host() throws IOException {
        await().atMost(PATIENCE).until(() -> first.output().stream().anyMatch(line -> line.contains("to be the host")));
        return HttpBrowser.host(first.address(), folder.resolve("first"));
    }

    private static Surface surface(PackagedServer server, String code) throws IOException {
        return new Surface(new HttpBrowser(server.address()).participate(), code, "room").join();
    }
}
