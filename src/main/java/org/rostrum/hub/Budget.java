package org.rostrum.hub;

import java.util.concurrent.TimeUnit;

/// How many bytes a feed may still send to each subscriber: a bucket that holds one second's worth and fills
/// steadily. Guarded by the feed's lock.
final class Budget {

    private final double bytesPerSecond;
    private double available;
    private long filledAt;

    Budget(long bytesPerSecond, long nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.available = bytesPerSecond;
        this.filledAt = nanoTime;
    }

    /// One `part`-th of a second's worth.
    long share(int part) {
        return Math.round(bytesPerSecond / part);
    }

    /// Takes the bytes if they are there.
    boolean take(int bytes, long nanoTime) {
        fill(nanoTime);
        return takeLeaving(0, bytes);
    }

    /// Takes the bytes if half of a second's worth is left afterwards, or if nothing has been taken for long:
    /// for what can wait, but not for ever, and seldom costs anybody what cannot.
    boolean takeSparingly(int bytes, long nanoTime) {
        fill(nanoTime);
        return takeLeaving(available < bytesPerSecond ? bytesPerSecond / 2 : -bytes, bytes);
    }

    private boolean takeLeaving(double rest, int bytes) {
        if (available - bytes < rest) {
            return false;
        }
        available = Math.max(0, available - bytes);
        return true;
    }

    private void fill(long nanoTime) {
        available += bytesPerSecond * (nanoTime - filledAt) / TimeUnit.SECONDS.toNanos(1);
        available = Math.min(available, bytesPerSecond);
        filledAt = nanoTime;
    }
}
