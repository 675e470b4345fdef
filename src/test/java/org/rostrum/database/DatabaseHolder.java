package org.rostrum.database;

import java.nio.file.Path;

/// A process of its own that holds a data folder until it is killed; it prints its postmaster's number when ready.
final class DatabaseHolder {

    private DatabaseHolder() {}

    public static void main(String... arguments) throws Exception {
        var database = EmbeddedDatabase.start(new DataFolder(Path.of(arguments[0])), line -> {});
        System.out.println(database.process().pid());
        Thread.currentThread().join();
    }
}
