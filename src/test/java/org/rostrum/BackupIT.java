package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.OpenPages;
import org.rostrum.testing.PackagedServer;

/// The console's commands that keep an installation's data, as an operator gives them.
class BackupIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void an_evening_that_is_restored_elsewhere_is_the_same_and_open_pages_go_on_there() throws Exception {
        var file = folder.resolve("evening.zip");
        var first = folder.resolve("first");
        var second = folder.resolve("second");
        int port;
        OpenPages pages;
        try (var server = PackagedServer.start(first)) {
            var host = server.host();
            port = server.address().getPort();
            var show = HttpBrowser.ok(host.post("/api/rehearsal", Map.of("speed", 60, "cast", "everyone")))
                    .path("code")
                    .asText();
            await().atMost(PATIENCE)
                    .until(() -> host.snapshot(show, "room").path("questions").size() > 10);
            pages = OpenPages.of(server, host);
            pages.askAndAwait();

            // When
            var backup = PackagedServer.run(first, "backup", file.toString());

            // Then: while the server goes on
            assertThat(backup.awaitEnd()).isZero();
            assertThat(backup.output()).singleElement().asString().startsWith("written: " + file);
            assertThat(PackagedServer.run(first, "restore", file.toString())).satisfies(refused -> {
                assertThat(refused.awaitEnd()).isEqualTo(1);
                assertThat(refused.output())
                        .singleElement()
                        .asString()
                        .contains("is in use by another running Rostrum");
            });
            pages.askAndAwait();
        }
        var epoch = pages.epoch();
        var stopped = folder.resolve("stopped.zip");
        assertThat(PackagedServer.run(first, "backup", stopped.toString()).awaitEnd())
                .isZero();

        // When
        var restored = PackagedServer.run(second, "restore", stopped.toString());

        // Then
        assertThat(restored.awaitEnd()).isZero();
        assertThat(restored.output()).singleElement().asString().startsWith("restored: " + stopped);
        assertThat(rows(second)).isEqualTo(rows(first));

        // and pages that saw more than the earlier copy has find themselves in it
        var third = folder.resolve("third");
        assertThat(PackagedServer.run(third, "restore", file.toString()).awaitEnd())
                .isZero();
        try (var _ = PackagedServer.start(third, "quarkus.http.port=" + port)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(pages.all()).allSatisfy(surface -> {
                        assertThat(surface.isConnected()).isTrue();
                        assertThat(surface.epoch()).isNotEqualTo(epoch);
                        assertThat(surface.questions()).hasSize(1);
                    }));
            pages.askAndAwait();
            pages.close();
        }
    }

    @Test
    void a_new_epoch_is_noticed_by_the_server_that_runs_and_every_page_fetches() throws Exception {
        try (var server = PackagedServer.start(folder)) {
            var pages = OpenPages.of(server);
            pages.askAndAwait();
            var epoch = pages.epoch();

            // When
            var command = PackagedServer.run(folder, "new-epoch");

            // Then
            assertThat(command.awaitEnd()).isZero();
            assertThat(command.output()).containsExactly("Every page fetches what there is: sessions=1");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(pages.all())
                            .allSatisfy(surface -> assertThat(surface.epoch()).isNotEqualTo(epoch)));
            pages.askAndAwait();
            pages.close();
        }
    }

    /// Every row of every table of a stopped server as text, without epochs and what belongs to the database itself.
    private static Map<String, List<String>> rows(Path stopped) throws Exception {
        try (var database = EmbeddedDatabase.start(new DataFolder(stopped), _ -> {})) {
            DatabaseAccess access = database.access();
            return Jdbi.create(access.jdbcUrl(), access.user(), access.password())
                    .withHandle(handle -> {
                        var rows = new TreeMap<String, List<String>>();
                        var tables = handle.createQuery("""
                                select table_name from information_schema.tables where table_schema = current_schema()
                                  and table_name not in ('flyway_schema_history', 'cluster_mark')""").mapTo(String.class).list();
                        for (var table : tables) {
                            rows.put(
                                    table,
                                    handle.createQuery("select (to_jsonb(t) - 'epoch')::text from " + table
                                                    + " t order by 1")
                                            .mapTo(String.class)
                                            .list());
                        }
                        return rows;
                    });
        }
    }
}
