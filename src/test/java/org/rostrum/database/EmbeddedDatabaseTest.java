package org.rostrum.database;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 3, unit = MINUTES)
class EmbeddedDatabaseTest {

    private static final Duration RECOVERY = Duration.ofSeconds(45);

    @TempDir
    static Path shared;

    private final DataFolder folder = new DataFolder(shared.resolve("data"));

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"})
    void what_is_acknowledged_is_flushed(String setting) throws Exception {
        try (var database = start()) {
            assertThat(ask(database, "select current_setting('" + setting + "')"))
                    .isEqualTo("on");
        }
    }

    @Test
    void text_search_knows_french_letters() throws Exception {
        try (var database = start()) {
            assertThat(ask(database, "select to_tsvector('simple', 'ÉTÉ')::text"))
                    .isEqualTo("'été':1");
        }
    }

    @Test
    void data_is_kept_over_a_restart_in_order() throws Exception {
        // Given
        try (var database = start()) {
            execute(database, "create table kept_in_order as select 'still here' as word");
        }

        // When
        try (var database = start()) {
            // Then
            assertThat(ask(database, "select word from kept_in_order")).isEqualTo("still here");
        }
    }

    @Test
    void the_server_owns_its_database_and_may_nothing_beyond_it() throws Exception {
        try (var database = start()) {
            execute(database, "create table made_by_the_server (id int primary key)");

            assertThat(ask(database, """
                    select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
                    from pg_roles where rolname = current_user""")).isEqualTo("f");
            assertThatThrownBy(() -> ask(database, "select pg_read_file('PG_VERSION')"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> execute(database, "copy made_by_the_server from program 'echo 1'"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void a_folder_of_an_earlier_version_is_handed_over_whole() throws Exception {
        // Given
        var earlier = new DataFolder(shared.resolve("earlier"));
        try (var _ = EmbeddedDatabase.start(earlier, line -> {});
                var connection =
                        connect(EmbeddedDatabase.administration(earlier).orElseThrow());
                var statement = connection.createStatement()) {
            statement.execute("reassign owned by rostrum_server to rostrum");
            statement.execute("drop owned by rostrum_server");
            statement.execute("drop role rostrum_server");
            statement.execute("create type mood as enum ('calm')");
            statement.execute(
                    "create table earlier (id bigint generated always as identity, serial serial, mood mood)");
            statement.execute("create sequence alone");
            statement.execute("create view looking as select * from earlier");
            statement.execute("create function asking(int) returns int language sql as 'select $1'");
            statement.execute("insert into earlier (mood) select 'calm' from generate_series(1, 100)");
        }
        Files.delete(earlier.resolve("server-password"));

        // When
        try (var database = EmbeddedDatabase.start(earlier, line -> {})) {
            // Then
            assertThat(ask(database, "select count(*) || ' ' || max(id) || ' ' || max(serial) from looking"))
                    .isEqualTo("100 100 100");
            execute(database, "insert into earlier (mood) values ('calm')");
            execute(database, "alter table earlier add column word text");
            execute(database, "alter type mood add value 'tense'");
            execute(database, "alter sequence alone restart");
            execute(database, "create or replace function asking(int) returns int language sql as 'select $1 + 1'");
            execute(database, "drop view looking");
            assertThat(ask(
                            database,
                            "select count(*) from pg_class where relnamespace = 'public'::regnamespace"
                                    + " and relowner <> 'rostrum_server'::regrole"))
                    .isEqualTo("0");
        }
    }

    @Test
    void only_the_owner_reads_the_password() throws Exception {
        try (var _ = start()) {
            for (var file : List.of("database-password", "server-password")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void the_database_asks_for_the_password() throws Exception {
        try (var database = start()) {
            assertThatThrownBy(() -> connect(new DatabaseAccess(
                            database.access().jdbcUrl(), database.access().user(), "guessed")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void when_postgresql_is_killed_then_it_runs_again_on_the_same_port_with_everything_committed() throws Exception {
        try (var database = start()) {
            // Given
            execute(database, "create table kept_over_kill as select 'committed' as word");
            var killed = database.process();

            // When
            killed.destroyForcibly();

            // Then
            await().atMost(RECOVERY)
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .untilAsserted(() -> assertThat(ask(database, "select word from kept_over_kill"))
                            .isEqualTo("committed"));
            assertThat(database.process()).isNotEqualTo(killed);
            await().atMost(RECOVERY).until(database::isAvailable);
        }
    }

    @Test
    void when_postgresql_is_killed_then_it_is_not_available_until_it_runs_again() throws Exception {
        try (var database = start()) {
            // Given
            EmbeddedDatabaseHealth.watch(database);
            var health = new EmbeddedDatabaseHealth();

            // When
            database.process().destroyForcibly();

            // Then
            await().atMost(RECOVERY)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> health.call().getStatus().name().equals("DOWN"));
            await().atMost(RECOVERY)
                    .until(() -> health.call().getStatus().name().equals("UP"));
        }
    }

    @Test
    void what_a_killed_server_left_running_is_stopped_and_its_data_taken_over() throws Exception {
        // Given
        var holder = hold();
        var orphan = postmasterOf(holder);
        holder.destroyForcibly().waitFor();
        assertThat(orphan.isAlive()).isTrue();

        // When
        var said = new ArrayList<String>();
        try (var database = EmbeddedDatabase.start(folder, said::add)) {
            // Then
            assertThat(said).anyMatch(line -> line.contains("left behind"));
            assertThat(ask(database, "select 1")).isEqualTo("1");
            await().atMost(RECOVERY).until(() -> !orphan.isAlive() || isUnreaped(orphan));
        }
    }

    @Test
    void after_a_kill_of_server_and_database_it_starts_again() throws Exception {
        // Given
        var holder = hold();
        var postmaster = postmasterOf(holder);
        holder.destroyForcibly().waitFor();
        postmaster.destroyForcibly();

        // When
        try (var database = start()) {
            // Then
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_process_number_that_now_belongs_to_another_program_is_left_alone() throws Exception {
        // Given
        start().close();
        var stranger = new ProcessBuilder("sleep", "300").start();
        Files.writeString(
                folder.resolve("database").resolve("postmaster.pid"),
                stranger.pid() + "\n" + folder.resolve("database") + "\n1\n5432\n\n\n");

        // When
        try (var database = start()) {
            // Then
            assertThat(ask(database, "select 1")).isEqualTo("1");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_folder_that_another_process_uses_is_refused_in_one_sentence() throws Exception {
        // Given
        var holder = hold();
        var postmaster = postmasterOf(holder);

        try {
            // Then
            assertThatThrownBy(this::start)
                    .isInstanceOf(DataFolderInUse.class)
                    .hasMessageMatching(
                            "The data folder .* is in use by another running Rostrum: [^.]*rostrum\\.data-dir\\.");
            assertThat(postmaster.isAlive()).isTrue();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_folder_that_this_process_uses_is_refused_too() throws Exception {
        try (var _ = start()) {
            assertThatThrownBy(this::start).isInstanceOf(DataFolderInUse.class);
        }
    }

    @Test
    void a_folder_of_another_major_version_is_refused_at_once_and_left_as_it_is() throws Exception {
        // Given
        var old = new DataFolder(shared.resolve("old"));
        Files.createDirectories(old.resolve("database"));
        Files.writeString(old.resolve("database").resolve("PG_VERSION"), "16\n");
        var earlierPrograms = Files.createDirectories(old.resolve("postgresql-0123456789ab"));

        // Then
        assertThatThrownBy(() -> EmbeddedDatabase.start(old, line -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(".*/old/database is of PostgreSQL 16, and this Rostrum brings PostgreSQL 17, .*");
        assertThat(earlierPrograms).exists();
        old.claim().close();
    }

    @Test
    void a_folder_that_cannot_be_written_is_refused_with_the_reason() throws Exception {
        var file = Files.createFile(shared.resolve("file"));

        assertThatThrownBy(() -> EmbeddedDatabase.start(new DataFolder(file.resolve("data")), line -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("The data folder .*/file/data cannot be written \\(.+\\): .*rostrum\\.data-dir\\.");
        assertThatThrownBy(() -> new DataFolder(file).writeSecret("host-link", "secret"))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("The data folder .*/file cannot be written \\(.+\\): .*rostrum\\.data-dir\\.");
    }

    @Test
    void when_it_is_closed_then_nothing_is_left_running() throws Exception {
        // Given
        var database = start();
        var postmaster = database.process();

        // When
        database.close();

        // Then
        assertThat(postmaster.isAlive()).isFalse();
        assertThat(folder.resolve("database").resolve("postmaster.pid")).doesNotExist();
    }

    private EmbeddedDatabase start() throws IOException, InterruptedException {
        return EmbeddedDatabase.start(folder, line -> {});
    }

    private Process hold() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DatabaseHolder.class.getName(),
                        folder.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static ProcessHandle postmasterOf(Process holder) throws IOException {
        var pid = Long.parseLong(holder.inputReader().readLine());
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static boolean isUnreaped(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") Z");
    }

    private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(DatabaseAccess access) throws SQLException {
        return DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return connect(database.access());
    }
}
