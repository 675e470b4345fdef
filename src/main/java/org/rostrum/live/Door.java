package org.rostrum.live;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.Encoded;
import org.rostrum.hub.Outlet;
import org.rostrum.hub.Position;
import org.rostrum.hub.Subscriber;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Credentials;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;
import org.rostrum.identity.Role;
import org.rostrum.identity.SecurityEvent;
import org.rostrum.identity.SecurityRecord;
import org.rostrum.identity.Visitors;
import org.rostrum.pace.Network;
import org.rostrum.question.AskLimits;
import org.rostrum.question.QuestionId;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.screening.ScreenedText;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// Lets people in: says who somebody is in a session and joins a connection, of whatever kind, to the feed of its
/// audience.
@ApplicationScoped
class Door {

    private static final Logger LOG = Logger.getLogger(Door.class);

    private static final ServerMessage.Limits LIMITS = new ServerMessage.Limits(
            ScreenedText.QUESTION_MIN,
            ScreenedText.QUESTION_MAX,
            ScreenedText.QUESTION_ADVICE_FROM,
            AskLimits.DEFAULT.waitingMax());

    private final LiveSessions sessions;
    private final Visitors visitors;
    private final Store store;
    private final LiveConfig config;
    private final SecurityRecord record;
    private final Vertx vertx;
    private final Seats<Object, Connection> seats;

    Door(LiveSessions sessions, Visitors visitors, Store store, LiveConfig config, SecurityRecord record, Vertx vertx) {
        this.sessions = sessions;
        this.visitors = visitors;
        this.store = store;
        this.config = config;
        this.record = record;
        this.vertx = vertx;
        this.seats = new Seats<>(config.connectionsPerAddress());
    }

    /// What somebody brings who wants to join: the code and audience of the address, what shows who they are, the
    /// position of the snapshot they hold, and the network address.
    record Visit(String code, String audience, Credentials credentials, Optional<Position> held, Network address) {}

    /// Who somebody is before this audience. For the room and the overlay a look at our own cookie is all; for others
    /// it waits for the database, and perhaps for the identity provider.
    ///
    /// @throws Refused `not-signed-in`, `not-allowed` where the audience is not open to them;
    ///     `unavailable` where the identity provider is out of reach
    Commands.Sender admit(InfoSessionId infoSession, Audience audience, Credentials credentials, Network address) {
        return switch (audience) {
            case ROOM, OVERLAY ->
                new Commands.Sender(
                        visitors.participant(credentials.cookies()).<Actor>map(Actor.Viewer::new), audience, address);
            // who is several acts as the one who may do most
            case DESK -> staff(infoSession, audience, credentials, List.of(Role.HOST, Role.MODERATOR), address);
            case STAGE ->
                staff(infoSession, audience, credentials, List.of(Role.HOST, Role.PANELIST, Role.MODERATOR), address);
        };
    }

    private Commands.Sender staff(
            InfoSessionId infoSession, Audience audience, Credentials credentials, List<Role> wanted, Network address) {
        var visitor = visitors.recognise(credentials);
        return visitor.staff(infoSession, wanted)
                .map(staff -> new Commands.Sender(Optional.of(staff), audience, address, visitor.grantOf(staff)))
                .orElseThrow(() -> new Refused(
                        visitor.isKnown() ? RefusalCode.NOT_ALLOWED : RefusalCode.NOT_SIGNED_IN,
                        "the " + audience.wire() + " takes a role or a grant of its own"));
    }

    /// Joins a connection, or closes it and says why: where the database or the identity provider
    /// is out of reach, that it come back. Waits for the database; not for an event loop.
    ///
    /// @return what it has joined; empty where it was closed
    Optional<Entry> open(Visit visit, Outlet outlet) {
        if (isOpen(visit.audience())
                && seats.isFullFor(
                        visit.address(),
                        holder(visitors.participant(visit.credentials().cookies())
                                .<Actor>map(Actor.Viewer::new)))) {
            record.count(SecurityEvent.Kind.LIMIT_HIT);
            turnAway(outlet, CloseCode.TOO_MANY_CONNECTIONS);
            return Optional.empty();
        }
        return letIn(visit, outlet);
    }

    private static boolean isOpen(String audience) {
        return Audience.ofWire(audience).filter(Audience::isOpen).isPresent();
    }

    /// Whose connection it counts as; all who show nothing are one.
    private static Object holder(Optional<Actor> actor) {
        return actor.<Object>map(known -> known).orElse(NOBODY);
    }

    private Optional<Entry> letIn(Visit visit, Outlet outlet) {
        try {
            var audience = Audience.ofWire(visit.audience())
                    .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no such audience"));
            return Optional.of(letIn(visit, audience, outlet));
        } catch (Refused refused) {
            record.count(refused.refusal());
            turnAway(outlet, closeCode(refused.code()));
        } catch (JdbiException e) {
            LOG.warnf("a connection is asked to come back: the database is out of reach: %s", e.getMessage());
            turnAway(outlet, CloseCode.GOING_AWAY);
        } catch (RuntimeException e) {
            LOG.error("a connection could not be let in", e);
            turnAway(outlet, CloseCode.GOING_AWAY);
        }
        return Optional.empty();
    }

