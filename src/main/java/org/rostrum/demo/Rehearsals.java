package org.rostrum.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.infosession.JoinCode;
import org.rostrum.infosession.Localized;
import org.rostrum.live.Founding;
import org.rostrum.live.SessionGone;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// The rehearsals of this node. Ending one removes every trace of it; one that nobody ends goes when the server stops,
/// and where that was killed, after half a day.
@ApplicationScoped
public class Rehearsals {

    private static final Logger LOG = Logger.getLogger(Rehearsals.class);

    /// As many as the script's most wanted question has voters, and a third more who only watch.
    private static final int VIEWERS = 56;

    private static final Duration LASTS = Duration.ofHours(12);

    private static final int FIRST = 1;

    private final Founding founding;
    private final InfoSessions infoSessions;
    private final Invitations invitations;
    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final Clock clock;
    private final String listensOn;
    private final Provider<Integer> port;
    private final Map<InfoSessionId, Show> shows = new ConcurrentHashMap<>();
    private @Nullable HttpClient http;

    Rehearsals(
            Founding founding,
            InfoSessions infoSessions,
            Invitations invitations,
            Jdbi jdbi,
            ObjectMapper json,
            Clock clock,
            @ConfigProperty(name = "quarkus.http.host") String listensOn,
            @ConfigProperty(name = "quarkus.http.port") Provider<Integer> port) {
        this.founding = founding;
        this.infoSessions = infoSessions;
        this.invitations = invitations;
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
        this.listensOn = listensOn;
        this.port = port;
    }

    /// Who is simulated.
    public enum Cast {
        /// Viewers only: moderators and panelists practise.
        AUDIENCE,
        /// A moderator and a panelist too: one can just watch.
        EVERYONE
    }

    /// Begins a rehearsal of a session.
    ///
    /// @param speed how many script seconds pass in a second, 1 to 60
    /// @throws Refused `unknown-session`, or `bad-value` for another speed
    public InfoSession begin(String code, int speed, Cast cast, Actor.Staff host) {
        requireSpeed(speed);
        var original = JoinCode.parse(code)
                .flatMap(parsed -> jdbi.withHandle(handle -> infoSessions.findByCode(handle, parsed)))
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no session of that code"));
        return play(founding.rehearse(original, host), speed, cast);
    }

    /// Begins a rehearsal of the example session that comes with the server.
    ///
    /// @throws Refused `bad-value` for a speed that is none
    public InfoSession beginExample(int speed, Cast cast, ZoneId zone, Actor.Staff host) {
        requireSpeed(speed);
        var session = Script.example().session();
        var plan = new InfoSession.Plan(
                new Localized(session.titles().en(), session.titles().fr()),
                new Localized(session.description().en(), session.description().fr()),
                null,
                null,
                zone,
                null);
        return play(founding.rehearse(plan, host), speed, cast);
    }

    /// Ends a rehearsal and removes it.
    ///
    /// @throws Refused `unknown-session` where there is no rehearsal of that code
    public void end(String code) {
        var session = JoinCode.parse(code)
                .flatMap(parsed -> jdbi.withHandle(handle -> infoSessions.findByCode(handle, parsed)))
                .filter(InfoSession::isRehearsal)
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no rehearsal of that code"));
        remove(session.id());
    }

    /// @return false where another node has removed it
    private boolean remove(InfoSessionId id) {
        boolean was = founding.endRehearsal(id);
        stopPlaying(id);
        return was;
    }

    /// It was ended, perhaps at another node than that which plays it.
    void gone(@Observes SessionGone news) {
        stopPlaying(news.infoSession());
    }

    private void stopPlaying(InfoSessionId id) {
        var show = shows.remove(id);
        if (show != null) {
            show.close();
        }
    }

    private InfoSession play(InfoSession session, int speed, Cast cast) {
        var viewers = new ArrayList<Person>();
        try {
            for (int i = 0; i < VIEWERS; i++) {
                var viewer = person(session, "room");
                viewer.becomeParticipant();
                viewer.watch();
                viewers.add(viewer);
            }
            var everyone = cast == Cast.EVERYONE;
            var show = new Show(
                    Script.example(),
                    speed,
                    viewers,
                    everyone ? colleague(session, Role.MODERATOR, "Robin", "desk") : null,
                    everyone ? colleague(session, Role.PANELIST, "Camille", "stage") : null,
                    session.createdAt().toEpochMilli());
            shows.put(session.id(), show);
            show.begin();
            return session;
        } catch (IOException | CompletionException e) {
            viewers.forEach(Person::close);
            founding.endRehearsal(session.id());
            throw new IllegalStateException("the simulated audience cannot reach this server", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the audience came in", e);
        }
    }

    private Person colleague(InfoSession session, Role role, String name, String audience)
            throws IOException, InterruptedException {
        var link = invitations.invite(
                Invitations.CONSOLE, session.id(), role, name, clock.instant().plus(LASTS));
        var person = person(session, audience);
        person.open(link.url());
        person.watch();
        return person;
    }

    private Person person(InfoSession session, String audience) {
        return new Person(
                client(),
                json,
                thisServer(listensOn, port.get()),
                session.code().value(),
                audience);
    }

    /// Where this server reaches itself: a server that listens on one address is not found on another.
    static URI thisServer(String listensOn, int port) {
        var host = switch (listensOn) {
            case "0.0.0.0", "::", "[::]", "" -> "127.0.0.1";
            default -> listensOn.contains(":") && !listensOn.startsWith("[") ? "[" + listensOn + "]" : listensOn;
        };
        return URI.create("http://" + host + ":" + port);
    }

    private synchronized HttpClient client() {
        var present = http;
        if (present == null) {
            present = HttpClient.newHttpClient();
            http = present;
        }
        return present;
    }

    private static void requireSpeed(int speed) {
        if (speed < 1 || speed > 60) {
            throw new Refused(RefusalCode.BAD_VALUE, "a rehearsal is 1 to 60 times as fast as the show");
        }
    }

    /// Removes rehearsals that nobody ended. Every node does, and one of them finds each first.
    @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void removeForgotten() {
        var before = clock.instant().minus(LASTS);
        // before the sessions are read, so that none is missing that has just begun
        var playing = List.copyOf(shows.keySet());
        var rehearsals = jdbi.withHandle(infoSessions::all).stream()
                .filter(InfoSession::isRehearsal)
                .toList();
        var known = rehearsals.stream().map(InfoSession::id).toList();
        playing.stream().filter(id -> !known.contains(id)).forEach(this::stopPlaying);
        rehearsals.stream()
                .filter(session -> session.createdAt().isBefore(before))
                .map(InfoSession::id)
                .filter(this::remove)
                .forEach(id -> LOG.infof("a forgotten rehearsal was removed: infoSession=%s", id));
    }

    /// Before the writers stop, which end the rehearsals.
    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        for (var id : List.copyOf(shows.keySet())) {
            try {
                remove(id);
            } catch (JdbiException | Refused e) {
                LOG.warnf("a rehearsal stays behind: infoSession=%s: %s", id, e.getMessage());
            }
        }
    }
}
