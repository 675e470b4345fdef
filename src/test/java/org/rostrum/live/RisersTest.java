package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.hub.Encoded;
import org.rostrum.hub.HandHub;
import org.rostrum.hub.Position;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
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

/// More questions are published than a snapshot bears. One that votes lift into the bounded set, or that takes the
/// place of another, comes whole to everybody who is here, and a question taken back stays on nobody's screen.
class RisersTest {

    private static final int QUESTIONS = 180;
    private static final int STEPS = 300;
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final UUID EPOCH = new UUID(0, 1);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Small, so that readers are full now and then.
    private final HandHub hub =
            new HandHub(Map.of("connection.high-water-mark", "900", "connection.low-water-mark", "300"));

    private final PaperSession paper =
            new PaperSession(InfoSessionFixture.anInfoSession().live().with(Switch.VOTING));
    private final List<QuestionId> asked = new ArrayList<>();
    private final Map<QuestionId, Tally> tallies = new HashMap<>();
    private long seq;
    private LiveSession live;

    @BeforeEach
    void more_is_published_than_the_bounded_set_holds() {
        var texts = new ArrayList<QuestionText>();
        for (int i = 0; i < QUESTIONS; i++) {
            var id = new QuestionId(new UUID(1, i));
            var text = ScreenedText.question("Question " + i + "?");
            paper.pass(Duration.ofSeconds(1));
            texts.addAll(paper.give(People.MAYA, new QuestionCommand.AskFor(id, text, Language.EN, Origin.ORGANIZER))
                    .texts());
            asked.add(id);
            // the older a question is, the fewer votes it has
            tallies.put(id, new Tally(paper.session().id(), id, i / 10, 1));
        }
        seq = paper.seq();
        live = new LiveSession(
                new Stored(
                        new Head(EPOCH, seq, QUESTIONS),
                        paper.session(),
                        paper.rows(),
                        texts,
                        List.copyOf(tallies.values()),
                        List.of()),
                hub.hub());
    }

    @Test
    void a_question_that_votes_lift_comes_whole_to_one_who_joined_without_it() {
        // Given
        var late = new Client();
        var question = asked.getFirst();
        assertThat(late.story.questions()).hasSize(100).doesNotContainKey(question.toString());

        // When
        vote(question, 21);
        hub.pass(INTERVAL);
        late.readAll();

        // Then
        assertThat(late.story.questions()).containsEntry(question.toString(), shown(question));
        assertThat(late.story.votes()).containsEntry(question.toString(), 21L);
        assertThat(late.fetched).isEqualTo(1);
    }

    @Test
    void votes_of_a_question_outside_the_set_are_told_to_nobody() {
        // Given
        var client = new Client();

        // When
        vote(asked.getFirst(), 1);
        hub.pass(INTERVAL);

        // Then
        assertThat(client.line.read()).isEmpty();
    }

    @Test
    void a_question_that_takes_the_place_of_one_taken_back_comes_whole() {
        // Given
        var client = new Client();
        var next = asked.get(QUESTIONS - 101);

        // When
        dismiss(asked.getLast());
        hub.pass(INTERVAL);
        client.readAll();

        // Then
        assertThat(client.story.questions())
                .containsEntry(next.toString(), shown(next))
                .doesNotContainKey(asked.getLast().toString());
    }

