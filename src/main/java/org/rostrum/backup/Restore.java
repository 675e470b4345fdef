package org.rostrum.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.journal.Journal;

/// Puts a backup into a database that is empty, in one transaction: all of it or nothing. Journals go on under another
/// epoch, so that no page takes what it knew for what is there now.
public final class Restore implements AutoCloseable {

    /// Where a server has its rows before anybody has come.
    private static final Set<String> OF_A_FIRST_START = Set.of("invitation", "security_event", "signing_secret");

    private static final String SERVERS = """
            select distinct application_name from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and application_name like 'rostrum %'""";

    private static final String NUMBERED_COLUMNS = """
            select class.relname, attribute.attname
            from pg_class class join pg_attribute attribute on attribute.attrelid = class.oid
            where class.relnamespace = current_schema()::regnamespace and attribute.attidentity <> ''""";

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private Restore(Path file, ZipFile zip, Manifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    /// Opens a backup, and reads it once to its end to see that it is whole.
    ///
    /// @throws IOException with a sentence for the person at the console
    public static Restore from(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("There is no backup to be read at " + file + ".");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw damaged(file, e);
        }
        try {
            return new Restore(file, zip, manifest(zip)).verified();
        } catch (IOException e) {
            zip.close();
            throw damaged(file, e);
        }
    }

    private static IOException damaged(Path file, IOException cause) {
        return new IOException(
                file + " is damaged or no backup of Rostrum (" + cause.getMessage() + "). Nothing was changed.", cause);
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        var text = read(zip, Backup.MANIFEST).readAllBytes();
        var written = Checksum.of(new ByteArrayInputStream(text));
        var kept = new String(read(zip, Backup.MANIFEST_CHECKSUM).readAllBytes(), StandardCharsets.US_ASCII);
        if (!written.hex().equals(kept)) {
            throw new IOException("the manifest is not as it was written");
        }
        return Backup.JSON.readValue(text, Manifest.class);
    }

    private Restore verified() throws IOException {
        if (manifest.format() != Manifest.FORMAT) {
            throw new IOException("of format " + manifest.format() + ", written by " + manifest.version());
        }
        for (var table : manifest.tables()) {
            try (var rows = read(zip, Backup.entry(table.name()))) {
                var checksum = Checksum.of(rows);
                if (checksum.bytes() != table.bytes() || !checksum.hex().equals(table.sha256())) {
                    throw new IOException("the rows of " + table.name() + " are not as they were written");
                }
            }
        }
        return this;
    }

    private static InputStream read(ZipFile zip, String name) throws IOException {
        var entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("without " + name);
        }
        return zip.getInputStream(entry);
    }

    /// Restores into a database without tables, or one whose tables are of the same migration and hold nothing but what
    /// a first start leaves; then brings the tables to this program's own migration.
    ///
    /// @param owner who may make tables
    /// @throws IOException with a sentence for the person at the console
    public Contents into(DatabaseAccess owner) throws IOException {
        var schema = new Schema(owner);
        var migration = MigrationVersion.fromVersion(manifest.migration());
        try (var connection = owner.connect()) {
            var newest = schema.newest();
            if (migration.isNewerThan(newest)) {
                throw new IOException(file + " is of a later Rostrum (" + manifest.version() + ", migration "
                        + migration + ") than this one (migration " + newest + "). Nothing was changed.");
            }
            refuseServers(connection);
            var present = new Catalogue(connection).migration().map(MigrationVersion::fromVersion);
            if (present.isEmpty()) {
                schema.migrate(migration);
            } else if (!present.get().equals(migration)) {
                throw new IOException("The tables that are there are of migration " + present.get() + ", those of the"
                        + " backup of " + migration + ": restore into a database without tables. Nothing was changed.");
            }
            connection.setAutoCommit(false);
            new Pouring(connection).pour();
            connection.commit();
        } catch (SQLException e) {
            throw new IOException(
                    "The database did not take the backup, and nothing of it is there: " + e.getMessage(), e);
        }
        schema.migrate(MigrationVersion.LATEST);
        return new Contents(manifest.tables().size(), manifest.rows(), Files.size(file));
    }

    /// Servers give their connections a name; one that has started before this does not see what happens here.
    private static void refuseServers(Connection connection) throws SQLException, IOException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(SERVERS)) {
            if (row.next()) {
                throw new IOException("A server runs on this database (" + row.getString(1)
                        + "): stop every one first. Nothing was changed.");
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /// One transaction's work.
    private final class Pouring {

        private final Connection connection;
        private final CopyManager copies;

        Pouring(Connection connection) throws SQLException {
            this.connection = connection;
            this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
        }

        void pour() throws SQLException, IOException {
            requireSameTables();
            execute("set local lock_timeout = '10s'");
            for (var table : manifest.tables()) {
                execute("lock table " + quoted(table.name()) + " in access exclusive mode");
            }
            requireEmpty();
            for (var table : manifest.tables().reversed()) {
                execute("delete from " + quoted(table.name()));
            }
            for (var table : manifest.tables()) {
                try (var rows = read(zip, Backup.entry(table.name()))) {
                    long count = copies.copyIn(
                            "copy " + Backup.quoted(connection, table.name(), table.columns()) + " from stdin", rows);
                    if (count != table.rows()) {
                        throw new IOException(table.name() + " has " + count + " rows and not " + table.rows()
                                + "; nothing was restored.");
                    }
                }
            }
            goOnNumbering();
            Jdbi.create(connection).useHandle(new Journal()::renewEpochs);
        }

        /// The names become SQL, and rows without a column would be silently shorter.
        private void requireSameTables() throws SQLException, IOException {
            var here = new Catalogue(connection).tables();
            var there = new LinkedHashMap<String, List<String>>();
            manifest.tables().forEach(table -> there.put(table.name(), table.columns()));
            if (!here.equals(there)) {
                throw new IOException("The tables of the backup are not those of its migration " + manifest.migration()
                        + ". Nothing was changed.");
            }
        }

        private void requireEmpty() throws SQLException, IOException {
            for (var table : manifest.tables()) {
                if (!OF_A_FIRST_START.contains(table.name())
                        && isTrue("select exists (select from " + quoted(table.name()) + ")")) {
                    throw new IOException("The database is not empty (" + table.name()
                            + "): restore into another one. Nothing was changed.");
                }
            }
        }

        private void goOnNumbering() throws SQLException {
            try (var statement = connection.createStatement();
                    var next = connection.createStatement();
                    var row = statement.executeQuery(NUMBERED_COLUMNS)) {
                while (row.next()) {
                    var table = quoted(row.getString(1));
                    var column = quoted(row.getString(2));
                    next.execute("select setval(pg_get_serial_sequence(" + statement.enquoteLiteral(table) + ", "
                            + statement.enquoteLiteral(row.getString(2)) + "), coalesce(max(" + column
                            + "), 0) + 1, false) from " + table);
                }
            }
        }

        private String quoted(String name) throws SQLException {
            try (var statement = connection.createStatement()) {
                return statement.enquoteIdentifier(name, true);
            }
        }

        private boolean isTrue(String question) throws SQLException {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(question)) {
                return row.next() && row.getBoolean(1);
            }
        }

        private void execute(String sql) throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
