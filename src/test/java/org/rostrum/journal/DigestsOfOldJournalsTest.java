package org.rostrum.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.testing.PostgresTestResource;

/// A database that was filled before entries had digests gets them, and they are what this server makes of the entries.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class DigestsOfOldJournalsTest {

    private static final String SCHEMA = "before_digests";
    private static final int ENTRIES = 30;

    @Inject
    Jdbi jdbi;

    @Inject
    DataSource dataSource;

    @Inject
    Journal journal;

    @AfterEach
    void drop() {
        jdbi.useHandle(handle -> handle.execute("drop schema if exists " + SCHEMA + " cascade"));
    }

    @Test
    void every_entry_follows_the_one_before_and_the_head_is_where_the_last_one_is() {
        // Given
        migrate("8?");
        var first = UUID.randomUUID();
        var second = UUID.randomUUID();
        var unused = UUID.randomUUID();
        jdbi.useTransaction(handle -> {
            handle.execute("set local search_path to " + SCHEMA);
            for (var session : new UUID[] {first, second}) {
                handle.execute(
                        "insert into journal_head (info_session, epoch, seq, questions) values (?, ?, ?, 0)",
                        session,
                        UUID.randomUUID(),
                        ENTRIES);
                for (int seq = 1; seq <= ENTRIES; seq++) {
                    handle.execute(
                            "insert into journal_entry (info_session, seq, at, actor, kind, payload) "
                                    + "values (?, ?, timestamptz '2026-11-21 00:00:00.123Z' + ? * interval '1 ms', ?, ?, ?)",
                            session,
                            seq,
                            seq * 777,
                            "moderator:Zoé " + seq,
                            "publi\u00e9",
                            "{\"rows\":[\"\\u0000 \ud83d\ude00 " + session + "\"]}");
                }
            }
            handle.execute(
                    "insert into journal_head (info_session, epoch, seq, questions) values (?, ?, 0, 0)",
                    unused,
                    UUID.randomUUID());
        });

        // When
        migrate("latest");

        // Then
        jdbi.useTransaction(handle -> {
            handle.execute("set local search_path to " + SCHEMA);
            for (var session : new UUID[] {first, second}) {
                var id = new InfoSessionId(session);
                var entries = journal.after(handle, id, 0, 100);
                assertThat(entries).hasSize(ENTRIES);
                var digest = Digest.NONE;
                for (var entry : entries) {
                    assertThat(entry.follows(digest))
                            .as("entry %d", entry.seq())
                            .isTrue();
                    digest = entry.digest();
                }
                assertThat(journal.head(handle, id).orElseThrow().digest()).isEqualTo(digest);
            }
            assertThat(journal.head(handle, new InfoSessionId(unused))
                            .orElseThrow()
                            .digest())
                    .isEqualTo(Digest.NONE);
        });
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(SCHEMA)
                .target(target)
                .load()
                .migrate();
    }
}
