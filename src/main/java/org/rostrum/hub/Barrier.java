package org.rostrum.hub;

/// What an advance means for those who stand before it.
public enum Barrier {
    /// A frame leads over it.
    NONE,
    /// No frame leads over it: it altered so much that a snapshot is cheaper, and everybody before it is told
    /// to fetch one.
    RESYNC
}
