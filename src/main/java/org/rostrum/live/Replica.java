package org.rostrum.live;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rostrum.hub.Barrier;
import org.rostrum.hub.Position;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Digest;
import org.rostrum.journal.Head;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Glance;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.wire.RawJson;
import org.rostrum.writer.EntryPayload;
import org.rostrum.writer.PayloadCodec;

/// One information session's rows in this node's memory, as they are after the entry at [#seq]. Everything is read
/// and changed under [#lock], which the session's feeds share.
final class Replica implements Projector.Texts, Glance {

    private final ReentrantLock lock = new ReentrantLock();

    // Everything below is guarded by the lock.
    private UUID epoch;
    private long seq;
    private Digest digest;
    private final RecentTags tags = new RecentTags();
    private InfoSession session;
    private final Rows rows = new Rows();
    private final Map<TextKey, String> texts = new HashMap<>();
    private final HeldTallies tallies = new HeldTallies();
    private final Map<Audience, Map<QuestionId, Projection>> views = new EnumMap<>(Audience.class);

    private record TextKey(QuestionId question, int version) {}

    Replica(Head head, InfoSession session) {
        this.epoch = head.epoch();
        this.seq = head.seq();
        this.digest = head.digest();
        this.session = session;
        for (var audience : Audience.values()) {
            views.put(audience, new HashMap<>());
        }
    }

    /// Fills a new replica, or one whose history was found to be another, with what one transaction read.
    void load(Stored stored) {
        requireLock();
        epoch = stored.head().epoch();
        seq = stored.head().seq();
        digest = stored.head().digest();
        tags.clear();
        stored.newest().forEach(entry -> tags.add(entry.seq(), entry.digest().tag()));
        if (stored.newest().isEmpty()) {
            tags.add(seq, digest.tag());
        }
        session = stored.session();
        rows.clear();
        texts.clear();
        views.values().forEach(Map::clear);
        addTexts(stored.texts());
        stored.rows().forEach(this::put);
        tallies.load(stored.tallies());
    }

    /// What an entry changes in each audience's view, and the authors who may read something new of a question of
    /// theirs: it changed, or what it is merged into did, or the session in what they are told by.
    record Effect(Map<Audience, AudienceEffect> byAudience, Set<AuthorId> authors) {}

    record AudienceEffect(Set<UUID> touched, boolean sessionTouched, Barrier barrier) {
        boolean isNone() {
            return touched.isEmpty() && !sessionTouched && barrier == Barrier.NONE;
        }
    }

    /// Applies the entry after [#seq], stored form and all, and says what it changes. Texts it brings must have
    /// been added.
    Effect apply(JournalEntry entry) {
        requireLock();
        if (entry.seq() != seq + 1) {
            throw new IllegalStateException("entry " + entry.seq() + " does not follow " + seq);
        }
        var payload = PayloadCodec.read(entry.payload());
        var flipsNames =
                payload.session() != null && payload.session().isOn(Switch.NAMES) != session.isOn(Switch.NAMES);
        var concerned = concerned(payload, flipsNames);
        var before = seen(concerned);
        var sessionsBefore = sessions();
        var sessionBefore = session;
        var wasOpen = Projector.isRoomOpen(session);
        var next = payload.session();
        if (next != null) {
            session = next;
            clearViews(Audience.OVERLAY);
            if (flipsNames) {
                clearViews(Audience.ROOM);
                clearViews(Audience.STAGE);
            }
            if (wasOpen != Projector.isRoomOpen(session)) {
                clearViews(Audience.ROOM);
            }
        }
        payload.rows().forEach(this::put);
        seq = entry.seq();
        digest = entry.digest();
        tags.add(seq, digest.tag());
        var after = seen(concerned);
        var sessionsAfter = sessions();
        var barrier = wasOpen == Projector.isRoomOpen(session) ? Barrier.NONE : barrierOf(session);
        var effects = new EnumMap<Audience, AudienceEffect>(Audience.class);
        for (var audience : Audience.values()) {
            var touched = concerned.stream()
                    .filter(id -> !seenOf(before, audience, id).equals(seenOf(after, audience, id)))
                    .map(QuestionId::value)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            var sessionTouched = !Optional.ofNullable(sessionsBefore.get(audience))
                    .equals(Optional.ofNullable(sessionsAfter.get(audience)));
            effects.put(
                    audience,
                    new AudienceEffect(touched, sessionTouched, audience == Audience.ROOM ? barrier : Barrier.NONE));
        }
        var authors = altersFates(sessionBefore) ? rows.authors() : rows.authors(payload.rows());
        return new Effect(effects, authors);
    }

    /// Whether the session has changed in what every asker is told by.
    private boolean altersFates(InfoSession before) {
        return Projector.isRoomOpen(before) != Projector.isRoomOpen(session)
                || before.isOn(Switch.TELL_DISRESPECTFUL) != session.isOn(Switch.TELL_DISRESPECTFUL);
    }

    /// The room has just closed or opened. Closing by `hidden` is a field on which clients drop all rows at once;
    /// every other way alters each row, which only a snapshot says.
    static Barrier barrierOf(InfoSession session) {
        return session.isOn(Switch.HIDDEN) ? Barrier.NONE : Barrier.RESYNC;
    }

