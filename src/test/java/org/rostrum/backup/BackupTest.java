package org.rostrum.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.question.QuestionCommand;
import org.rostrum.testing.PaperSession;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.testing.TestDatabase;
import org.rostrum.writer.Writers;

/// A backup holds all, and goes only where it harms nothing.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class BackupTest {

    /// What PostgreSQL's text format has to escape, and what some encodings cannot say.
    private static final String AWKWARD = "Back\\slash \\N \\. \\t “été” 🚒?";

    private static final String VERSION = "Rostrum test";

    @Inject
    TestDatabase database;

    @Inject
    Jdbi jdbi;

    @Inject
    Writers writers;

    private Path folder;
    private Path file;

    @BeforeEach
    void a_session_with_questions() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "backup-");
        file = folder.resolve("evening.zip");
        var session = StoredSession.found(writers, anInfoSession().live());
        session.published(VERA);
        session.give(VITO, PaperSession.asking(newId(), AWKWARD));
        session.give(HANA, new QuestionCommand.Approve(session.asked(People.viewer(3)), 1));
    }

    @AfterEach
    void no_file_stays() throws IOException {
        Files.deleteIfExists(file);
        Files.delete(folder);
    }

    @Test
    void what_is_restored_is_what_there_was_under_other_epochs() throws Exception {
        // Given
        var written = Backup.write(database.access(), VERSION, file);
        var elsewhere = emptyDatabase();

        // When
        var restored = restore(elsewhere);

        // Then
        assertThat(restored).isEqualTo(written);
        assertThat(rows(jdbi(elsewhere))).isEqualTo(rows(jdbi));
        assertThat(ask(jdbi(elsewhere), String.class, "select body from question_text"))
                .contains(AWKWARD);
        assertThat(epochs(jdbi(elsewhere))).isNotEmpty().doesNotContainAnyElementsOf(epochs(jdbi));
    }

    @Test
    void numbers_that_the_database_gives_go_on_behind_those_restored() throws Exception {
        // Given
        event(jdbi);
        Backup.write(database.access(), VERSION, file);
        var elsewhere = emptyDatabase();

        // When
        restore(elsewhere);

        // Then
        assertThat(event(jdbi(elsewhere))).isEqualTo(event(jdbi));
    }

    @Test
    void only_the_owner_reads_the_file_and_none_is_overwritten() throws Exception {
        Backup.write(database.access(), VERSION, file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> Backup.write(database.access(), VERSION, file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exists already");
    }

    @Test
    void a_backup_that_comes_to_no_end_leaves_nothing() throws Exception {
        var away = new DatabaseAccess("jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", "");

        assertThatThrownBy(() -> Backup.write(away, VERSION, file)).isInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_that_is_damaged_anywhere_is_refused_before_anything_is_done() throws Exception {
        // Given
        Backup.write(database.access(), VERSION, file);
        var whole = Files.readAllBytes(file);

        // Then
        for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 400)) {
            var damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            try (var backup = Restore.from(file)) {
                // a bit that nothing rests on, as a time in the archive's list
                assertThat(backup).isNotNull();
                Files.write(file, whole);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("is damaged or no backup of Rostrum");
            }
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 30));
        assertThatThrownBy(() -> Restore.from(file)).hasMessageContaining("is damaged or no backup of Rostrum");
    }

    @Test
    void a_backup_of_a_later_version_is_refused_and_changes_nothing() throws Exception {
        // Given
        Backup.write(database.access(), VERSION, file);
        var later = emptyDatabase();
        restore(later);
        jdbi(later).useHandle(handle -> handle.execute("""
                insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, \
                installed_by, execution_time, success) \
                values (9999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'later', 1, true)"""));
        Files.delete(file);
        Backup.write(later, "Rostrum 99", file);
        var elsewhere = emptyDatabase();

        // Then
        assertThatThrownBy(() -> restore(elsewhere))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is of a later Rostrum (Rostrum 99, migration 999)");
        assertThat(tables(jdbi(elsewhere))).isEmpty();
    }

    @Test
    void a_backup_of_an_earlier_version_is_brought_to_this_one() throws Exception {
        // Given
        var earlier = emptyDatabase();
        migrate(earlier, "4");
        jdbi(earlier).useHandle(handle -> {
            handle.execute("""
                    insert into info_session (id, join_code, phase, time_zone, switches, created_at)
                    values (gen_random_uuid(), 'ABC234', 'LIVE', 'UTC', '', now())""");
            handle.execute("""
                    insert into question (id, info_session, number, origin, text_version, revision, status, held,
                        pinned, rank, in_writing, language, asked_at)
                    select gen_random_uuid(), id, 1, 'VIEWER', 1, 1, 'PUBLISHED', false, false, 0, false, 'EN', now()
                    from info_session""");
            handle.execute("""
                    insert into question_tally (question, info_session, votes, version, changed_at)
                    select id, info_session, 3, 70, now() from question""");
            handle.execute("""
                    insert into journal_head (info_session, epoch, seq, questions)
                    select id, gen_random_uuid(), 0, 0 from info_session""");
        });
        Backup.write(earlier, VERSION, file);
        var elsewhere = emptyDatabase();

        // When
        restore(elsewhere);

        // Then
        assertThat(tables(jdbi(elsewhere))).isEqualTo(tables(jdbi));
        assertThat(ask(jdbi(elsewhere), Long.class, "select version from tally_head"))
                .containsExactly(70L);
    }

    @Test
    void a_database_that_holds_anything_is_left_alone() throws Exception {
        // Given
        Backup.write(database.access(), VERSION, file);
        var elsewhere = emptyDatabase();
        restore(elsewhere);
        var before = rows(jdbi(elsewhere));
        var epochs = epochs(jdbi(elsewhere));

        // Then
        assertThatThrownBy(() -> restore(elsewhere))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The database is not empty");
        assertThat(rows(jdbi(elsewhere))).isEqualTo(before);
        assertThat(epochs(jdbi(elsewhere))).isEqualTo(epochs);
    }

    @Test
    void what_a_first_start_leaves_counts_as_empty() throws Exception {
        // Given
        Backup.write(database.access(), VERSION, file);
        var elsewhere = emptyDatabase();
        migrate(elsewhere, "latest");
        jdbi(elsewhere).useHandle(handle -> handle.execute("""
                insert into signing_secret (generation, secret, made_at) values (7, 'secret', now())"""));
        event(jdbi(elsewhere));

        // When
        restore(elsewhere);

        // Then
        assertThat(rows(jdbi(elsewhere))).isEqualTo(rows(jdbi));
    }

    @Test
    void while_a_server_runs_on_a_database_nothing_is_restored_there() throws Exception {
        Backup.write(database.access(), VERSION, file);

        assertThatThrownBy(() -> restore(database.access()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("A server runs on this database (rostrum ");
    }

    private Contents restore(DatabaseAccess target) throws IOException {
        try (var backup = Restore.from(file)) {
            return backup.into(target);
        }
    }

    /// Of the name by which the next run drops what this one leaves.
    private DatabaseAccess emptyDatabase() {
        var name = "test_" + UUID.randomUUID().toString().replace("-", "");
        jdbi.useHandle(handle -> handle.execute("create database " + name));
        return database.named(name);
    }

    private static void migrate(DatabaseAccess database, String version) {
        TestDatabase.migrations(database).target(version).load().migrate();
    }

    private static Jdbi jdbi(DatabaseAccess access) {
        return Jdbi.create(access.jdbcUrl(), access.user(), access.password());
    }

    private static long event(Jdbi database) {
        return database.withHandle(handle -> handle.createQuery(
                        "insert into security_event (at, kind, times) values (now(), 'LINK_MADE', 1) returning id")
                .mapTo(Long.class)
                .one());
    }

    private static List<String> tables(Jdbi database) {
        return ask(database, String.class, """
                select table_name from information_schema.tables
                where table_schema = current_schema() order by table_name""");
    }

    private static List<UUID> epochs(Jdbi database) {
        return ask(database, UUID.class, "select epoch from journal_head");
    }

    private static <T> List<T> ask(Jdbi database, Class<T> type, String question) {
        return database.withHandle(
                handle -> handle.createQuery(question).mapTo(type).list());
    }

    /// Every row of every table as text, without epochs and what belongs to the database itself.
    private static Map<String, List<String>> rows(Jdbi database) {
        var rows = new TreeMap<String, List<String>>();
        for (var table : tables(database)) {
            if (!List.of("flyway_schema_history", "cluster_mark").contains(table)) {
                rows.put(
                        table,
                        ask(
                                database,
                                String.class,
                                "select (to_jsonb(t) - 'epoch')::text from " + table + " t order by 1"));
            }
        }
        return rows;
    }
}
