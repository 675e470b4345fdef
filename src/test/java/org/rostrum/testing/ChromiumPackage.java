package org.rostrum.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A headless Chromium out of the npm registry: `@sparticuz/chromium`, which is made for machines where nothing can be
/// installed and brings the few libraries it needs. Fetched once, into a folder of the user's cache.
final class ChromiumPackage {

    /// The newest that runs with Node 20.
    private static final String VERSION = "147.0.0";

    private static final long FETCH_MINUTES = 10;

    /// The package unpacks its libraries only where it believes to be in such a place.
    private static final Map<String, String> IN_SUCH_A_PLACE = Map.of("AWS_LAMBDA_JS_RUNTIME", "nodejs22.x");

    /// The sandbox needs rights that such places do not give; the tests open no pages but ours.
    private static final String LAUNCHER = """
            #!/bin/sh
            here="$(dirname "$(readlink -f "$0")")"
            export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_PATH="$here/fonts"
            exec "$here/chromium" --no-sandbox "$@"
            """;

    private ChromiumPackage() {}

    static boolean isForThisPlatform() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /// Its program, fetched first where that has not been done.
    static Path unpacked() throws IOException, InterruptedException {
        var cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
        var folder = cache.resolve("rostrum").resolve("chromium-" + VERSION);
        var launcher = folder.resolve("launch");
        if (!Files.isExecutable(launcher)) {
            System.out.println("Fetching Chromium for the browser tests (npm, 67 MB) into " + folder + " …");
            Files.createDirectories(folder);
            run(
                    folder,
                    "npm",
                    "install",
                    "--no-save",
                    "--no-audit",
                    "--no-fund",
                    "--prefix",
                    ".",
                    "@sparticuz/chromium@" + VERSION);
            var unpack = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
            run(folder, "node", "--input-type=module", "--eval", unpack);
            Files.writeString(folder.resolve("fonts").resolve("fonts.conf"), fonts(folder));
            Files.writeString(launcher, LAUNCHER);
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return launcher;
    }

    /// The package's own settings look for its fonts where it would be unpacked in such a place.
    private static String fonts(Path folder) {
        return """
                <?xml version="1.0"?>
                <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
                <fontconfig>
                  <dir>%1$s/fonts</dir>
                  <dir>/usr/share/fonts</dir>
                  <cachedir>%1$s/fonts-cache</cachedir>
                </fontconfig>
                """.formatted(folder);
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        builder.environment().putAll(IN_SUCH_A_PLACE);
        // where it unpacks to
        builder.environment().put("TMPDIR", folder.toString());
        var process = builder.start();
        if (!process.waitFor(FETCH_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new IOException("Chromium cannot be had from npm: " + String.join(" ", command) + " has failed");
        }
    }
}
