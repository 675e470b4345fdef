package org.rostrum.live;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.UnknownWord;
import org.rostrum.hub.Hub;
import org.rostrum.hub.Position;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.JoinCode;
import org.rostrum.journal.Head;
import org.rostrum.journal.JournalEntry;
import org.rostrum.journal.Relay;
import org.rostrum.pace.Network;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;
import org.rostrum.writer.Committed;
import org.rostrum.writer.Writers;

/// The information sessions this node shows, each loaded when somebody looks and let go a while after nobody does.
/// Follows their journals: at once what this node commits, on notification what another does, and once a second
/// whatever a lost notification left out.
@ApplicationScoped
class LiveSessions {

    private static final Logger LOG = Logger.getLogger(LiveSessions.class);
    private static final int ENTRIES_AT_ONCE = 500;

    /// To whoever comes for a session that only a later version can read.
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Store store;
    private final Hub hub;
    private final Relay relay;
    private final Writers writers;
    private final LiveConfig config;
    private final JoinCodes joinCodes;
    private final Event<SessionGone> gone;
    private final Map<InfoSessionId, LiveSession> sessions = new ConcurrentHashMap<>();

    private final Map<JoinCode, InfoSessionId> codes = new ConcurrentHashMap<>();

    /// Those of which a server of a later version has stored what this one cannot read.
    private final Set<InfoSessionId> unreadable = ConcurrentHashMap.newKeySet();

    LiveSessions(
            Store store,
            Hub hub,
            Relay relay,
            Writers writers,
            LiveConfig config,
            JoinCodes joinCodes,
            Event<SessionGone> gone) {
        this.store = store;
        this.hub = hub;
        this.relay = relay;
        this.writers = writers;
        this.config = config;
        this.joinCodes = joinCodes;
        this.gone = gone;
    }

    /// Somebody's look at a session, which stays loaded until it is closed.
    record Look(LiveSession session) implements AutoCloseable {

        @Override
        public void close() {
            session.release();
        }
    }

    /// The session of a code that somebody brings; reads from the database where this node does not show it yet.
    ///
    /// @param network from which they bring it
    /// @throws Refused `unknown-session`, `too-many-requests`
    Look look(Network network, String typedCode) {
        return look(joinCodes.find(network, typedCode, this::find));
    }

    Look look(InfoSessionId id) {
        while (true) {
            var loaded = sessions.get(id);
            if (loaded != null && loaded.hold()) {
                return new Look(loaded);
            }
            // one that was let go a moment ago is out of the map by the time its key can be computed
            sessions.computeIfAbsent(id, _ -> load(id));
        }
    }

    private Optional<InfoSessionId> find(JoinCode code) {
        var known = codes.get(code);
        return known == null ? store.find(code) : Optional.of(known);
    }

    private LiveSession load(InfoSessionId id) {
        try {
            var session = new LiveSession(
                    store.load(id)
                            .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no such session")),
                    hub);
            codes.put(session.session().code(), id);
            unreadable.remove(id);
            return session;
        } catch (UnknownWord e) {
            throw unreadable(id, e);
        }
    }

    /// What a server of a later version has stored is not for this one: whoever comes is asked to come back, and by
    /// then meets that server. Said once.
    private Refused unreadable(InfoSessionId id, UnknownWord word) {
        if (unreadable.add(id)) {
            LOG.errorf(
                    "a server of a later version has stored what this one cannot read; until this one is of that"
                            + " version too it shows the session to nobody: infoSession=%s cause=%s",
                    id, word.getMessage());
        }
        return new Refused(RefusalCode.UNAVAILABLE, "a server of a later version has it", RETRY_AFTER);
    }

    /// Does what reads a session's journal. Where that cannot be read here the session is shown no more, for it would
    /// stand still without anybody knowing.
    ///
    /// @throws Refused `unavailable` where it cannot be read
    private void reading(LiveSession session, Runnable work) {
        try {
            work.run();
        } catch (UnknownWord e) {
            var refused = unreadable(session.id(), e);
            if (sessions.remove(session.id(), session)) {
                forgetWhatBelongsTo(session.id());
                session.end(ServerMessage.Bye.restarting(0), CloseCode.GOING_AWAY);
            }
            throw refused;
        }
    }

    /// Lets go those that nobody has looked at for a while, with their feeds and writers; whoever looks again has them
    /// loaded again. A look that begins meanwhile either keeps the session or waits for the new one.
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void letGo() {
        for (var id : sessions.keySet()) {
            sessions.computeIfPresent(id, (_, session) -> {
                if (!session.letGo(config.idleSession())) {
                    return session;
                }
                forgetWhatBelongsTo(id);
                return null;
            });
        }
        writers.letGo(id -> !sessions.containsKey(id));
    }

    private void forgetWhatBelongsTo(InfoSessionId id) {
        codes.values().remove(id);
    }

    /// Those that this node shows now.
    Collection<LiveSession> shown() {
        return List.copyOf(sessions.values());
    }

