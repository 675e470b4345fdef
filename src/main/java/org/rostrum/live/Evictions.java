package org.rostrum.live;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.rostrum.identity.GrantId;
import org.rostrum.identity.Grants;
import org.rostrum.identity.InvitationId;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.SignedOut;
import org.rostrum.wire.CloseCode;

/// Ends open connections whose right to be there has ended. A desk that stayed open would go on showing what is not
/// approved, and deciding.
@ApplicationScoped
class Evictions {

    private static final Logger LOG = Logger.getLogger(Evictions.class);

    /// How far back links taken back are looked for: longer than an outage of the database that nobody
    /// mends, and than the clocks of two nodes are apart. Who has been turned out is not let in again, so
    /// nobody is turned out twice.
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final LiveSessions sessions;
    private final Invitations invitations;
    private final Grants grants;

    Evictions(LiveSessions sessions, Invitations invitations, Grants grants) {
        this.sessions = sessions;
        this.invitations = invitations;
        this.grants = grants;
    }

    /// Whoever came by a personal link that was taken back, or signed out, on whichever node, is turned out within
    /// about a second.
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void turnOutWhoseLinkWasTakenBack() {
        var shown = sessions.shown();
        if (shown.isEmpty()) {
            return;
        }
        try {
            var revoked = invitations.revokedWithin(
                    shown.stream().map(LiveSession::id).toList(), WITHIN);
            turnOut(revoked);
            turnOutGrants(grants.endedWithin(WITHIN));
        } catch (JdbiException e) {
            LOG.debugf(e, "links taken back could not be read; the next look covers them");
        }
    }

    /// Whoever came by this link, which was taken back just now, is turned out of this node at once.
    void turnOut(InvitationId revoked) {
        turnOut(List.of(revoked));
    }

    private void turnOut(List<InvitationId> revoked) {
        var actors = revoked.stream().map(InvitationId::toString).collect(Collectors.toSet());
        if (!actors.isEmpty()) {
            sessions.shown().forEach(session -> session.turnOut(actors, CloseCode.NOT_ALLOWED));
        }
    }

    private void turnOutGrants(List<GrantId> ended) {
        if (!ended.isEmpty()) {
            sessions.shown().forEach(session -> session.turnOutGrants(Set.copyOf(ended), CloseCode.NOT_ALLOWED));
        }
    }

    /// Every connection of an account that has signed out is asked to come back: where they are still signed in, they
    /// are let in again. Those on other nodes are looked at when they have lasted as long as one may. What a
    /// browser had by personal links is closed for good.
    void lookAgainAt(@Observes SignedOut news) {
        news.account().ifPresent(account -> {
            var actor = List.of(account.toString());
            sessions.shown().forEach(session -> session.turnOut(actor, CloseCode.NORMAL));
        });
        turnOutGrants(news.grants());
    }
}