    @Test
    void a_question_lifted_and_taken_back_at_the_same_moment_is_on_no_screen() {
        // Given
        var client = new Client();
        var full = new Client();
        var question = asked.getFirst();
        var other = asked.get(1);

        // When
        vote(question, 21);
        dismiss(question);
        vote(other, 21);
        client.readAll();
        dismiss(other);
        hub.pass(INTERVAL);
        client.readAll();
        full.readAll();

        // Then
        assertThat(List.of(client, full))
                .allSatisfy(each ->
                        assertThat(each.story.questions()).doesNotContainKeys(question.toString(), other.toString()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 20_261_121})
    void whatever_happens_every_screen_shows_the_bounded_set_and_nothing_taken_back(long seed) {
        // Given
        var random = new Random(seed);
        var clients = new ArrayList<>(List.of(new Client(), new Client(), new Client()));

        // When
        for (int i = 0; i < STEPS; i++) {
            step(random, clients);
            if (i % 50 == 49) {
                settle(clients);
                for (var client : clients) {
                    client.mustShow("seed " + seed + ", step " + i);
                }
            }
        }

        // Then
        assertThat(clients.stream().mapToInt(client -> client.risen).sum()).isPositive();
    }

    private void step(Random random, List<Client> clients) {
        var question = asked.get(random.nextInt(60));
        var client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(20)) {
            case 0, 1 -> vote(question, random.nextInt(30));
            case 2 -> toAndFro(random);
            case 3, 4 -> {
                vote(question, 30);
                dismiss(question);
            }
            case 5 -> {
                dismiss(question);
                vote(question, 30);
            }
            case 6, 7, 8 -> bringBack(question);
            case 9 -> dismiss(asked.get(random.nextInt(QUESTIONS)));
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    flip(Switch.HIDDEN, !paper.session().isOn(Switch.HIDDEN));
                }
            }
            case 11 -> {
                toAndFro(random);
                client.breakOff();
                client.comeBack();
                client.read(random.nextInt(6));
                toAndFro(random);
            }
            case 12 -> {
                if (clients.size() < 6) {
                    clients.add(new Client());
                }
            }
            case 13, 14, 15 -> hub.pass(Duration.ofMillis(random.nextInt(200)));
            default -> client.read(random.nextInt(6));
        }
    }

    /// A number is soon again what it was.
    private void toAndFro(Random random) {
        vote(asked.get(random.nextInt(2)), 28 + random.nextInt(2));
    }

    private void settle(List<Client> clients) {
        for (int i = 0; i < 40; i++) {
            hub.pass(INTERVAL);
            clients.forEach(Client::readAll);
        }
    }

    private void vote(QuestionId question, int votes) {
        var next = new Tally(
                paper.session().id(), question, votes, tallies.get(question).version() + 1);
        tallies.put(question, next);
        live.count(List.of(next));
    }

    private void dismiss(QuestionId question) {
        if (paper.row(question).isVisible()) {
            give(new QuestionCommand.Dismiss(question, paper.revision(question), DismissReason.OFF_TOPIC));
        }
    }

    private void bringBack(QuestionId question) {
        if (paper.status(question) == Status.DISMISSED) {
            give(new QuestionCommand.Restore(question, paper.revision(question)));
            give(new QuestionCommand.Approve(question, paper.revision(question)));
        }
    }

    private void give(QuestionCommand command) {
        paper.pass(Duration.ofSeconds(1));
        follow(paper.give(People.MAYA, command).rows(), null);
    }

    private void flip(Switch which, boolean on) {
        paper.give(People.HANA, new InfoSessionCommand.Flip(which, on));
        follow(List.of(), paper.session());
    }

    private void follow(List<QuestionRow> rows, InfoSession session) {
        seq++;
        var payload = PayloadCodec.write(new EntryPayload(rows, session, List.of()));
        var entry = new JournalEntry(paper.session().id(), seq, paper.now(), "maya", "changed", payload);
        assertThat(live.follow(EPOCH, List.of(entry), List.of())).isTrue();
    }

    private JsonNode shown(QuestionId question) {
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
    private final class Client {

        private final Story story = new Story(Audience.ROOM);
        private HandHub.Line line;
        private int fetched = 1;
        private int risen;

        Client() {
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
            var held = new Position(UUID.fromString(story.epoch()), story.seq());
            var _ = live.feed(Audience.ROOM).join(line.outlet(), held, RisersTest::hello);
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

    private static Encoded hello(Position here) {
        return Encoded.personal(new ServerMessage.Hello(
                here.epoch(),
                here.seq(),
                Audience.ROOM.wire(),
                Instant.EPOCH,
                new ServerMessage.You("viewer", null, false),
                new ServerMessage.Limits(3, 500, 200, 3)));
    }
}