    /// The one of that id, where this node shows it now.
    Optional<LiveSession> shown(InfoSessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /// A session has ended here and its rows are gone: the other nodes are told to look.
    void ended(InfoSessionId id) {
        relay.announce(id);
        forget(id);
    }

    /// Stops showing a session whose rows are gone.
    private void forget(InfoSessionId id) {
        forgetWhatBelongsTo(id);
        var ended = sessions.remove(id);
        if (ended != null) {
            gone.fire(new SessionGone(id));
            ended.end(new ServerMessage.Bye(ServerMessage.Bye.Reason.ENDED, 0), CloseCode.UNKNOWN_SESSION);
        }
    }

    void committed(@Observes Committed news) {
        relay.announce(news.infoSession());
        var session = sessions.get(news.infoSession());
        if (session != null && !session.follow(news.epoch(), news.entries(), news.texts())) {
            catchUpIfReadable(session);
        }
    }

    void grown(@Observes Relay.Grown grown) {
        for (var id : grown.infoSessions()) {
            var session = sessions.get(id);
            if (session != null) {
                catchUpIfReadable(session);
            }
        }
    }

    private void catchUpIfReadable(LiveSession session) {
        try {
            catchUp(session);
        } catch (Refused refused) {
            LOG.debugf(refused, "a journal cannot be read here: infoSession=%s", session.id());
        }
    }

    /// Applies what the journal has and this node has not. Harmless when others do the same at the same time.
    ///
    /// @throws Refused `unavailable` where this version cannot read it, and the session is shown no more
    void catchUp(LiveSession session) {
        reading(session, () -> applyNews(session));
    }

    private void applyNews(LiveSession session) {
        while (true) {
            var position = session.position();
            var news = store.after(session.id(), position.seq(), ENTRIES_AT_ONCE);
            if (news.head().isEmpty()) {
                forget(session.id());
                return;
            }
            if (isAnother(news.head().get(), position)) {
                goOnAnew(session, position);
                return;
            }
            if (news.entries().isEmpty()) {
                return;
            }
            boolean followed = session.follow(position.epoch(), news.entries(), news.texts());
            introduce(session, news.entries());
            if (!followed && session.position().equals(position)) {
                if (news.entries().getFirst().seq() == position.seq() + 1) {
                    goOnAnew(session, position);
                    return;
                }
                LOG.errorf("the journal has a hole: infoSession=%s seq=%d", session.id(), position.seq());
                store.load(session.id()).ifPresent(session::reload);
                return;
            }
        }
    }

    /// Askers who are connected here and whose first question came by another node learn that it is theirs.
    private void introduce(LiveSession session, List<JournalEntry> entries) {
        var strangers = session.strangers(entries);
        if (!strangers.isEmpty()) {
            store.participants(session.id(), strangers).forEach(session::introduce);
        }
    }

    /// A journal does not shrink: where it is behind a position seen before, comes to something else there, or counts
    /// under another epoch, the database was put back. The head must have been read after the position was.
    private static boolean isAnother(Head head, Position seen) {
        return !head.epoch().equals(seen.epoch())
                || head.seq() < seen.seq()
                || (head.seq() == seen.seq() && !head.digest().tag().equals(seen.tag()));
    }

    private void goOnAnew(LiveSession session, Position seen) {
        LOG.warnf("the history is another one: infoSession=%s seq=%d", session.id(), seen.seq());
        writers.witness(session.id(), seen.epoch(), seen.seq(), seen.tag());
        store.load(session.id()).ifPresent(session::reload);
    }

    /// Whether the position that a client brings is one of this journal. Its tag proves it; nobody's word changes
    /// anything for others. One ahead of this node's may come from another node: then the journal has it. For
    /// one that lies back nothing is read: this node remembers it, or leads nobody on from there.
    boolean proves(LiveSession session, Position claimed) {
        if (session.remembers(claimed)) {
            return true;
        }
        var here = session.position();
        if (!claimed.epoch().equals(here.epoch()) || claimed.seq() <= here.seq()) {
            return false;
        }
        session.lookOnce(() -> catchUp(session));
        return session.remembers(claimed);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void pollJournals() {
        // positions first: a head read before them may be behind what this node commits meanwhile
        var positions = sessions.values().stream().collect(Collectors.toMap(session -> session, LiveSession::position));
        if (positions.isEmpty()) {
            return;
        }
        var ids = positions.keySet().stream().map(LiveSession::id).collect(Collectors.toSet());
        Map<InfoSessionId, Head> heads;
        try {
            heads = store.heads(ids);
        } catch (JdbiException e) {
            LOG.debugf(e, "heads could not be read; the next poll covers them");
            return;
        }
        positions.forEach((session, position) -> follow(session, position, heads.get(session.id())));
    }

    /// What cannot be followed in one session does not keep the others waiting.
    private void follow(LiveSession session, Position position, @Nullable Head head) {
        try {
            if (head == null) {
                forget(session.id());
            } else if (isAnother(head, position)) {
                reading(session, () -> goOnAnew(session, position));
            } else if (head.seq() > position.seq()) {
                catchUp(session);
            }
        } catch (Refused refused) {
            LOG.debugf(refused, "a journal cannot be read here: infoSession=%s", session.id());
        } catch (RuntimeException e) {
            LOG.errorf(e, "a journal could not be followed: infoSession=%s", session.id());
        }
    }

    void stopped(@Observes ShutdownEvent event) {
        hub.farewell();
    }
}
