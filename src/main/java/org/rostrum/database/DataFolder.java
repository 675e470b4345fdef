package org.rostrum.database;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Where an installation keeps what must survive a restart: the embedded database, its binaries and log, and
/// secrets for the person at the console. The folder is made on first use, for its owner only.
///
/// @param path absolute
public record DataFolder(Path path) {

    private static final boolean POSIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");

    public DataFolder {
        path = path.toAbsolutePath().normalize();
    }

    /// Takes the folder for this process until the claim is closed or the process ends, however it ends.
    ///
    /// @throws DataFolderInUse where another living process, or this one, has it
    /// @throws IOException with a sentence for the person at the console where the folder cannot be written
    public FolderClaim claim() throws IOException {
        try {
            create();
            return FolderClaim.take(this);
        } catch (FileSystemException e) {
            throw unwritable(e);
        }
    }

    /// Replaces a file by one that only its owner may read (mode 600 where the file system has modes). A reader
    /// sees the old or the new text, never half.
    ///
    /// @throws IOException with a sentence for the person at the console where the folder cannot be written
    public void writeSecret(String name, String text) throws IOException {
        try {
            create();
            var draft = POSIX
                    ? Files.createTempFile(path, name, ".new", PosixFilePermissions.asFileAttribute(modes("rw-------")))
                    : Files.createTempFile(path, name, ".new");
            Files.writeString(draft, text);
            Files.move(draft, resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw unwritable(e);
        }
    }

    /// The text of a file, empty where there is none.
    public Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(resolve(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// A file or folder inside.
    public Path resolve(String name) {
        return path.resolve(name);
    }

    private void create() throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        if (POSIX) {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(modes("rwx------")));
        } else {
            Files.createDirectories(path);
        }
    }

    private IOException unwritable(FileSystemException cause) {
        var reason = switch (cause) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> cause.getFile() + " is no folder";
            default -> Objects.requireNonNullElse(cause.getReason(), cause.toString());
        };
        return new IOException(
                "The data folder " + path + " cannot be written (" + reason
                        + "): let the user that runs Rostrum write there, or choose another folder with rostrum.data-dir.",
                cause);
    }

    private static Set<PosixFilePermission> modes(String text) {
        return PosixFilePermissions.fromString(text);
    }
}
