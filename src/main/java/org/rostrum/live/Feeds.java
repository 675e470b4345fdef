package org.rostrum.live;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.rostrum.hub.Encoded;
import org.rostrum.hub.Feed;
import org.rostrum.hub.FrameMaker;
import org.rostrum.hub.Hub;
import org.rostrum.hub.Position;
import org.rostrum.journal.Digest;
import org.rostrum.journal.JournalEntry;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// The feeds of one information session, one for each audience: what the replica's changes set moving. But for
/// [#of] and [#end], the replica's lock is held.
final class Feeds {

    private final Map<Audience, Feed> feeds = new EnumMap<>(Audience.class);

    /// Opens them where the newest of the stored entries begin, and fills them with these.
    Feeds(Hub hub, Replica replica, Stored stored, Function<Audience, FrameMaker> frames) {
        var newest = stored.newest();
        var position = newest.isEmpty()
                ? new Position(
                        stored.head().epoch(),
                        stored.head().seq(),
                        stored.head().digest().tag())
                : before(stored.head().epoch(), newest.getFirst());
        var budget = hub.config().budget();
        for (var audience : Audience.values()) {
            var size = audience.isOpen() ? budget.crowd() : budget.crew();
            feeds.put(audience, hub.open(position, replica.lock(), size.asLongValue(), frames.apply(audience)));
        }
        new Priming(replica).primeAll(feeds, newest);
    }

    /// What is primed leads from here at once, so that nobody is ever told this position and its tag.
    private static Position before(UUID epoch, JournalEntry first) {
        return new Position(epoch, first.seq() - 1, Digest.NONE.tag());
    }

    Feed of(Audience audience) {
        var feed = feeds.get(audience);
        if (feed == null) {
            throw new IllegalStateException("no feed for " + audience);
        }
        return feed;
    }

    /// Moves those on whose audience sees something of an entry.
    void advance(long seq, String tag, Map<Audience, Replica.AudienceEffect> effects) {
        effects.forEach((audience, effect) -> {
            if (!effect.isNone()) {
                of(audience).advance(seq, tag, effect.touched(), effect.sessionTouched(), effect.barrier());
            }
        });
    }

    /// Votes have changed: each feed tells what that changes in its audience's bounded set.
    void tally() {
        feeds.values().forEach(Feed::tally);
    }

    /// Goes on from a position of another history, or beyond a hole.
    void restart(Position position) {
        feeds.values().forEach(feed -> feed.restart(position));
    }

    void end(ServerMessage.Bye bye, CloseCode code) {
        var encoded = Encoded.shared(bye);
        feeds.values().forEach(feed -> feed.end(encoded, code));
    }
}
