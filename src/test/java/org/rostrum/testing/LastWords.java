package org.rostrum.testing;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;

/// Prints what the servers of a test that fails have written last, for their folders are gone by the time anybody
/// asks. Registered for all tests.
public final class LastWords
        implements BeforeEachCallback, AfterAllCallback, TestWatcher, LifecycleMethodExecutionExceptionHandler {

    /// The most lines of one server.
    static final int LINES = 200;

    private static final List<PackagedServer> SERVERS = new CopyOnWriteArrayList<>();

    private final PrintStream out;

    public LastWords() {
        this(System.out);
    }

    LastWords(PrintStream out) {
        this.out = out;
    }

    static void follow(PackagedServer server) {
        SERVERS.add(server);
    }

    /// Servers of earlier tests are of no interest unless they still run.
    @Override
    public void beforeEach(ExtensionContext context) {
        SERVERS.removeIf(server -> !server.process().isAlive());
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        print(context.getDisplayName());
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable cause) throws Throwable {
        print(context.getDisplayName());
        throw cause;
    }

    @Override
    public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable cause) throws Throwable {
        print(context.getDisplayName());
        throw cause;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        SERVERS.clear();
    }

    void print(String failed) {
        for (var server : SERVERS) {
            var lines = server.output();
            int from = Math.max(0, lines.size() - LINES);
            out.println("---- " + failed + ": the last " + (lines.size() - from) + " of " + lines.size()
                    + " lines of server " + server.process().pid());
            lines.subList(from, lines.size()).forEach(out::println);
            out.println("----");
        }
    }
}