    /// The entry's own questions; what is on air, which the overlay shows by the session's leave; and what bears a name
    /// where names come or go.
    private Set<QuestionId> concerned(EntryPayload payload, boolean flipsNames) {
        var concerned = new LinkedHashSet<QuestionId>();
        payload.rows().forEach(row -> concerned.add(row.id()));
        if (payload.session() != null) {
            onAir().ifPresent(row -> concerned.add(row.id()));
        }
        if (flipsNames) {
            concerned.addAll(named());
        }
        return concerned;
    }

    /// The questions whose askers gave a name.
    List<QuestionId> named() {
        requireLock();
        return rows.all().stream()
                .filter(row -> row.nameVersion() != null)
                .map(QuestionRow::id)
                .toList();
    }

    private Map<Audience, Map<QuestionId, Projection>> seen(Collection<QuestionId> ids) {
        var seen = new EnumMap<Audience, Map<QuestionId, Projection>>(Audience.class);
        for (var audience : Audience.values()) {
            var of = new HashMap<QuestionId, Projection>();
            ids.forEach(id -> of.put(id, view(audience, id)));
            seen.put(audience, of);
        }
        return seen;
    }

    private static Projection seenOf(
            Map<Audience, Map<QuestionId, Projection>> seen, Audience audience, QuestionId id) {
        var of = seen.get(audience);
        return of == null ? Projection.NEVER : of.getOrDefault(id, Projection.NEVER);
    }

    private Map<Audience, RawJson> sessions() {
        var all = new EnumMap<Audience, RawJson>(Audience.class);
        for (var audience : Audience.values()) {
            all.put(audience, Projector.session(audience, session));
        }
        return all;
    }

    private void clearViews(Audience audience) {
        views.computeIfAbsent(audience, _ -> new HashMap<>()).clear();
    }

    private void put(QuestionRow row) {
        rows.put(row);
        views.values().forEach(of -> of.remove(row.id()));
    }

    /// Keeps texts, which never change once stored.
    void addTexts(Collection<QuestionText> more) {
        requireLock();
        more.forEach(text -> texts.put(new TextKey(text.question(), text.version()), text.body()));
    }

    HeldTallies tallies() {
        requireLock();
        return tallies;
    }

    Projection view(Audience audience, QuestionId id) {
        requireLock();
        var of = views.computeIfAbsent(audience, _ -> new HashMap<>());
        var memo = of.get(id);
        if (memo != null) {
            return memo;
        }
        var row = rows.get(id);
        if (row == null) {
            return Projection.NEVER;
        }
        var made = Projector.question(audience, session, row, this);
        of.put(id, made);
        return made;
    }

    /// What the audience sees of a question, by a row that may have come from the database before the news of it came
    /// here, where this replica has an older one. Nothing where its text is not here either.
    Projection viewNoOlderThan(Audience audience, QuestionRow row) {
        requireLock();
        var held = rows.get(row.id());
        if (held != null && held.revision() >= row.revision()) {
            return view(audience, row.id());
        }
        return hasTexts(row) ? Projector.question(audience, session, row, this) : Projection.NEVER;
    }

    private boolean hasTexts(QuestionRow row) {
        return Stream.of(row.textVersion(), row.nameVersion(), row.noteVersion())
                .filter(Objects::nonNull)
                .allMatch(version -> texts.containsKey(new TextKey(row.id(), version)));
    }

    @Override
    public String text(QuestionId question, int version) {
        var text = texts.get(new TextKey(question, version));
        if (text == null) {
            throw new IllegalStateException("text " + version + " of question " + question + " is not here");
        }
        return text;
    }

    UUID epoch() {
        requireLock();
        return epoch;
    }

    long seq() {
        requireLock();
        return seq;
    }

    /// What the journal comes to here.
    Digest digest() {
        requireLock();
        return digest;
    }

    Position position() {
        requireLock();
        return new Position(epoch, seq, digest.tag());
    }

    /// Whether the position is one that this replica has come over, as far as it remembers.
    boolean remembers(Position position) {
        requireLock();
        return position.epoch().equals(epoch)
                && tags.at(position.seq()).filter(position.tag()::equals).isPresent();
    }

    @Override
    public InfoSession session() {
        requireLock();
        return session;
    }

    InfoSessionId id() {
        return session().id();
    }

    @Override
    public Optional<QuestionRow> find(QuestionId id) {
        requireLock();
        return Optional.ofNullable(rows.get(id));
    }

    Collection<QuestionRow> rows() {
        requireLock();
        return rows.all();
    }

    Optional<QuestionRow> onAir() {
        requireLock();
        return rows.onAir();
    }

    List<QuestionRow> askedBy(AuthorId author) {
        requireLock();
        return rows.askedBy(author);
    }

    /// The question that a question goes along with, as [Rows#leading].
    QuestionRow leading(QuestionRow row) {
        requireLock();
        return rows.leading(row);
    }

    long votes(QuestionId id) {
        requireLock();
        return tallies.votes(id);
    }

    ReentrantLock lock() {
        return lock;
    }

    /// Does something in one hold of the lock.
    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void requireLock() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("the replica's lock is not held");
        }
    }
}
