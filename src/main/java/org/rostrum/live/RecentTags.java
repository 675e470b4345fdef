package org.rostrum.live;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tags of the newest entries of a journal: of as many as a feed reaches back. Who comes from before is
/// sent for a snapshot anyway. Guarded by the replica's lock.
final class RecentTags {

    /// The default of `rostrum.hub.backlog`.
    private static final int MOST = 4096;

    private @Nullable String[] ring = new String[64];
    private long oldest;
    private long newest = -1;

    /// Takes the tag of the next entry. They come without holes; after a hole those before it are forgotten.
    void add(long seq, String tag) {
        if (newest < oldest || seq != newest + 1) {
            oldest = seq;
        } else if (seq - oldest == ring.length) {
            makeRoom();
        }
        newest = seq;
        ring[(int) (seq % ring.length)] = tag;
    }

    private void makeRoom() {
        if (ring.length == MOST) {
            oldest++;
            return;
        }
        var wider = new @Nullable String[Math.min(MOST, 2 * ring.length)];
        for (long seq = oldest; seq <= newest; seq++) {
            wider[(int) (seq % wider.length)] = ring[(int) (seq % ring.length)];
        }
        ring = wider;
    }

    Optional<String> at(long seq) {
        return seq < oldest || seq > newest ? Optional.empty() : Optional.ofNullable(ring[(int) (seq % ring.length)]);
    }

    void clear() {
        oldest = 0;
        newest = -1;
    }
}
