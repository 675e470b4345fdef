package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.Tables;

/// Rehearsals are ended in mid-show: while their simulated people ask, vote and decide, and others vote at every
/// server.
/// Nobody reads of a fault, no log has a word of it, and nothing is left in any table.
class EndedRehearsalsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int ROUNDS = Integer.getInteger("tests.rehearsals", 20);
    private static final int VOTERS = 8;
    private static final int VOTES = 20;
    private static final int GONE = 404;
    private static final Map<String, ?> EVERYBODY = Map.of("speed", 60, "cast", "everyone");

    private static final String[] GENEROUS = {
        "rostrum.limits.questions-per-address=100000",
        "rostrum.limits.votes-per-participant=100000",
        "rostrum.limits.votes-per-address=100000",
        "rostrum.limits.commands-per-participant=100000",
        "rostrum.limits.commands-per-address=100000",
        "rostrum.limits.keys-per-network=100000",
        "rostrum.limits.connections-per-address=100000"
    };

    @TempDir
    Path folder;

    @Test
    void on_one_server_ending_in_mid_show_is_heard_of_nowhere_and_leaves_nothing() throws Exception {
        try (var server = PackagedServer.start(folder.resolve("first"), GENEROUS)) {
            endAll(List.of(server));
        }
    }

    @Test
    void on_two_servers_ending_in_mid_show_is_heard_of_nowhere_and_leaves_nothing() throws Exception {
        try (var first = PackagedServer.start(folder.resolve("first"), GENEROUS);
                var second = second()) {
            endAll(List.of(first, second));
        }
    }

    @Test
    void a_rehearsal_that_is_ended_at_another_server_is_played_no_longer() throws Exception {
        try (var first = PackagedServer.start(folder.resolve("first"), "quarkus.http.access-log.enabled=true");
                var second = second()) {
            var host = first.host();
            var code = begin(host);

            // When
            host.pointAt(second.address());
            assertThat(host.delete("/api/sessions/" + code + "/rehearsal").statusCode())
                    .isEqualTo(204);

            // Then
            var heard = new ArrayList<Long>();
            await().atMost(PATIENCE).during(QUIET).pollInterval(OFTEN).until(() -> {
                heard.add(first.output().stream()
                        .filter(line -> line.contains("/api/sessions/" + code))
                        .count());
                return heard.getLast().equals(heard.get(Math.max(0, heard.size() - 2)));
            });
        }
    }

    private PackagedServer second() throws IOException {
        var database = database();
        return PackagedServer.start(
                folder.resolve("second"),
                PackagedServer.settings(
                        GENEROUS,
                        "quarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                        "quarkus.datasource.username=" + database.user(),
                        "quarkus.datasource.password=" + database.password()));
    }

    private DatabaseAccess database() throws IOException {
        return EmbeddedDatabase.running(new DataFolder(folder.resolve("first"))).orElseThrow();
    }

    private void endAll(List<PackagedServer> servers) throws IOException, InterruptedException {
        var host = servers.getFirst().host();
        var jdbi =
                Jdbi.create(database().jdbcUrl(), database().user(), database().password());
        var voters = new ArrayList<HttpBrowser>();
        for (int i = 0; i < VOTERS; i++) {
            voters.add(new HttpBrowser(servers.get(i % servers.size()).address()).participate());
        }
        var before = Tables.rows(jdbi);

        // When
        var heard = new ConcurrentLinkedQueue<Integer>();
        for (int round = 0; round < ROUNDS; round++) {
            host.pointAt(servers.getFirst().address());
            var code = begin(host);
            var show = voters.stream()
                    .map(voter -> Thread.startVirtualThread(() -> voteUntilGone(voter, code, heard)))
                    .toList();
            int enough = heard.size() + VOTES;
            await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> heard.size() > enough);
            host.pointAt(servers.get(round % servers.size()).address());
            heard.add(host.delete("/api/sessions/" + code + "/rehearsal").statusCode());
            for (var voter : show) {
                voter.join();
            }
        }

        // Then
        assertThat(heard).noneMatch(status -> status >= 500);
        assertThat(Tables.rows(jdbi)).isEqualTo(before);
        for (var server : servers) {
            assertThat(server.output()).noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
        }
        assertThat(Files.readString(folder.resolve("first").resolve("postgresql.log")))
                .doesNotContain("deadlock");
    }

    private static String begin(HttpBrowser host) throws IOException {
        var code = HttpBrowser.ok(host.post("/api/rehearsal", EVERYBODY))
                .path("code")
                .asText();
        await().atMost(PATIENCE)
                .pollInterval(OFTEN)
                .until(() -> !host.snapshot(code, "room").path("questions").isEmpty());
        return code;
    }

    private static void voteUntilGone(HttpBrowser voter, String code, Queue<Integer> heard) {
        try {
            int status = 0;
            for (int n = 1; status != GONE; n++) {
                var room = voter.get("/api/sessions/" + code + "/room");
                status = room.statusCode();
                if (status == 200) {
                    var questions = HttpBrowser.ok(room).path("questions");
                    var question = questions
                            .path(n % Math.max(1, questions.size()))
                            .path("id")
                            .asText();
                    var vote = Map.of("question", question, "n", n, "on", n % 2 == 1);
                    status = voter.command(code, "room", "vote", vote).statusCode();
                }
                heard.add(status);
            }
        } catch (IOException e) {
            heard.add(Integer.MAX_VALUE);
        }
    }
}
