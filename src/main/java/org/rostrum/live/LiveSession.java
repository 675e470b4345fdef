package org.rostrum.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.Encoded;
import org.rostrum.hub.Feed;
import org.rostrum.hub.FrameMaker;
import org.rostrum.hub.Hub;
import org.rostrum.hub.Position;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;
import org.rostrum.infosession.InfoSession;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.AuthorId;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.vote.Tally;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// One information session as this node shows it: its replica, a feed for each audience and who is connected.
/// Committed entries come in by [#follow], in any order and as often as they like; each is applied once and in its
/// place.
final class LiveSession {

    private final InfoSessionId id;
    private final Hub hub;
    private final Replica replica;
    private final ReentrantLock lock;
    private final Snapshots snapshots;
    private final Map<Audience, Feed> feeds = new EnumMap<>(Audience.class);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    LiveSession(Stored stored, Hub hub) {
        this.id = stored.session().id();
        this.hub = hub;
        this.replica = new Replica(stored.head().epoch(), stored.head().seq(), stored.session());
        this.lock = replica.lock();
        this.snapshots = new Snapshots(replica);
        locked(() -> {
            replica.load(stored);
            openFeeds(stored);
            feeds.values().forEach(Feed::tally);
            return this;
        });
    }

    private void openFeeds(Stored stored) {
        var newest = stored.newest();
        long from = newest.isEmpty() ? stored.head().seq() : newest.getFirst().seq() - 1;
        for (var audience : Audience.values()) {
            var budget = hub.config().budget();
            var size = audience == Audience.ROOM || audience == Audience.OVERLAY ? budget.crowd() : budget.crew();
            feeds.put(
                    audience,
                    hub.open(
                            new Position(stored.head().epoch(), from), lock, size.asLongValue(), new Frames(audience)));
        }
        new Priming(replica).primeAll(feeds, newest);
    }

    InfoSessionId id() {
        return id;
    }

    /// Applies those of the entries that are next, each in its place.
    ///
    /// @return false where entries before them are missing here
    boolean follow(UUID epoch, List<JournalEntry> entries, Collection<QuestionText> texts) {
        var authors = new HashSet<AuthorId>();
        boolean complete = locked(() -> {
            if (!epoch.equals(replica.epoch())) {
                return false;
            }
            replica.addTexts(texts);
            for (var entry : entries) {
                if (entry.seq() > replica.seq() + 1) {
                    return false;
                }
                if (entry.seq() == replica.seq() + 1) {
                    authors.addAll(apply(entry));
                }
            }
            return true;
        });
        tellAuthors(authors);
        return complete;
    }

    private Set<AuthorId> apply(JournalEntry entry) {
        var effect = replica.apply(entry);
        effect.byAudience().forEach((audience, change) -> {
            if (!change.isNone()) {
                feed(audience).advance(entry.seq(), change.touched(), change.sessionTouched(), change.barrier());
            }
        });
        return effect.authors();
    }

    /// Goes on from what was read anew, because the history turned out to be another or to have a hole. Does
    /// nothing where this node has come as far in the same history meanwhile.
    void reload(Stored stored) {
        var position = new Position(stored.head().epoch(), stored.head().seq());
        boolean loaded = locked(() -> {
            if (replica.epoch().equals(position.epoch()) && replica.seq() >= position.seq()) {
                return false;
            }
            replica.load(stored);
            snapshots.votesChanged();
            feeds.values().forEach(feed -> feed.restart(position));
            return true;
        });
        if (!loaded) {
            return;
        }
        tellAuthors(connections.stream()
                .map(Connection::author)
                .filter(Objects::nonNull)
                .toList());
    }

    /// Takes tallies that are newer than those held and tells those who may see them.
    void count(Collection<Tally> tallies) {
        locked(() -> {
            var newer = replica.count(tallies);
            if (!newer.isEmpty()) {
                feeds.values().forEach(Feed::tally);
                snapshots.votesChanged();
            }
            return this;
        });
    }

    /// The audience's view at the position of its feed.
    Snapshots.Prepared snapshot(Audience audience) {
        return locked(() -> {
            var prepared = snapshots.prepare(audience, feed(audience).position());
            feed(audience).handOut(prepared.questions());
            return prepared;
        });
    }

    /// A part of a list that the snapshot leaves out.
    ServerMessage.Page page(
            Audience audience, Snapshots.Listed listed, Snapshots.Sorting sorting, @Nullable QuestionId after) {
        return locked(() -> snapshots.page(audience, feed(audience).position(), listed, sorting, after));
    }

    Feed feed(Audience audience) {
        var feed = feeds.get(audience);
        if (feed == null) {
            throw new IllegalStateException("no feed for " + audience);
        }
        return feed;
    }

