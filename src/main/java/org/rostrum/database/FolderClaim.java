package org.rostrum.database;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;

/// Proof that this process alone works in a data folder. It rests on a lock of the operating system, which goes
/// with the process: a claim is never left behind by a crash.
public final class FolderClaim implements AutoCloseable {

    private static final String LOCK_FILE = "lock";

    private final FileChannel channel;

    private FolderClaim(FileChannel channel) {
        this.channel = channel;
    }

    static FolderClaim take(DataFolder folder) throws IOException {
        var channel = FileChannel.open(folder.resolve(LOCK_FILE), CREATE, WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // held by this very process
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw new DataFolderInUse(folder);
        }
        return new FolderClaim(channel);
    }

    /// Gives the folder back; closing the channel releases the lock.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