    /// What was asked between the look at who they are and their joining has told them nothing.
    private void lookAgain(LiveSession session, Connection connection, Position before) {
        if (connection.author() == null && !session.position().equals(before)) {
            connection.participant().ifPresent(participant -> introduce(session, participant));
        }
    }

    /// A participant's question is stored: those of their connections that do not know yet which author they are learn
    /// it. Where another node stored it and the news has not come here yet, the database says who asked. Returns at
    /// once.
    void asked(LiveSession session, Participant participant, QuestionId question) {
        if (!session.asked(participant, question)) {
            Thread.ofVirtual().name("introduction").start(() -> introduce(session, participant));
        }
    }

    private void introduce(LiveSession session, Participant participant) {
        try {
            store.author(session.id(), participant).ifPresent(author -> session.introduce(participant, author));
        } catch (JdbiException e) {
            LOG.warnf("an asker is not told of their question before they come back: %s", e.getMessage());
        }
    }

    /// A connection and the session it has joined.
    record Entry(LiveSession session, Connection connection, Subscriber subscriber) {}

    private Connection connection(LiveSession session, Commands.Sender sender) {
        var connection = new Connection(sender);
        connection
                .participant()
                .flatMap(participant -> store.author(session.id(), participant))
                .ifPresent(author -> connection.becomes(author, store.ballots(session.id(), author)));
        return connection;
    }

    /// The session is looked at for as long as the connection lasts.
    private Entry letIn(Visit visit, Audience audience, Outlet outlet) {
        var look = sessions.look(visit.address(), visit.code());
        boolean joined = false;
        try {
            var session = look.session();
            var before = session.position();
            var connection = connection(session, admit(session.id(), audience, visit.credentials(), visit.address()));
            var held = visit.held()
                    .filter(position -> sessions.proves(session, position))
                    .orElse(null);
            var entry = join(look, connection, held, visit.address(), outlet);
            joined = true;
            lookAgain(session, connection, before);
            return entry;
        } finally {
            if (!joined) {
                look.close();
            }
        }
    }

    private Entry join(
            LiveSessions.Look look, Connection connection, @Nullable Position held, Network address, Outlet outlet) {
        var session = look.session();
        var sender = connection.sender();
        var you = you(sender);
        var subscriber = session.feed(sender.audience())
                .join(
                        outlet,
                        held,
                        here -> Encoded.personal(new ServerMessage.Hello(
                                here.epoch(),
                                here.seq(),
                                here.tag(),
                                sender.audience().wire(),
                                Instant.now(),
                                you,
                                LIMITS)));
        connection.attach(subscriber);
        session.joined(connection);
        if (sender.audience() == Audience.ROOM) {
            connection.showMine(session);
        }
        var stopWaiting = limit(sender.audience(), subscriber);
        seats.take(address, holder(sender.actor()), connection)
                .ifPresent(givesWay -> givesWay.close(CloseCode.TOO_MANY_CONNECTIONS));
        subscriber.whenGone(() -> Thread.ofVirtual().start(() -> {
            stopWaiting.run();
            session.left(connection);
            look.close();
            seats.leave(address, holder(sender.actor()), connection);
        }));
        return new Entry(session, connection, subscriber);
    }

    /// Asks a connection of staff to come back after a while, when they are looked at again.
    ///
    /// @return takes that back
    private Runnable limit(Audience audience, Subscriber subscriber) {
        if (audience.isOpen()) {
            return () -> {};
        }
        var timer = vertx.setTimer(config.staffConnection().toMillis(), _ -> subscriber.close(CloseCode.NORMAL));
        return () -> vertx.cancelTimer(timer);
    }

    private static ServerMessage.You you(Commands.Sender sender) {
        var actor = sender.actor().orElse(null);
        var staff = actor instanceof Actor.Staff member ? member : null;
        return new ServerMessage.You(
                staff == null ? Role.VIEWER.wire() : staff.role().wire(),
                staff == null ? null : staff.name(),
                actor instanceof Actor.Viewer);
    }

    private static CloseCode closeCode(RefusalCode code) {
        return switch (code) {
            case UNKNOWN_SESSION -> CloseCode.UNKNOWN_SESSION;
            case NOT_ALLOWED, NOT_SIGNED_IN -> CloseCode.NOT_ALLOWED;
            case TOO_MANY_REQUESTS -> CloseCode.TOO_MANY_REQUESTS;
            // the identity provider is out of reach: who this is will be known later
            case UNAVAILABLE -> CloseCode.GOING_AWAY;
            default -> throw new IllegalStateException("no connection is turned away with " + code);
        };
    }

    static void turnAway(Outlet outlet, CloseCode code) {
        outlet.loop().execute(() -> {
            outlet.attach(NOBODY);
            outlet.close(code);
        });
    }

    private static final Outlet.Owner NOBODY = new Outlet.Owner() {
        @Override
        public void drained() {
            // nothing waits for a connection that was turned away
        }

        @Override
        public void closed() {
            // and nobody misses it
        }
    };
}
