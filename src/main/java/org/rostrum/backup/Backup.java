package org.rostrum.backup;

import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.rostrum.database.DatabaseAccess;

/// Writes all rows of a database, as they are at one moment, into one file: a ZIP archive of PostgreSQL's text format,
/// one entry a table, with a manifest. Servers may work meanwhile; nobody waits for it.
public final class Backup {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    static final String MANIFEST = "manifest.json";
    static final String MANIFEST_CHECKSUM = "manifest.sha256";

    private final Connection connection;
    private final CopyManager copies;

    private Backup(Connection connection) throws SQLException {
        this.connection = connection;
        this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /// Writes a file that only its owner reads, for it holds what nobody has published and the secrets of the
    /// installation. It bears its name only when it is whole and on the disk.
    ///
    /// @param version of this program, for people
    /// @throws IOException with a sentence for the person at the console
    public static Contents write(DatabaseAccess access, String version, Path file) throws IOException {
        if (Files.exists(file)) {
            throw new IOException(file + " exists already; say another name.");
        }
        var folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("There is no folder " + folder + ".");
        }
        var draft = draft(folder, file);
        try (var connection = access.connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            var manifest = new Backup(connection).write(version, draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return new Contents(manifest.tables().size(), manifest.rows(), Files.size(file));
        } catch (SQLException e) {
            throw new IOException("The database was not read to its end: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Path draft(Path folder, Path file) throws IOException {
        var name = file.getFileName() + ".";
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createTempFile(
                        folder,
                        name,
                        ".part",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, name, ".part");
    }

    private Manifest write(String version, Path draft) throws IOException, SQLException {
        var catalogue = new Catalogue(connection);
        var migration = catalogue
                .migration()
                .orElseThrow(() -> new IOException("There is nothing to back up: no server has made its tables yet."));
        try (var channel = FileChannel.open(draft, WRITE);
                var zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)))) {
            var at = Instant.now().toString();
            var tables = new ArrayList<Manifest.Table>();
            for (var table : catalogue.tables().entrySet()) {
                tables.add(write(table.getKey(), table.getValue(), zip));
            }
            var manifest = new Manifest(Manifest.FORMAT, version, migration, at, tables);
            var text = new Checksum(zip);
            zip.putNextEntry(new ZipEntry(MANIFEST));
            text.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            zip.putNextEntry(new ZipEntry(MANIFEST_CHECKSUM));
            zip.write(text.hex().getBytes(StandardCharsets.US_ASCII));
            zip.finish();
            zip.flush();
            channel.force(true);
            return manifest;
        }
    }

    private Manifest.Table write(String name, List<String> columns, ZipOutputStream zip)
            throws IOException, SQLException {
        zip.putNextEntry(new ZipEntry(entry(name)));
        var rows = new Checksum(zip);
        long count = copies.copyOut("copy " + quoted(connection, name, columns) + " to stdout", rows);
        return new Manifest.Table(name, columns, count, rows.bytes(), rows.hex());
    }

    /// Where a table's rows are in the archive.
    static String entry(String table) {
        return "tables/" + table;
    }

    /// A table with its columns as SQL.
    static String quoted(Connection connection, String table, List<String> columns) throws SQLException {
        try (var statement = connection.createStatement()) {
            var names = new ArrayList<String>();
            for (var column : columns) {
                names.add(statement.enquoteIdentifier(column, true));
            }
            return statement.enquoteIdentifier(table, true)
                    + names.stream().collect(Collectors.joining(", ", " (", ")"));
        }
    }
}
