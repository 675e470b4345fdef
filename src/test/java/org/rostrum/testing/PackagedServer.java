package org.rostrum.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The packaged server as its users start it: a process of its own with a data folder and a free port, and an embedded
/// database. For `*IT` tests, which run after packaging.
public final class PackagedServer implements AutoCloseable {

    /// A server of a test lives for seconds: with the quick compiler alone it starts with half the work.
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /// Where the tests of this build have unpacked PostgreSQL, unless a server is tested alone.
    private static final Path UNPACKED = Path.of("target", "test-database");

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Pattern LISTENING = Pattern.compile(
            "Listening on: http://([0-9.]+):(\\d+).*Management interface listening on http://([0-9.]+):(\\d+)");
    private static final long START_SECONDS = 90;
    private static final long LINK_SECONDS = 30;
    private static final long STOP_SECONDS = 60;

    private static final String FIRST_HOST = "to be the host";

    private final Path dataFolder;
    private final List<String> settings;
    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();

    /// What was put into the data folder for it.
    private final List<Path> lent = new ArrayList<>();

    /// Completed when its output has ended.
    private final CompletableFuture<Void> ended;

    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final CompletableFuture<URI> management = new CompletableFuture<>();

    private PackagedServer(Path dataFolder, List<String> settings, Process process) {
        this.dataFolder = dataFolder;
        this.settings = settings;
        this.process = process;
        this.ended = CompletableFuture.runAsync(this::read, Thread::startVirtualThread);
        LastWords.follow(this);
    }

    /// Starts a server and returns when it listens. It need not unpack PostgreSQL where that has been done.
    ///
    /// @param settings as `name=value`
    public static PackagedServer start(Path dataFolder, String... settings) throws IOException {
        var lent = lendPostgres(dataFolder);
        var server = start(SHORT_LIVED, dataFolder, settings);
        server.lent.addAll(lent);
        return server;
    }

    /// These settings and more.
    public static String[] settings(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
    }

    /// The same on a folder as it finds it, in a virtual machine with these options and no others.
    public static PackagedServer start(List<String> options, Path dataFolder, String... settings) throws IOException {
        var server = begin(options, dataFolder, List.of(), settings);
        try {
            server.address.get(START_SECONDS, TimeUnit.SECONDS);
            return server;
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            server.process.destroyForcibly();
            throw new IllegalStateException("the server does not listen: " + server.output, e);
        }
    }

    /// Runs it with arguments that make it end by itself.
    public static PackagedServer run(Path dataFolder, String... arguments) throws IOException {
        return begin(SHORT_LIVED, dataFolder, List.of(arguments));
    }

    private static PackagedServer begin(
            List<String> options, Path dataFolder, List<String> arguments, String... settings) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Drostrum.data-dir=" + dataFolder);
        command.add("-Dquarkus.http.port=0");
        command.add("-Dquarkus.management.port=0");
        for (var setting : settings) {
            command.add("-D" + setting);
        }
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(arguments);
        return new PackagedServer(
                dataFolder,
                List.of(settings),
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /// Where it listens.
    public URI address() {
        return address.join();
    }

    /// Where it listens for those who watch it.
    public URI management() {
        return management.join();
    }

    /// Its answer to whether it is ready.
    public int readiness() throws IOException {
        return new HttpBrowser(management()).get("/q/health/ready").statusCode();
    }

    /// All its figures.
    public String metrics() throws IOException {
        return new HttpBrowser(management()).get("/q/metrics").body();
    }

    /// Waits until it has said how its host gets in, and opens the link that waits, or one that the console makes where
    /// there has been a host before.
    ///
    /// @return the host's browser
    public HttpBrowser host() throws IOException {
        await().atMost(Duration.ofSeconds(LINK_SECONDS))
                .until(() -> output.stream().anyMatch(PackagedServer::isGreeting));
        if (output.stream().anyMatch(line -> line.contains(FIRST_HOST))) {
            return HttpBrowser.host(address(), dataFolder);
        }
        var console = begin(SHORT_LIVED, dataFolder, List.of("host-link"), settings.toArray(String[]::new));
        console.awaitEnd();
        return new HttpBrowser(address()).open(URI.create(console.output().getLast()));
    }

    private static List<Path> lendPostgres(Path dataFolder) throws IOException {
        var lent = new ArrayList<Path>();
        if (Files.isDirectory(UNPACKED)) {
            Files.createDirectories(dataFolder);
            try (var unpacked = Files.newDirectoryStream(UNPACKED.toAbsolutePath(), "postgresql-*")) {
                for (var home : unpacked) {
                    var link = dataFolder.resolve(home.getFileName());
                    if (Files.notExists(link)) {
                        lent.add(Files.createSymbolicLink(link, home));
                    }
                }
            }
        }
        return lent;
    }

    /// JUnit warns of links that lead out of a temporary folder.
    private void takePostgresBack() {
        try {
            for (var link : lent) {
                Files.deleteIfExists(link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isGreeting(String line) {
        return line.contains(FIRST_HOST) || line.contains("there is a host");
    }

    /// The server's process; of its database it knows nothing.
    public ProcessHandle process() {
        return process.toHandle();
    }

    /// What it has written so far, standard error included.
    public List<String> output() {
        return List.copyOf(output);
    }

    /// Waits for its end.
    ///
    /// @return the exit status
    public int awaitEnd() {
        ended.orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
        int status = process.onExit().join().exitValue();
        takePostgresBack();
        return status;
    }

    /// Kills it (SIGKILL).
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /// Asks it to stop (SIGTERM) and waits until it has.
    @Override
    public void close() {
        // by its handle: Process.destroy() would close the output before the last words are read
        process.toHandle().destroy();
        awaitEnd();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                var listening = LISTENING.matcher(line);
                if (listening.find()) {
                    var host = listening.group(1).equals("0.0.0.0") ? "localhost" : listening.group(1);
                    management.complete(URI.create("http://" + listening.group(3) + ":" + listening.group(4)));
                    address.complete(URI.create("http://" + host + ":" + listening.group(2)));
                }
            }
            address.completeExceptionally(new IllegalStateException("it has ended"));
        } catch (IOException e) {
            address.completeExceptionally(e);
        }
    }
}
