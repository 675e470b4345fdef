package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.LiveClient;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.Surface;

/// A database that is put back to what it was: what it lost is gone for everybody, and nobody's picture mixes both.
class RestoredDatabaseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// All that a dump holds, in an order in which references find what they refer to.
    private static final List<String> TABLES = List.of(
            "info_session",
            "journal_head",
            "journal_entry",
            "receipt",
            "author",
            "question",
            "question_text",
            "vote",
            "question_tally",
            "tally_head",
            "cluster_mark",
            "invitation",
            "access_grant");

    @TempDir
    Path folder;

    private HttpBrowser host;
    private String code;
    private List<Surface> surfaces;

    @Test
    void when_a_copy_is_put_back_between_two_runs_then_whoever_knows_more_is_sent_for_a_snapshot() throws Exception {
        String kept;
        int port;
        var backup = folder.resolve("backup");
        var database = folder.resolve("database");
        try (var server = begin()) {
            port = server.address().getPort();
            kept = ask();
            awaitEverywhere(kept);
        }
        copy(database, backup);
        String epoch;
        String lost;
        var first = surfaces.getFirst().epoch();
        try (var _ = PackagedServer.start(folder, "quarkus.http.port=" + port)) {
            lost = ask();
            ask();
            awaitEverywhere(lost);
            epoch = surfaces.getFirst().epoch();
            assertThat(epoch)
                    .as("a restart of server and database is no restore")
                    .isEqualTo(first);
        }

        // When
        Files.move(database, folder.resolve("lost"));
        Files.move(backup, database);
        try (var server = PackagedServer.start(folder, "quarkus.http.port=" + port)) {

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(surfaces).allSatisfy(surface -> {
                        assertThat(surface.isConnected()).isTrue();
                        assertThat(surface.questions()).containsKey(kept).doesNotContainKey(lost);
                    }));
            var next = ask();
            awaitEverywhere(next);

            // and somebody who claims to know more still costs only themselves
            var resyncs = surfaces.stream().map(Surface::resyncs).toList();
            try (var liar = new Surface(new HttpBrowser(server.address()), code, "room")
                    .claiming(1_000_000, "0123456789abcdef")
                    .join()) {
                await().atMost(PATIENCE).until(() -> liar.questions().containsKey(next));
                awaitEverywhere(ask());
                assertThat(liar.epoch()).isEqualTo(surfaces.getFirst().epoch());
            }
            assertThat(surfaces.stream().map(Surface::resyncs)).isEqualTo(resyncs);
            surfaces.forEach(Surface::close);
        }
    }

    @Test
    void when_a_copy_has_gone_on_beyond_what_sleepers_saw_then_they_hold_nothing_of_what_was_lost() throws Exception {
        String kept;
        int port;
        var backup = folder.resolve("backup");
        var database = folder.resolve("database");
        try (var server = begin()) {
            port = server.address().getPort();
            kept = ask();
            awaitEverywhere(kept);
            surfaces.forEach(Surface::close);
        }
        copy(database, backup);
        LiveClient sleeper;
        String lost;
        try (var server = PackagedServer.start(folder, "quarkus.http.port=" + port)) {
            sleeper = new LiveClient(HttpClient.newHttpClient(), server.address(), code, "room", "").join();
            lost = ask();
            ask();
            ask();
            await().atMost(PATIENCE).until(() -> sleeper.questions().size() == 4);
            sleeper.drop();
        }

        // When
        Files.move(database, folder.resolve("lost"));
        Files.move(backup, database);
        try (var _ = PackagedServer.start(folder, "quarkus.http.port=" + port)) {
            var present = new ArrayList<>(List.of(kept));
            for (int i = 0; i < 4; i++) {
                present.add(ask());
            }
            sleeper.connect();

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(sleeper.questions().keySet()).containsExactlyInAnyOrderElementsOf(present));
            assertThat(sleeper.questions()).doesNotContainKey(lost);
            present.add(ask());
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(sleeper.questions().keySet()).containsExactlyInAnyOrderElementsOf(present));
            sleeper.drop();
        }
    }

    @Test
    void when_it_is_put_back_under_a_running_server_then_that_is_noticed_without_anybody_coming() throws Exception {
        try (var _ = begin()) {
            var kept = ask();
            awaitEverywhere(kept);
            var epoch = surfaces.getFirst().epoch();
            long seq = surfaces.getFirst().seq();
            var lost = ask();
            awaitEverywhere(lost);

            // When
            putBack(seq, UUID.fromString(lost));

            // Then
            awaitAnotherEpoch(epoch);
            assertThat(surfaces)
                    .allSatisfy(surface ->
                            assertThat(surface.questions()).containsKey(kept).doesNotContainKey(lost));
            awaitEverywhere(ask());
            surfaces.forEach(Surface::close);
        }
    }

    @Test
    void when_a_dump_of_all_that_was_sent_is_put_into_another_cluster_then_everybody_is_under_another_epoch()
            throws Exception {
        String kept;
        int port;
        try (var server = begin()) {
            port = server.address().getPort();
            kept = ask();
            awaitEverywhere(kept);
        }
        var epoch = surfaces.getFirst().epoch();
        var elsewhere = folder.resolve("elsewhere");
        PackagedServer.start(elsewhere).close();

        // When
        pour(folder, elsewhere);

        // Then: nothing is lost, so that no position tells; what comes now might have been numbered twice
        try (var server = PackagedServer.start(elsewhere, "quarkus.http.port=" + port)) {
            awaitAnotherEpoch(epoch);
            var next = ask();
            awaitEverywhere(next);
            assertThat(surfaces)
                    .allSatisfy(surface -> assertThat(surface.questions()).containsKeys(kept, next));
            assertThat(server.output()).anyMatch(line -> line.contains("the database was restored"));
            surfaces.forEach(Surface::close);
        }
    }

    /// Puts the rows of one stopped server's database in the place of another's.
    private static void pour(Path from, Path to) throws Exception {
        try (var source = EmbeddedDatabase.start(new DataFolder(from), _ -> {});
                var target = EmbeddedDatabase.start(new DataFolder(to), _ -> {});
                var reading = connect(source.access());
                var writing = connect(target.access())) {
            writing.setAutoCommit(false);
            try (var statement = writing.createStatement()) {
                statement.execute("truncate " + String.join(", ", TABLES));
            }
            for (var table : TABLES) {
                var rows = new ByteArrayOutputStream();
                reading.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + table + " to stdout", rows);
                writing.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy " + table + " from stdin", new ByteArrayInputStream(rows.toByteArray()));
            }
            writing.commit();
        }
    }

    private static Connection connect(DatabaseAccess access) throws SQLException {
        return DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
    }

    private PackagedServer begin() throws IOException {
        var server = PackagedServer.start(folder);
        host = server.host();
        code = host.makeLiveSession();
        surfaces = List.of(
                new Surface(host, code, "desk").join(),
                new Surface(new HttpBrowser(server.address()).participate(), code, "room").join(),
                new Surface(new HttpBrowser(server.address()), code, "room").join());
        return server;
    }

    private String ask() throws IOException {
        var question = UUID.randomUUID().toString();
        HttpBrowser.ok(host.command(
                code,
                "desk",
                "askFor",
                Map.of("question", question, "text", "What is " + question, "language", "en", "origin", "organizer")));
        return question;
    }

    private void awaitEverywhere(String question) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(surfaces)
                        .allSatisfy(surface -> assertThat(surface.questions()).containsKey(question)));
    }

    private void awaitAnotherEpoch(String epoch) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(surfaces).allSatisfy(surface -> {
                    assertThat(surface.isConnected()).isTrue();
                    assertThat(surface.epoch()).isNotEqualTo(epoch);
                }));
    }

    private void putBack(long seq, UUID question) throws IOException, SQLException {
        var access = EmbeddedDatabase.running(new DataFolder(folder)).orElseThrow();
        try (var connection = connect(access)) {
            connection.setAutoCommit(false);
            try (var head = connection.prepareStatement(
                            "update journal_head h set seq = ?, digest = (select digest from journal_entry e where e.info_session = h.info_session and e.seq = ?)");
                    var entries = connection.prepareStatement("delete from journal_entry where seq > ?");
                    var rows = connection.prepareStatement("delete from question where id = ?")) {
                head.setLong(1, seq);
                head.setLong(2, seq);
                entries.setLong(1, seq);
                rows.setObject(1, question);
                head.execute();
                entries.execute();
                rows.execute();
            }
            connection.commit();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
