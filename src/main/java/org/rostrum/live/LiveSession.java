package org.rostrum.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.Feed;
import org.rostrum.hub.Hub;
import org.rostrum.hub.Position;
import org.rostrum.identity.GrantId;
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
import org.rostrum.writer.PayloadCodec;

/// One information session as this node shows it: a replica that follows the journal, the [Feeds] that its changes
/// set moving, and the [Attendance]. Committed entries come in by [#follow], in any order and as often as they
/// like; each is applied once and in its place.
final class LiveSession {

    private static final int LET_GO = -1;

    /// The journal's word for a question that is new.
    private static final String ASKED = "asked";

    private final InfoSessionId id;
    private final Replica replica;
    private final Snapshots snapshots;
    private final Feeds feeds;
    private final Attendance attendance;

    /// How many hold it; [#LET_GO] for good once it was let go.
    private final AtomicInteger holders = new AtomicInteger();

    /// When the last one who held it left, by [System#nanoTime].
    private volatile long leftAt = System.nanoTime();

    /// Held by whoever looks into the journal on behalf of a claim.
    private final ReentrantLock looking = new ReentrantLock();

    /// How many such looks have begun.
    private final AtomicLong looks = new AtomicLong();

    LiveSession(Stored stored, Hub hub) {
        this.id = stored.session().id();
        this.replica = new Replica(stored.head(), stored.session());
        this.snapshots = new Snapshots(replica);
        this.feeds = replica.locked(() -> {
            replica.load(stored);
            return new Feeds(
                    hub,
                    replica,
                    stored,
                    audience -> new Frames(audience, replica, snapshots, () -> connected(Audience.ROOM)));
        });
        this.attendance = new Attendance(replica, feeds);
        replica.locked(() -> {
            feeds.tally();
            return this;
        });
    }

    InfoSessionId id() {
        return id;
    }

    /// Keeps it loaded until [#release].
    ///
    /// @return false where it was let go, and another must be loaded
    boolean hold() {
        return holders.getAndUpdate(count -> count == LET_GO ? count : count + 1) != LET_GO;
    }

    void release() {
        leftAt = System.nanoTime();
        holders.decrementAndGet();
    }

    /// Ends its feeds, which nobody has joined, where nobody has held it for so long. It follows its journal no more.
    ///
    /// @return whether it is let go now
    boolean letGo(Duration unheldFor) {
        boolean letGo = System.nanoTime() - leftAt >= unheldFor.toNanos() && holders.compareAndSet(0, LET_GO);
        if (letGo) {
            end(ServerMessage.Bye.restarting(0), CloseCode.GOING_AWAY);
        }
        return letGo;
    }

    /// Applies those of the entries that are next, each in its place.
    ///
    /// @return false where entries before them are missing here, or they follow another history
    boolean follow(UUID epoch, List<JournalEntry> entries, Collection<QuestionText> texts) {
        var authors = new HashSet<AuthorId>();
        boolean complete = replica.locked(() -> {
            if (!epoch.equals(replica.epoch())) {
                return false;
            }
            replica.addTexts(texts);
            for (var entry : entries) {
                if (entry.seq() > replica.seq() + 1) {
                    return false;
                }
                if (entry.seq() == replica.seq() + 1) {
                    if (!entry.follows(replica.digest())) {
                        return false;
                    }
                    var effect = replica.apply(entry);
                    feeds.advance(entry.seq(), entry.digest().tag(), effect.byAudience());
                    authors.addAll(effect.authors());
                }
            }
            return true;
        });
        tellAuthors(authors);
        return complete;
    }

    /// Goes on from what was read anew, because the history turned out to be another or to have a hole. Does
    /// nothing where this node has come as far in the same history meanwhile.
    void reload(Stored stored) {
        var head = stored.head();
        var position = new Position(head.epoch(), head.seq(), head.digest().tag());
        boolean loaded = replica.locked(() -> {
            if (replica.epoch().equals(position.epoch()) && replica.seq() >= position.seq()) {
                return false;
            }
            replica.load(stored);
            snapshots.votesChanged();
            feeds.restart(position);
            return true;
        });
        if (loaded) {
            tellAuthors(attendance.authors());
        }
    }

    /// Takes tallies that are newer than those held and tells those who may see them.
    void count(Collection<Tally> tallies) {
        replica.locked(() -> {
            takeNewer(tallies);
            return this;
        });
    }

    /// Takes all tallies that changed after [#talliesComplete] up to a version.
    void countUpTo(long version, Collection<Tally> tallies) {
        replica.locked(() -> {
            takeNewer(tallies);
            replica.tallies().countedUpTo(version);
            return this;
        });
    }

    /// The version up to which no change of the session's tallies is missing here.
    long talliesComplete() {
        return replica.locked(() -> replica.tallies().complete());
    }

    /// Whether nothing has been counted since tallies were compared.
    boolean isCompared(long complete) {
        return replica.locked(() -> replica.tallies().isComparedAt(complete));
    }

