package org.rostrum.live;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.Encoded;
import org.rostrum.hub.Subscriber;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Participant;
import org.rostrum.question.AuthorId;
import org.rostrum.question.QuestionId;
import org.rostrum.vote.Ballot;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// One person's connection to one audience: who they are and how their votes stand, so that each can be told their
/// own. Any thread.
final class Connection {

    private final Commands.Sender sender;
    private final Map<QuestionId, Ballot> ballots = new ConcurrentHashMap<>();
    private volatile @Nullable AuthorId author;
    private volatile @Nullable Subscriber subscriber;

    /// What was last sent of what is theirs. Guarded by this; nothing in it waits.
    private ServerMessage.@Nullable Mine toldMine;

    Connection(Commands.Sender sender) {
        this.sender = sender;
    }

    Commands.Sender sender() {
        return sender;
    }

    Audience audience() {
        return sender.audience();
    }

    Optional<Participant> participant() {
        return sender.participant();
    }

    /// Who colleagues see here; viewers are nobody's business.
    Optional<ServerMessage.Person> person() {
        return !audience().isOpen() && sender.actor().orElse(null) instanceof Actor.Staff staff
                ? Optional.of(new ServerMessage.Person(
                        staff.name(), staff.role().wire(), audience().wire()))
                : Optional.empty();
    }

    @Nullable
    AuthorId author() {
        return author;
    }

    /// The participant turns out to be this author, with these votes cast so far.
    void becomes(AuthorId known, Iterable<Ballot> cast) {
        author = known;
        cast.forEach(this::voted);
    }

    /// A vote of this participant's is stored; the newest counts.
    void voted(Ballot ballot) {
        ballots.merge(ballot.question(), ballot, (a, b) -> a.n() >= b.n() ? a : b);
    }

    void attach(Subscriber joined) {
        subscriber = joined;
    }

    void close(CloseCode code) {
        var present = subscriber;
        if (present != null) {
            present.close(code);
        }
    }

    /// Sends the newest of what is theirs, where it is not what they were told last: a message that says nothing new
    /// would say that somebody has worked on their question.
    synchronized void showMine(LiveSession session) {
        var present = subscriber;
        if (present == null) {
            return;
        }
        var votes = ballots.values().stream()
                .map(ballot -> new ServerMessage.Vote(ballot.question().value(), ballot.n(), ballot.on()))
                .sorted(Comparator.comparing(ServerMessage.Vote::question))
                .toList();
        var mine = session.mine(author, votes);
        var told = toldMine;
        if (told == null
                || !told.epoch().equals(mine.epoch())
                || !told.questions().equals(mine.questions())
                || !told.votes().equals(mine.votes())) {
            toldMine = mine;
            present.show(Encoded.personal(mine));
        }
    }
}
