package org.rostrum.hub;

/// Counts what was handed to a connection and not yet taken by it, where only the completion of each write
/// tells. Owned by the outlet's loop.
final class Unsent {

    private final long low;
    private final long high;
    private long bytes;
    private boolean full;

    Unsent(HubConfig.Connection config) {
        this.low = config.lowWaterMark().asLongValue();
        this.high = config.highWaterMark().asLongValue();
    }

    long bytes() {
        return bytes;
    }

    boolean isFull() {
        return full;
    }

    void add(int written) {
        bytes += written;
        full |= bytes > high;
    }

    /// Takes off what the connection took, and says whether this has drained what was full.
    boolean remove(int taken) {
        bytes -= taken;
        boolean drained = full && bytes < low;
        full &= !drained;
        return drained;
    }
}
