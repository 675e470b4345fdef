package org.rostrum;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Starts the server and returns when it has stopped.
@QuarkusMain
public final class Launcher {

    private Launcher() {}

    /// Runs until the process is told to stop.
    public static void main(String... arguments) {
        Quarkus.run(arguments);
    }
}
