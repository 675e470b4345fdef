package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.rostrum.hub.HandHub;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Digest;
import org.rostrum.journal.Head;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.question.Status;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.PaperSession;
import org.rostrum.testing.People;
import org.rostrum.vote.Tally;
import org.rostrum.wire.ServerMessage;
import org.rostrum.writer.EntryPayload;
import org.rostrum.writer.PayloadCodec;

/// A room in which more questions are published than a snapshot bears, and the people in it. Time passes and messages
/// are read when a test says so.
final class FullRoom {

    static final int QUESTIONS = 180;
    static final Duration INTERVAL = Duration.ofMillis(300);
    private static final UUID EPOCH = new UUID(0, 1);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Small, so that readers are full now and then.
    private final HandHub hub =
            new HandHub(Map.of("connection.high-water-mark", "900", "connection.low-water-mark", "300"));

    private final PaperSession paper =
            new PaperSession(InfoSessionFixture.anInfoSession().live().with(Switch.VOTING));
    private final Map<QuestionId, Tally> tallies = new HashMap<>();
    private final LiveSession live;
    private long seq;
    private Digest digest = Digest.NONE;

    /// The questions, the oldest first; the older one is, the fewer votes it has.
    final List<QuestionId> asked = new ArrayList<>();

    FullRoom() {
        var texts = new ArrayList<QuestionText>();
        for (int i = 0; i < QUESTIONS; i++) {
            var id = new QuestionId(new UUID(1, i));
            var text = ScreenedText.question("Question " + i + "?");
            paper.pass(Duration.ofSeconds(1));
            texts.addAll(paper.give(People.MAYA, new QuestionCommand.AskFor(id, text, Language.EN, Origin.ORGANIZER))
                    .texts());
            asked.add(id);
            tallies.put(id, new Tally(paper.session().id(), id, i / 10, 1));
        }
        seq = paper.seq();
        live = new LiveSession(
                new Stored(
                        new Head(EPOCH, seq, QUESTIONS, digest),
                        paper.session(),
                        paper.rows(),
                        texts,
                        List.copyOf(tallies.values()),
                        List.of()),
                hub.hub());
    }

    /// Somebody who comes now.
    Client client() {
        return new Client();
    }

    void pass(Duration time) {
        hub.pass(time);
    }

    void vote(QuestionId question, int votes) {
        var next = new Tally(
                paper.session().id(), question, votes, tallies.get(question).version() + 1);
        tallies.put(question, next);
        live.count(List.of(next));
    }

    void dismiss(QuestionId question) {
        if (paper.row(question).isVisible()) {
            give(new QuestionCommand.Dismiss(question, paper.revision(question), DismissReason.OFF_TOPIC));
        }
    }

    void bringBack(QuestionId question) {
        if (paper.status(question) == Status.DISMISSED) {
            give(new QuestionCommand.Restore(question, paper.revision(question)));
            give(new QuestionCommand.Approve(question, paper.revision(question)));
        }
    }

    boolean isOn(Switch which) {
        return paper.session().isOn(which);
    }

    private void give(QuestionCommand command) {
        paper.pass(Duration.ofSeconds(1));
        follow(paper.give(People.MAYA, command).rows(), null);
    }

    void flip(Switch which, boolean on) {
        paper.give(People.HANA, new InfoSessionCommand.Flip(which, on));
        follow(List.of(), paper.session());
    }

    private void follow(List<QuestionRow> rows, InfoSession session) {
        seq++;
        var payload = PayloadCodec.write(new EntryPayload(rows, session, List.of()));
        var entry = JournalEntry.after(digest, paper.session().id(), seq, paper.now(), "maya", "changed", payload);
        digest = entry.digest();
        assertThat(live.follow(EPOCH, List.of(entry), List.of())).isTrue();
    }

    JsonNode shown(QuestionId question) {
        return live.read(replica -> replica.view(Audience.ROOM, question) instanceof Projection.Shown(var view)
                ? tree(view.text())
                : JSON.nullNode());
    }

    /// What somebody who came now would be given.
    private Set<String> boundedSet() {
        return snapshot().votes().keySet().stream().map(UUID::toString).collect(Collectors.toSet());
    }

    /// With the votes of now: hardly any real time passes here, in which a snapshot that is kept would bear the first.
    private Snapshots.Prepared snapshot() {
        var position = live.feed(Audience.ROOM).position();
        return live.read(replica -> new Snapshots(replica).prepare(Audience.ROOM, position));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /// Somebody in the room, who fetches when told to and at no other time.
    final class Client {

        final Story story = new Story(Audience.ROOM);
        private HandHub.Line line;
        private int fetched = 1;
        private int risen;

        private Client() {
            story.join(fetch());
            comeBack();
            readAll();
        }

        private byte[] fetch() {
            return live.read(_ -> {
                var snapshot = snapshot();
                live.feed(Audience.ROOM).handOut(snapshot.votes());
                return snapshot.json();
            });
        }

        void comeBack() {
            line = hub.line();
            var held = HandHub.position(UUID.fromString(story.epoch()), story.seq());
            var _ = live.feed(Audience.ROOM).join(line.outlet(), held, HandHub::hello);
        }

        void breakOff() {
            line.breakOff();
        }

        void readAll() {
            read(Integer.MAX_VALUE);
        }

        void read(int messages) {
            for (int i = 0; i < messages; i++) {
                var message = line.read().orElse(null);
                if (message == null) {
                    return;
                }
                risen += message instanceof ServerMessage.Tally tally && tally.rows() != null ? 1 : 0;
                story.say(message);
                if (story.isFetching()) {
                    fetched++;
                    story.fetch(fetch());
                }
            }
        }

        /// The next message that has come, not taken in.
        Optional<ServerMessage> next() {
            return line.read();
        }

        /// How many snapshots it has fetched.
        int fetched() {
            return fetched;
        }

        /// How many tallies have brought it whole rows.
        int risen() {
            return risen;
        }

        /// Holds the bounded set with its votes, and every row as the room may see it.
        void mustShow(String when) {
            var held = story.questions();
            assertThat(held.keySet()).as(when).containsAll(boundedSet());
            held.forEach((id, row) -> assertThat(row)
                    .as("%s, question %s", when, id)
                    .isEqualTo(shown(new QuestionId(UUID.fromString(id)))));
            boundedSet()
                    .forEach(id -> assertThat(story.votes().get(id))
                            .as("%s, votes of %s", when, id)
                            .isEqualTo((long) tallies.get(new QuestionId(UUID.fromString(id)))
                                    .votes()));
        }
    }
}
