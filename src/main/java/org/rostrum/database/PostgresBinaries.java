package org.rostrum.database;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// Unpacks the PostgreSQL distribution that comes on the class path (`io.zonky.test.postgres`, one archive per
/// platform).
final class PostgresBinaries {

    private static final String FOLDER = "postgresql-";
    private static final int OWNER_EXECUTES = 0b001_000_000;

    private PostgresBinaries() {}

    /// The unpacked distribution's folder inside `parent`, unpacked now unless it is there already. Named after the
    /// archive's digest, so that another version is another folder; folders of other versions are removed.
    static Path unpackInto(Path parent, Progress progress) throws IOException {
        var archive = "/postgres-" + system() + "-" + architecture() + ".txz";
        var home = parent.resolve(FOLDER + digest(archive).substring(0, 12));
        if (Files.isDirectory(home)) {
            return home;
        }
        progress.say("unpacking PostgreSQL into " + home);
        removeOthers(parent);
        var draft = Files.createTempDirectory(parent, "unpacking-");
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, draft);
            }
        }
        // Renamed when complete: a process killed while unpacking leaves no half distribution behind this name.
        return Files.move(draft, home, ATOMIC_MOVE);
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        var target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("archive entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & OWNER_EXECUTES) != 0 && !target.toFile().setExecutable(true)) {
                throw new IOException("cannot be made executable: " + target);
            }
        }
    }

    private static void removeOthers(Path parent) throws IOException {
        try (var children = Files.newDirectoryStream(parent, "{" + FOLDER + "*,unpacking-*}")) {
            for (var child : children) {
                if (Files.isDirectory(child)) {
                    remove(child);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String digest(String archive) throws IOException {
        try (var in = open(archive)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static InputStream open(String archive) throws IOException {
        var in = PostgresBinaries.class.getResourceAsStream(archive);
        if (in == null) {
            throw new IOException("This build holds no PostgreSQL for this platform (" + archive.substring(1)
                    + "): build it here, or set quarkus.datasource.jdbc.url to a PostgreSQL of your own.");
        }
        return in;
    }

    private static String system() {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return "darwin";
        }
        return name.startsWith("windows") ? "windows" : "linux";
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "arm_64";
            default -> "x86_64";
        };
    }
}
