package org.rostrum.database;

/// A data folder belongs to another living process. The message is for the person at the console.
public final class DataFolderInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DataFolderInUse(DataFolder folder) {
        super(
                "The data folder " + folder.path()
                        + " is in use by another running Rostrum: stop that one, or choose another folder with rostrum.data-dir.",
                null,
                false,
                false);
    }
}
