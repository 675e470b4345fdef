package org.rostrum.live;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.Hub;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.JoinCode;
import org.rostrum.journal.Relay;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.vote.TalliesChanged;
import org.rostrum.vote.Tally;
import org.rostrum.vote.VoteConfig;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;
import org.rostrum.writer.Committed;

/// The information sessions this node shows, each loaded when it is first asked for. Follows their journals: at
/// once what this node commits, on notification what another does, and once a second whatever a lost notification
/// left out.
@ApplicationScoped
class LiveSessions {

    private static final Logger LOG = Logger.getLogger(LiveSessions.class);
    private static final int ENTRIES_AT_ONCE = 500;

    /// How far back changed tallies are read: longer than any ledger's transaction takes.
    private static final Duration TALLIES_WITHIN = Duration.ofSeconds(3);

    private static final long BACK_AFTER_MS = 1500;

    private final Store store;
    private final Hub hub;
    private final Relay relay;
    private final VoteConfig votes;
    private final Map<InfoSessionId, LiveSession> sessions = new ConcurrentHashMap<>();
    private final Map<JoinCode, InfoSessionId> codes = new ConcurrentHashMap<>();

    private volatile @Nullable Thread tallyReader;

    LiveSessions(Store store, Hub hub, Relay relay, VoteConfig votes) {
        this.store = store;
        this.hub = hub;
        this.relay = relay;
        this.votes = votes;
    }

    /// The session of a code; reads from the database where this node does not show it yet.
    ///
    /// @throws Refused `unknown-session`
    LiveSession get(String typedCode) {
        return JoinCode.parse(typedCode)
                .flatMap(this::find)
                .map(this::get)
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no session of that code"));
    }

    /// The session of a code if it can be had without waiting for the database.
    Optional<LiveSession> present(String typedCode) {
        return JoinCode.parse(typedCode).map(codes::get).map(sessions::get);
    }

    LiveSession get(InfoSessionId id) {
        return sessions.computeIfAbsent(id, _ -> load(id));
    }

    private Optional<InfoSessionId> find(JoinCode code) {
        var known = codes.get(code);
        if (known != null) {
            return Optional.of(known);
        }
        var found = store.find(code);
        found.ifPresent(id -> codes.put(code, id));
        return found;
    }

    private LiveSession load(InfoSessionId id) {
        return new LiveSession(
                store.load(id).orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no such session")),
                hub);
    }

    /// Stops showing a session whose rows are gone.
    void forget(InfoSessionId id) {
        codes.values().remove(id);
        var gone = sessions.remove(id);
        if (gone != null) {
            gone.end(new ServerMessage.Bye(ServerMessage.Bye.Reason.ENDED, 0), CloseCode.UNKNOWN_SESSION);
        }
    }

    void committed(@Observes Committed news) {
        relay.announce(news.infoSession());
        var session = sessions.get(news.infoSession());
        if (session != null && !session.follow(news.epoch(), news.entries(), news.texts())) {
            catchUp(session);
        }
    }

    void grown(@Observes Relay.Grown grown) {
        for (var id : grown.infoSessions()) {
            var session = sessions.get(id);
            if (session != null) {
                catchUp(session);
            }
        }
    }

    void counted(@Observes TalliesChanged changed) {
        changed.tallies().stream()
                .collect(Collectors.groupingBy(Tally::infoSession))
                .forEach((id, tallies) -> {
                    var session = sessions.get(id);
                    if (session != null) {
                        session.count(tallies);
                    }
                });
    }

    /// Applies what the journal has and this node has not. Harmless when others do the same at the same time.
    private void catchUp(LiveSession session) {
        while (true) {
            var position = session.position();
            var news = store.after(session.id(), position.seq(), ENTRIES_AT_ONCE);
            if (news.entries().isEmpty()) {
                return;
            }
            session.follow(position.epoch(), news.entries(), news.texts());
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void pollJournals() {
        if (sessions.isEmpty()) {
            return;
        }
        var heads = store.heads(Set.copyOf(sessions.keySet()));
        for (var session : sessions.values()) {
            var head = heads.get(session.id());
            if (head == null) {
                forget(session.id());
                continue;
            }
            var position = session.position();
            if (!head.epoch().equals(position.epoch()) || head.seq() < position.seq()) {
                LOG.warnf("the history is another one: infoSession=%s seq=%d", session.id(), head.seq());
                store.load(session.id()).ifPresent(session::reload);
            } else if (head.seq() > position.seq()) {
                catchUp(session);
            }
        }
    }

    /// Reads the tallies that other nodes' ledgers have changed, at a pace the scheduler does not keep.
    void started(@Observes StartupEvent event) {
        tallyReader = Thread.ofVirtual().name("tally-reader").start(() -> {
            try {
                while (true) {
                    Thread.sleep(votes.readEvery());
                    readTallies();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void readTallies() {
        var watched = sessions.values().stream()
                .filter(session -> !session.isDeserted())
                .map(LiveSession::id)
                .collect(Collectors.toSet());
        if (watched.isEmpty()) {
            return;
        }
        try {
            counted(new TalliesChanged(store.changedTallies(watched, TALLIES_WITHIN)));
        } catch (JdbiException e) {
            LOG.debugf(e, "tallies could not be read; the next reading covers them");
        }
    }

    void stopped(@Observes ShutdownEvent event) {
        var reader = tallyReader;
        if (reader != null) {
            reader.interrupt();
        }
        var bye = new ServerMessage.Bye(ServerMessage.Bye.Reason.RESTARTING, BACK_AFTER_MS);
        sessions.values().forEach(session -> session.end(bye, CloseCode.RESTARTING));
    }
}
