package org.rostrum.bench;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A proxy set up as the documents tell it, in front of servers of this machine. The blocks are read from there, so
/// that
/// what is measured is what people copy.
final class Proxy implements AutoCloseable {

    private static final Path README = Path.of("README.md");
    private static final Path GUIDE = Path.of("src", "docs", "operating.md");
    private static final String NAME = "questions.example.org";

    private final Process process;
    private final int port;

    private Proxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Those that have a block in the documents.
    enum Kind {
        NGINX("nginx"),
        CADDY("caddy");

        private final String program;

        Kind(String program) {
            this.program = program;
        }

        String program() {
            return program;
        }

        /// Where it is installed; empty where it is not.
        Optional<Path> installed() {
            var path = System.getenv().getOrDefault("PATH", "");
            return Stream.concat(Arrays.stream(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                    .map(folder -> Path.of(folder, program))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    /// Starts one, which is to be installed, and waits until it accepts connections.
    static Proxy start(Kind kind, Path folder, List<Integer> servers) throws IOException {
        var _ = Files.createDirectories(folder);
        int port = freePort();
        var program = kind.installed().orElseThrow().toString();
        var command = switch (kind) {
            case NGINX -> {
                var file = Files.writeString(folder.resolve("nginx.conf"), nginx(folder, port, servers));
                yield List.of(program, "-p", folder.toString(), "-c", file.toString(), "-e", "error.log");
            }
            case CADDY -> {
                var file = Files.writeString(folder.resolve("Caddyfile"), caddy(port, servers));
                yield List.of(program, "run", "--config", file.toString(), "--adapter", "caddyfile");
            }
        };
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile());
        builder.environment().put("HOME", folder.toString());
        var proxy = new Proxy(builder.start(), port);
        Awaitility.await().until(() -> accepts(port));
        return proxy;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroy();
        var _ = process.onExit().join();
    }

    private static String nginx(Path folder, int port, List<Integer> servers) throws IOException {
        var upstream = addresses(block(GUIDE, "nginx", "least_conn;"), servers);
        var http = block(README, "nginx", "upstream rostrum")
                .replaceFirst("(?s)upstream rostrum \\{.*?\n}", Matcher.quoteReplacement(upstream))
                .replaceFirst("listen 443 ssl http2;", "listen 127.0.0.1:" + port + ";")
                .replaceAll("(?m)^ *ssl_.*$", "")
                .replace("location / {", "location / {\n" + block(GUIDE, "nginx", "proxy_connect_timeout"));
        return "daemon off;\npid %s/nginx.pid;\n%s\nhttp {\naccess_log off;\n%s\n}\n"
                .formatted(folder, block(README, "nginx", "worker_rlimit_nofile"), http);
    }

    private static String caddy(int port, List<Integer> servers) throws IOException {
        var proxy = addresses(block(GUIDE, "caddyfile", "lb_policy"), servers);
        return "{\nadmin off\nauto_https off\n}\n"
                + block(README, "caddyfile", "reverse_proxy")
                        .replaceFirst("(?s) *reverse_proxy .*?\n    }", Matcher.quoteReplacement(proxy))
                        .replace(NAME, "http://127.0.0.1:" + port);
    }

    /// The examples' three servers, each replaced by one of ours.
    private static String addresses(String block, List<Integer> servers) {
        var replaced = block;
        for (int i = 0; i < servers.size(); i++) {
            replaced = replaced.replace("10.0.0.1" + (i + 1) + ":8080", "127.0.0.1:" + servers.get(i));
        }
        if (replaced.contains("10.0.0.")) {
            throw new IllegalStateException("the example has other servers:\n" + block);
        }
        return replaced;
    }

    /// The one block of a language in a document that contains these words.
    private static String block(Path document, String language, String words) throws IOException {
        var blocks = Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(Files.readString(document))
                .results()
                .map(found -> found.group(1))
                .filter(block -> block.contains(words))
                .toList();
        if (blocks.size() != 1) {
            throw new IllegalStateException(document + " has " + blocks.size() + " blocks with " + words + ": "
                    + blocks.stream().collect(joining("\n")));
        }
        return blocks.getFirst();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean accepts(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
