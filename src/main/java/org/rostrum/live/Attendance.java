package org.rostrum.live;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rostrum.hub.Encoded;
import org.rostrum.identity.Actor;
import org.rostrum.identity.GrantId;
import org.rostrum.identity.Participant;
import org.rostrum.question.AuthorId;
import org.rostrum.wire.ServerMessage;

/// Who is connected to one information session on this node. The team is told of each other, the desk how many
/// viewers there are. Any thread.
final class Attendance {

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Replica replica;
    private final Feeds feeds;

    Attendance(Replica replica, Feeds feeds) {
        this.replica = replica;
        this.feeds = feeds;
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

    /// In one hold of the lock, so that of two who come at once the later list is told last.
    private void tellWhoIsHere(Connection changed) {
        replica.locked(() -> {
            if (changed.audience() == Audience.ROOM) {
                feeds.of(Audience.DESK).viewers(feeds.of(Audience.ROOM).subscribers());
            } else if (changed.person().isPresent()) {
                var presence = Encoded.shared(new ServerMessage.Presence(staff()));
                feeds.of(Audience.DESK).show(presence);
                feeds.of(Audience.STAGE).show(presence);
            }
            return this;
        });
    }

    /// Staff connected to the desk or the stage, in the order of their names. Whose link is open in several browsers is
    /// shown with their number: somebody else may have it.
    List<ServerMessage.Person> staff() {
        var devices = new HashMap<ServerMessage.Person, Set<GrantId>>();
        for (var connection : connections) {
            connection.person().ifPresent(person -> {
                var grants = devices.computeIfAbsent(person, _ -> new HashSet<>());
                connection.sender().grant().ifPresent(grants::add);
            });
        }
        return devices.entrySet().stream()
                .map(entry -> on(entry.getKey(), entry.getValue().size()))
                .sorted(Comparator.comparing(ServerMessage.Person::name).thenComparing(ServerMessage.Person::audience))
                .toList();
    }

    private static ServerMessage.Person on(ServerMessage.Person person, int devices) {
        return devices < 2
                ? person
                : new ServerMessage.Person(person.name(), person.role(), person.audience(), devices);
    }

    /// The authors that are here.
    List<AuthorId> authors() {
        return connections.stream()
                .map(Connection::author)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /// Connections of these people of the staff, by the ids they have as actors.
    List<Connection> ofStaff(Collection<String> actors) {
        return connections.stream()
                .filter(connection -> connection.sender().actor().orElse(null) instanceof Actor.Staff staff
                        && actors.contains(staff.id()))
                .toList();
    }

    /// Connections that came by these grants.
    List<Connection> by(Set<GrantId> grants) {
        return connections.stream()
                .filter(connection ->
                        connection.sender().grant().filter(grants::contains).isPresent())
                .toList();
    }

    /// Connections of these authors.
    List<Connection> of(Collection<AuthorId> authors) {
        return connections.stream()
                .filter(connection -> {
                    var author = connection.author();
                    return author != null && authors.contains(author);
                })
                .toList();
    }

    /// Whether there is a participant of whom it is not known which author they are.
    boolean hasUnnamed() {
        return connections.stream()
                .anyMatch(connection ->
                        connection.author() == null && connection.participant().isPresent());
    }

    /// Connections of this participant that do not know yet which author they are.
    List<Connection> unnamed(Participant participant) {
        return connections.stream()
                .filter(connection -> connection.author() == null
                        && connection.participant().filter(participant::equals).isPresent())
                .toList();
    }
}
