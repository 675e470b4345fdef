package org.rostrum.database;

/// Tells the person at the console what is being waited for.
@FunctionalInterface
public interface Progress {

    /// One line, without the name of the program.
    void say(String line);
}
