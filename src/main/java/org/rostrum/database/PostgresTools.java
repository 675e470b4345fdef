package org.rostrum.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the programs of an unpacked PostgreSQL distribution the way this platform needs it.
///
/// @param home the unpacked distribution
/// @param log where the programs' output is appended
record PostgresTools(Path home, Path log) {

    /// Begins a program and returns its process, which is our own child: it is reaped by this process even where
    /// nobody else does (a container without an init).
    Process begin(String program, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        if (isLinux()) {
            // A session of its own: Ctrl-C in the terminal must reach the server only, which stops the database last.
            command.add("setsid");
            if (isRoot()) {
                // PostgreSQL refuses to run as root. In a user namespace of its own it does not see that it does.
                command.addAll(List.of("unshare", "-U"));
            }
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /// Runs a program to its end.
    ///
    /// @return whether it succeeded in that time
    boolean run(String program, List<String> arguments, Duration atMost) throws IOException, InterruptedException {
        var process = begin(program, arguments);
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            return false;
        }
        return process.exitValue() == 0;
    }

    private static boolean isLinux() {
        return Files.isDirectory(Path.of("/proc/self"));
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
