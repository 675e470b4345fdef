package org.rostrum.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Server processes that a killed Rostrum left running on a data directory. To be asked only under the folder's
/// claim, which says that whoever started them is gone.
final class Leftovers {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    private Leftovers() {}

    /// The postmaster that `postmaster.pid` names, if it lives and works on this very directory. The number alone
    /// proves nothing: it may have been given to another program since.
    static Optional<ProcessHandle> postmaster(Path directory) throws IOException {
        return namedPid(directory).flatMap(ProcessHandle::of).filter(process -> worksOn(process, directory));
    }

    /// Removes a `postmaster.pid` whose number now belongs to a program that provably works elsewhere;
    /// PostgreSQL would take that program for a running server and refuse to start. Where nothing is proven
    /// the file stays: it keeps two servers off one directory. A file whose process is gone is replaced by
    /// PostgreSQL itself.
    static void forgetStrangers(Path directory) throws IOException {
        var named = namedPid(directory).flatMap(ProcessHandle::of).flatMap(process -> isIn(process, directory));
        if (named.isPresent() && !named.get()) {
            Files.delete(directory.resolve("postmaster.pid"));
        }
    }

    /// The port that the running postmaster has written down.
    static Optional<Integer> port(Path directory) throws IOException {
        return line(directory, PORT_LINE).map(Integer::valueOf);
    }

    private static Optional<Long> namedPid(Path directory) throws IOException {
        return line(directory, PID_LINE).map(Long::valueOf);
    }

    /// A line that is a number. The file's form is PostgreSQL's (`miscadmin.h`, LOCK_FILE_LINE_…).
    private static Optional<String> line(Path directory, int index) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(directory.resolve("postmaster.pid"));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        return lines.stream()
                .skip(index)
                .limit(1)
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,9}"))
                .findFirst();
    }

    /// A postmaster's working directory is its data directory; where that cannot be read its command line names it.
    private static boolean worksOn(ProcessHandle process, Path directory) {
        return isIn(process, directory)
                .orElseGet(() -> process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(directory.toString()))
                        .orElse(false));
    }

    /// Whether this is a process's working directory; empty where the system does not tell (other systems than Linux,
    /// somebody else's process, one that is dead and not yet reaped).
    private static Optional<Boolean> isIn(ProcessHandle process, Path directory) {
        try {
            return Optional.of(Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), directory));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