    /// Takes all tallies as they were read after `complete` had been complete here.
    ///
    /// @return how many of them ought to have been here and were not
    int compare(long complete, Collection<Tally> all) {
        return replica.locked(() -> {
            replica.tallies().comparedAt(complete);
            return (int) takeNewer(all).stream()
                    .filter(tally -> tally.version() <= complete)
                    .count();
        });
    }

    private List<Tally> takeNewer(Collection<Tally> tallies) {
        var newer = replica.tallies().count(tallies);
        if (!newer.isEmpty()) {
            feeds.tally();
            snapshots.votesChanged();
        }
        return newer;
    }

    /// The audience's view at the position of its feed.
    Snapshots.Prepared snapshot(Audience audience) {
        return replica.locked(() -> {
            var prepared = snapshots.prepare(audience, feed(audience).position());
            feed(audience).handOut(prepared.votes());
            return prepared;
        });
    }

    /// A part of a list that the snapshot leaves out.
    ServerMessage.Page page(
            Audience audience, Snapshots.Listed listed, Snapshots.Sorting sorting, @Nullable QuestionId after) {
        return replica.locked(() -> snapshots.page(audience, feed(audience).position(), listed, sorting, after));
    }

    Feed feed(Audience audience) {
        return feeds.of(audience);
    }

    /// The position up to which this node has applied the journal, for finding what is missing.
    Position position() {
        return replica.locked(replica::position);
    }

    /// Whether this node has come over the position that somebody claims to hold, as far as it remembers.
    boolean remembers(Position claimed) {
        return replica.locked(() -> replica.remembers(claimed));
    }

    /// Has one look into the journal done for all who ask for one while another is under way.
    void lookOnce(Runnable look) {
        long begun = looks.get();
        looking.lock();
        try {
            if (looks.get() == begun) {
                looks.incrementAndGet();
                look.run();
            }
        } finally {
            looking.unlock();
        }
    }

    InfoSession session() {
        return replica.locked(replica::session);
    }

    /// Reads from the replica in one hold of its lock.
    <T> T read(Function<Replica, T> reader) {
        return replica.locked(() -> reader.apply(replica));
    }

    void joined(Connection connection) {
        attendance.joined(connection);
    }

    void left(Connection connection) {
        attendance.left(connection);
    }

    /// Closes the connections of these people of the staff, by the ids they have as actors.
    void turnOut(Collection<String> actors, CloseCode code) {
        attendance.ofStaff(actors).forEach(connection -> connection.close(code));
    }

    /// Closes the connections that came by these grants.
    void turnOutGrants(Set<GrantId> grants, CloseCode code) {
        attendance.by(grants).forEach(connection -> connection.close(code));
    }

    /// Staff connected to the desk or the stage, in the order of their names.
    List<ServerMessage.Person> present() {
        return attendance.staff();
    }

    /// Connections of this node to that audience.
    long connected(Audience audience) {
        return feed(audience).subscribers();
    }

    /// What an author is told of their own questions and votes now, where the room is: its numbers do not move
    /// when the desk works at what the room does not see.
    ServerMessage.Mine mine(@Nullable AuthorId author, Collection<ServerMessage.Vote> votes) {
        return replica.locked(() -> {
            var questions = new ArrayList<RawJson>();
            if (author != null) {
                replica.askedBy(author).stream()
                        .sorted(Comparator.comparing(QuestionRow::askedAt))
                        .map(row -> Projector.mine(replica.session(), row, replica.leading(row), replica))
                        .map(RawJson::of)
                        .forEach(questions::add);
            }
            var here = feed(Audience.ROOM).position();
            return new ServerMessage.Mine(here.epoch(), here.seq(), here.tag(), questions, List.copyOf(votes));
        });
    }

    private void tellAuthors(Collection<AuthorId> authors) {
        if (!authors.isEmpty()) {
            attendance.of(authors).forEach(connection -> connection.showMine(this));
        }
    }

    /// Who asked the questions that these entries are the first to tell of, where nobody connected here is
    /// known to be them and somebody might be.
    Set<AuthorId> strangers(Collection<JournalEntry> entries) {
        var asked = entries.stream().filter(entry -> entry.kind().equals(ASKED)).toList();
        if (asked.isEmpty() || !attendance.hasUnnamed()) {
            return Set.of();
        }
        var authors = asked.stream()
                .flatMap(entry -> PayloadCodec.read(entry.payload()).rows().stream())
                .map(QuestionRow::author)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
        attendance.authors().forEach(authors::remove);
        return authors;
    }

    /// A participant has asked this question here: they are [#introduce]d as its author.
    ///
    /// @return false where this node has not heard of the question yet
    boolean asked(Participant participant, QuestionId question) {
        var author =
                read(replica -> replica.find(question).map(QuestionRow::author)).orElse(null);
        if (author == null) {
            return false;
        }
        introduce(participant, author);
        return true;
    }

    /// This participant is that author: those of their connections that do not know it yet are told what is theirs
    /// from now on.
    void introduce(Participant participant, AuthorId author) {
        for (var connection : attendance.unnamed(participant)) {
            connection.becomes(author, List.of());
            connection.showMine(this);
        }
    }

    void end(ServerMessage.Bye bye, CloseCode code) {
        feeds.end(bye, code);
    }
}
