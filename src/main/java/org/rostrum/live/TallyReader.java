package org.rostrum.live;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.rostrum.database.StandingWorks;
import org.rostrum.vote.TalliesChanged;
import org.rostrum.vote.Tally;
import org.rostrum.vote.VoteConfig;

/// Brings the tallies to the sessions that this node shows: at once what its own ledger counts, and at a pace of its
/// own what the ledgers of other nodes do.
@ApplicationScoped
class TallyReader {

    private static final Logger LOG = Logger.getLogger(TallyReader.class);

    private final LiveSessions sessions;
    private final Store store;
    private final VoteConfig config;
    private final StandingWorks works;

    TallyReader(LiveSessions sessions, Store store, VoteConfig config, StandingWorks works) {
        this.sessions = sessions;
        this.store = store;
        this.config = config;
        this.works = works;
    }

    /// Begins the reading, at a pace the scheduler does not keep.
    void started(@Observes StartupEvent event) {
        works.begin("tally-reader", config.readEvery(), this::read);
        works.begin("tally-comparison", config.compareEvery(), this::compare);
    }

    void counted(@Observes TalliesChanged changed) {
        changed.tallies().stream()
                .collect(Collectors.groupingBy(Tally::infoSession))
                .forEach((id, tallies) -> sessions.shown(id).ifPresent(session -> session.count(tallies)));
    }

    /// Reads those of every session shown here, deserted ones too: who comes next is shown what is counted now. Where
    /// nothing was counted that is one look at each session's version.
    private void read() {
        var shown = sessions.shown().stream().collect(Collectors.toMap(LiveSession::id, Function.identity()));
        if (shown.isEmpty()) {
            return;
        }
        store.tallyVersions(shown.keySet()).forEach((id, version) -> {
            var session = shown.get(id);
            long complete = session == null ? version : session.talliesComplete();
            if (session != null && version > complete) {
                session.countUpTo(version, store.talliesSince(id, complete));
            }
        });
    }

    /// Mends what was missed, for whatever reason: compares all tallies of the sessions in which votes have been
    /// counted since the last time.
    void compare() {
        for (var session : sessions.shown()) {
            long complete = session.talliesComplete();
            if (!session.isCompared(complete)) {
                int missed = session.compare(complete, store.tallies(session.id()));
                if (missed > 0) {
                    LOG.warnf("changed tallies had been missed: infoSession=%s count=%d", session.id(), missed);
                }
            }
        }
    }
}
