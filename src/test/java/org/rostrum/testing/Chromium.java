package org.rostrum.testing;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Finds a Chromium for the browser tests, or gets one: by apt as root on Debian and its kin, else from the npm package
/// that ships one for Linux on x86-64, kept in the user's cache. There is no silent skip: where neither is possible the
/// tests fail and say what to install.
public final class Chromium {

    /// Names another browser, such as a Chrome in a place of its own.
    private static final String VARIABLE = "ROSTRUM_CHROMIUM";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final List<Path> PLACES = List.of(
            Path.of("/snap/bin/chromium"),
            Path.of("/opt/google/chrome/chrome"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("C:/Program Files/Google/Chrome/Application/chrome.exe"));

    private static final Path APT = Path.of("/usr/bin/apt-get");
    private static final long INSTALL_MINUTES = 10;

    private Chromium() {}

    /// The browser's program. One process at a time gets what is missing; the others wait for it.
    public static Path executable() throws IOException, InterruptedException {
        var found = find();
        if (found.isPresent()) {
            return found.get();
        }
        var turn = Path.of(System.getProperty("java.io.tmpdir"), "rostrum-chromium-" + System.getProperty("user.name"));
        try (var channel = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            return found();
        }
    }

    private static Path found() throws IOException, InterruptedException {
        var found = find();
        if (found.isEmpty() && isRoot() && Files.isExecutable(APT)) {
            installFromDebian();
            found = find();
        }
        if (found.isEmpty() && ChromiumPackage.isForThisPlatform()) {
            found = Optional.of(ChromiumPackage.unpacked());
        }
        return found.orElseThrow(() -> new IllegalStateException(
                "The browser tests need Chromium or Chrome: install one (on Debian: apt-get install chromium) or set "
                        + VARIABLE + " to its program."));
    }

    /// What it is started with: nothing but the pages under test, and no sandbox for root, for whom it does not start.
    public static List<String> arguments() {
        var quiet = Stream.of(
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        return (isRoot() ? Stream.concat(quiet, Stream.of("--no-sandbox")) : quiet).toList();
    }

    private static Optional<Path> find() {
        var named = Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of).stream();
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        var onPath = NAMES.stream()
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)));
        return Stream.of(named, onPath, PLACES.stream())
                .flatMap(places -> places)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void installFromDebian() throws IOException, InterruptedException {
        System.out.println("Installing Chromium for the browser tests (apt-get install chromium) …");
        run("apt-get", "-q", "update");
        run("apt-get", "-q", "-y", "--no-install-recommends", "install", "chromium");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        var process = builder.start();
        if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
