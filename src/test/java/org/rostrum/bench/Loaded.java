package org.rostrum.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// A server process that is being measured.
///
/// @param management where it tells its figures, if it has any
record Loaded(ProcessHandle process, URI address, URI management) {

    /// A heap that is there from the start: then a growing resident set is memory outside the heap.
    static final List<String> JVM =
            List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "--sun-misc-unsafe-memory-access=allow");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

    /// Bytes in use: objects that are alive, and what is resident outside the heap (direct buffers, threads, code).
    /// Buffers of the kernel belong to no process and are in neither.
    record Memory(long heap, long outside) {

        /// Bytes per connection that have come since.
        double perConnection(Memory before, int connections) {
            return (double) (heap + outside - before.heap - before.outside) / connections;
        }
    }

    /// What a stretch of time cost.
    record Cpu(Duration server, Duration database) {

        Cpu since(Cpu before) {
            return new Cpu(server.minus(before.server), database.minus(before.database));
        }
    }

    /// Processor time so far, user and system: of the server, and of its PostgreSQL. To 10 ms, as Linux counts.
    Cpu cpu() {
        // a backend that has ended is counted by its postmaster alone, and none ends while a figure is taken
        var database = process.descendants()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
        return new Cpu(process.info().totalCpuDuration().orElseThrow(), database);
    }

    /// Collects garbage and looks. Linux only.
    Memory memory() throws IOException, InterruptedException {
        jcmd("GC.run");
        jcmd("GC.run");
        var used = HEAP_USED.matcher(jcmd("GC.heap_info"));
        var resident = RESIDENT.matcher(Files.readString(Path.of("/proc", String.valueOf(process.pid()), "status")));
        if (!used.find() || !resident.find()) {
            throw new IllegalStateException("no figures for process " + process.pid());
        }
        return new Memory(Long.parseLong(used.group(1)) << 10, Long.parseLong(resident.group(1)) << 10);
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        var words = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException(command + ": " + words);
        }
        return words;
    }
}
