package org.rostrum.bench;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.EmbeddedDatabase;

/// How fast data are flushed here, and a way to make it slower.
record Disk(Path folder) {

    private static final int PAGE = 8192;

    /// Flushes of one rewritten page (`fdatasync`) in a second, one after the other.
    long flushesPerSecond() throws IOException {
        try (var file = FileChannel.open(folder.resolve("flush"), CREATE, WRITE)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            long flushes = 0;
            for (; System.nanoTime() < end; flushes++) {
                file.write(ByteBuffer.allocate(PAGE), 0);
                file.force(false);
            }
            return flushes;
        }
    }

    /// Makes every commit of a server's database wait before its flush, as on a slow disk: PostgreSQL's own
    /// `commit_delay`, without regard to who else commits.
    ///
    /// @return commits in a second, one after the other, from now on
    long delayFlushes(int micros) throws IOException, SQLException {
        var access = EmbeddedDatabase.administration(new DataFolder(folder)).orElseThrow();
        try (var connection = DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
                var statement = connection.createStatement()) {
            var _ = statement.execute("alter system set commit_siblings = 0");
            var _ = statement.execute("alter system set commit_delay = " + micros);
            var _ = statement.execute("select pg_reload_conf()");
        }
        return commitsPerSecond(access);
    }

    private static long commitsPerSecond(DatabaseAccess access) throws SQLException {
        try (var connection = DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
                var commit = connection.prepareStatement("select pg_logical_emit_message(true, 'bench', 'x')")) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            long commits = 0;
            for (; System.nanoTime() < end; commits++) {
                var _ = commit.execute();
            }
            return commits;
        }
    }
}
