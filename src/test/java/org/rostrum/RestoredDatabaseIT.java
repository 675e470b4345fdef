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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.LiveClient;
import org.rostrum.testing.OpenPages;
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

    private OpenPages pages;

    @Test
    void when_a_copy_is_put_back_between_two_runs_then_whoever_knows_more_is_sent_for_a_snapshot() throws Exception {
        var before = runOnce();
        makeCopy();
        String epoch;
        String lost;
        var first = pages.epoch();
        try (var _ = PackagedServer.start(folder, "quarkus.http.port=" + before.port())) {
            lost = pages.ask();
            pages.ask();
            pages.awaitEverywhere(lost);
            epoch = pages.epoch();
            assertThat(epoch)
                    .as("a restart of server and database is no restore")
                    .isEqualTo(first);
        }

        // When
        putCopyBack();
        try (var server = PackagedServer.start(folder, "quarkus.http.port=" + before.port())) {

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(pages.all()).allSatisfy(surface -> {
                        assertThat(surface.isConnected()).isTrue();
                        assertThat(surface.questions())
                                .containsKey(before.kept())
                                .doesNotContainKey(lost);
                    }));
            var next = pages.askAndAwait();

            // and somebody who claims to know more still costs only themselves
            var resyncs = pages.all().stream().map(Surface::resyncs).toList();
            try (var liar = new Surface(new HttpBrowser(server.address()), pages.code(), "room")
                    .claiming(1_000_000, "0123456789abcdef")
                    .join()) {
                await().atMost(PATIENCE).until(() -> liar.questions().containsKey(next));
                pages.askAndAwait();
                assertThat(liar.epoch()).isEqualTo(pages.epoch());
            }
            assertThat(pages.all().stream().map(Surface::resyncs)).isEqualTo(resyncs);
            pages.close();
        }
    }

    @Test
    void when_a_copy_has_gone_on_beyond_what_sleepers_saw_then_they_hold_nothing_of_what_was_lost() throws Exception {
        var before = runOnce();
        pages.close();
        makeCopy();
        LiveClient sleeper;
        String lost;
        try (var server = PackagedServer.start(folder, "quarkus.http.port=" + before.port())) {
            sleeper = new LiveClient(HttpClient.newHttpClient(), server.address(), pages.code(), "room", "").join();
            lost = pages.ask();
            pages.ask();
            pages.ask();
            await().atMost(PATIENCE).until(() -> sleeper.questions().size() == 4);
            sleeper.drop();
        }

        // When
        putCopyBack();
        try (var _ = PackagedServer.start(folder, "quarkus.http.port=" + before.port())) {
            var present = new ArrayList<>(List.of(before.kept()));
            for (int i = 0; i < 4; i++) {
                present.add(pages.ask());
            }
            sleeper.connect();

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(sleeper.questions().keySet()).containsExactlyInAnyOrderElementsOf(present));
            assertThat(sleeper.questions()).doesNotContainKey(lost);
            present.add(pages.ask());
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(sleeper.questions().keySet()).containsExactlyInAnyOrderElementsOf(present));
            sleeper.drop();
        }
    }

    @Test
    void when_it_is_put_back_under_a_running_server_then_that_is_noticed_without_anybody_coming() throws Exception {
        try (var _ = begin()) {
            var kept = pages.askAndAwait();
            var epoch = pages.epoch();
            long seq = pages.all().getFirst().seq();
            var lost = pages.askAndAwait();

            // When
            putBack(seq, UUID.fromString(lost));

            // Then
            pages.awaitAnotherEpoch(epoch);
            assertThat(pages.all())
                    .allSatisfy(surface ->
                            assertThat(surface.questions()).containsKey(kept).doesNotContainKey(lost));
            pages.askAndAwait();
            pages.close();
        }
    }

    @Test
    void when_a_dump_of_all_that_was_sent_is_put_into_another_cluster_then_everybody_is_under_another_epoch()
            throws Exception {
        var before = runOnce();
        var epoch = pages.epoch();
        var elsewhere = folder.resolve("elsewhere");
        PackagedServer.start(elsewhere).close();

        // When
        pour(folder, elsewhere);

        // Then: nothing is lost, so that no position tells; what comes now might have been numbered twice
        try (var server = PackagedServer.start(elsewhere, "quarkus.http.port=" + before.port())) {
            pages.awaitAnotherEpoch(epoch);
            var next = pages.askAndAwait();
            assertThat(pages.all())
                    .allSatisfy(surface -> assertThat(surface.questions()).containsKeys(before.kept(), next));
            assertThat(server.output()).anyMatch(line -> line.contains("the database was restored"));
            pages.close();
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

    /// A run that is over: where it was, and what was asked in it and seen everywhere.
    private record Run(int port, String kept) {}

    private Run runOnce() throws IOException {
        try (var server = begin()) {
            return new Run(server.address().getPort(), pages.askAndAwait());
        }
    }

    /// Copies the stopped database, as an operator does.
    private void makeCopy() throws IOException {
        copy(folder.resolve("database"), folder.resolve("backup"));
    }

    private void putCopyBack() throws IOException {
        var database = folder.resolve("database");
        Files.move(database, folder.resolve("lost"));
        Files.move(folder.resolve("backup"), database);
    }

    private PackagedServer begin() throws IOException {
        var server = PackagedServer.start(folder);
        pages = OpenPages.of(server);
        return server;
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