    /// The position up to which this node has applied the journal, for finding what is missing.
    Position position() {
        return locked(() -> new Position(replica.epoch(), replica.seq()));
    }

    InfoSession session() {
        return locked(replica::session);
    }

    /// Reads from the replica in one hold of its lock.
    <T> T read(Function<Replica, T> reader) {
        return locked(() -> reader.apply(replica));
    }

    void joined(Connection connection) {
        connections.add(connection);
        tellWhoIsHere(connection);
    }

    void left(Connection connection) {
        if (connections.remove(connection)) {
            tellWhoIsHere(connection);
        }
    }

    private void tellWhoIsHere(Connection changed) {
        if (changed.audience() == Audience.ROOM) {
            tellViewers();
        } else if (changed.person().isPresent()) {
            tellPresence();
        }
    }

    /// Staff connected to the desk or the stage, in the order of their names.
    List<ServerMessage.Person> present() {
        return connections.stream()
                .flatMap(connection -> connection.person().stream())
                .distinct()
                .sorted(Comparator.comparing(ServerMessage.Person::name).thenComparing(ServerMessage.Person::audience))
                .toList();
    }

    /// Connections of this node to that audience.
    long connected(Audience audience) {
        return feed(audience).subscribers();
    }

    /// What an author is told of their own questions and votes now.
    ServerMessage.Mine mine(@Nullable AuthorId author, Collection<ServerMessage.Vote> votes) {
        return locked(() -> {
            var questions = new ArrayList<RawJson>();
            if (author != null) {
                replica.askedBy(author).stream()
                        .sorted(Comparator.comparing(row -> row.askedAt()))
                        .forEach(row -> {
                            var into = row.standing().mergedInto();
                            var target =
                                    into == null ? null : replica.find(into).orElse(null);
                            questions.add(RawJson.of(Projector.mine(replica.session(), row, target, replica)));
                        });
            }
            return new ServerMessage.Mine(replica.epoch(), replica.seq(), questions, List.copyOf(votes));
        });
    }

    void tellAuthors(Collection<AuthorId> authors) {
        if (authors.isEmpty()) {
            return;
        }
        for (var connection : connections) {
            var author = connection.author();
            if (author != null && authors.contains(author)) {
                connection.showMine(this);
            }
        }
    }

    /// A participant has asked this question here: those of their connections that do not know their author yet are
    /// told what is theirs from now on.
    void asked(Participant participant, QuestionId question) {
        var author =
                read(replica -> replica.find(question).map(QuestionRow::author)).orElse(null);
        if (author != null) {
            authored(participant, author);
        }
    }

    private void authored(Participant participant, AuthorId author) {
        for (var connection : connections) {
            if (connection.author() == null
                    && connection.participant().filter(participant::equals).isPresent()) {
                connection.becomes(author, List.of());
                connection.showMine(this);
            }
        }
    }

    private void tellPresence() {
        var presence = Encoded.shared(new ServerMessage.Presence(present()));
        feed(Audience.DESK).show(presence);
        feed(Audience.STAGE).show(presence);
    }

    private void tellViewers() {
        locked(() -> {
            feed(Audience.DESK).viewers(connected(Audience.ROOM));
            return this;
        });
    }

    void end(ServerMessage.Bye bye, CloseCode code) {
        var encoded = Encoded.shared(bye);
        feeds.values().forEach(feed -> feed.end(encoded, code));
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// Makes one feed's messages from the replica, always with its lock held.
    private final class Frames implements FrameMaker {

        private final Audience audience;

        Frames(Audience audience) {
            this.audience = audience;
        }

        @Override
        public Encoded frame(long prev, long seq, Set<UUID> touched, boolean sessionTouched) {
            var upsert = new ArrayList<RawJson>();
            var remove = new ArrayList<UUID>();
            for (var each : touched) {
                switch (replica.view(audience, new QuestionId(each))) {
                    case Projection.Shown(var view) -> upsert.add(view);
                    case Projection.Gone _ -> remove.add(each);
                    case Projection.Never _ -> {}
                }
            }
            var session = sessionTouched ? Projector.session(audience, replica.session()) : null;
            return Encoded.shared(new ServerMessage.Frame(seq, prev, Instant.now(), upsert, remove, session));
        }

        @Override
        public ServerMessage.Tally tally() {
            return snapshots.tally(audience, audience == Audience.DESK ? connected(Audience.ROOM) : null);
        }

        @Override
        public RawJson view(UUID id) {
            if (replica.view(audience, new QuestionId(id)) instanceof Projection.Shown(var view)) {
                return view;
            }
            throw new IllegalStateException("the " + audience + " does not see " + id);
        }
    }
}
