package org.rostrum.live;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.Barrier;
import org.rostrum.hub.Feed;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.JournalEntry;
import org.rostrum.writer.EntryPayload;
import org.rostrum.writer.PayloadCodec;

/// Fills new feeds with the newest entries of a stored journal, so that clients that come from before a restart are
/// carried on instead of being sent for a snapshot. What an entry changed in each view is not known any more; all
/// it touched is assumed, which makes frames larger and never wrong.
final class Priming {

    private final Replica replica;

    /// Whether the room was open after the entry before; null where that is not known.
    private @Nullable Boolean wasOpen;

    /// Whether names were shown after the entry before; absent where that is unknown.
    private @Nullable Boolean showedNames;

    Priming(Replica replica) {
        this.replica = replica;
    }

    void primeAll(Map<Audience, Feed> feeds, List<JournalEntry> newest) {
        for (var entry : newest) {
            var payload = PayloadCodec.read(entry.payload());
            var touched = payload.rows().stream().map(row -> row.id().value()).collect(Collectors.toSet());
            replica.onAir().ifPresent(row -> touched.add(row.id().value()));
            if (mayFlipNames(payload)) {
                replica.named().forEach(id -> touched.add(id.value()));
            }
            var roomBarrier = barrier(payload);
            feeds.forEach((audience, feed) -> feed.advance(
                    entry.seq(),
                    entry.digest().tag(),
                    touched,
                    payload.session() != null,
                    audience == Audience.ROOM ? roomBarrier : Barrier.NONE));
        }
    }

    private boolean mayFlipNames(EntryPayload payload) {
        var session = payload.session();
        if (session == null) {
            return false;
        }
        var shows = session.isOn(Switch.NAMES);
        var mayFlip = showedNames == null || showedNames != shows;
        showedNames = shows;
        return mayFlip;
    }

    /// As where the entry was applied. Where the session before it is not among the newest entries, it is
    /// assumed that the room opened or closed over it.
    private Barrier barrier(EntryPayload payload) {
        var session = payload.session();
        if (session == null) {
            return Barrier.NONE;
        }
        var isOpen = Projector.isRoomOpen(session);
        var barrier = wasOpen != null && wasOpen == isOpen ? Barrier.NONE : Replica.barrierOf(session);
        wasOpen = isOpen;
        return barrier;
    }
}
