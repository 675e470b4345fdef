package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Status;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.LiveClient;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.vote.Ballot;
import org.rostrum.vote.VoteLedger;
import org.rostrum.writer.Command;
import org.rostrum.writer.Writers;

/// Everyone converges: whatever a session goes through, and whenever a client came, fell behind or left and
/// returned, what it was sent adds up to the projection of its audience.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ConvergenceTest {

    private static final int STEPS = 220;

    @Inject
    Writers writers;

    @Inject
    VoteLedger ledger;

    @Inject
    Invitations invitations;

    @Inject
    LiveSessions sessions;

    @TestHTTPResource
    URI server;

    private Stand stand;
    private Random random;
    private final List<QuestionId> asked = new ArrayList<>();
    private final Map<QuestionId, Actor> askers = new HashMap<>();
    private final List<LiveClient> clients = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121, 77})
    void whatever_happens_then_every_picture_equals_its_projection(long seed) {
        // Given
        random = new Random(seed);
        stand = new Stand(writers, invitations, server);
        enter();

        // When
        for (int i = 0; i < STEPS; i++) {
            step(i);
        }
        clients.forEach(LiveClient::readOn);

        // Then
        for (var client : clients) {
            await("seed " + seed + ", a client of the " + client.audience())
                    .atMost(Stand.PATIENCE)
                    .untilAsserted(() -> assertConverged(client));
        }
        clients.forEach(LiveClient::drop);
    }

    private void enter() {
        for (int i = 0; i < 3; i++) {
            clients.add(stand.onlooker("room").join());
            clients.add(stand.onlooker("overlay").join());
            clients.add(stand.colleague(Role.MODERATOR, "Mo " + i).join());
            clients.add(stand.colleague(Role.PANELIST, "Pa " + i).join());
        }
    }

    private void step(int i) {
        switch (random.nextInt(20)) {
            case 0 -> any().stopReading();
            case 1 -> any().readOn();
            case 2 -> {
                var client = any();
                client.drop();
                client.connect();
            }
            case 3 ->
                clients.add(stand.onlooker(random.nextBoolean() ? "room" : "overlay")
                        .join());
            case 4 -> session();
            case 5, 6, 7, 8 -> ask(i);
            case 9, 10, 11 -> vote();
            default -> decide();
        }
    }

    private LiveClient any() {
        return clients.get(random.nextInt(clients.size()));
    }

    private void session() {
        var command = switch (random.nextInt(7)) {
            case 0 -> new InfoSessionCommand.Flip(Switch.HIDDEN, random.nextBoolean());
            case 1 -> new InfoSessionCommand.Flip(Switch.GRAPHIC, random.nextBoolean());
            case 2 -> new InfoSessionCommand.Flip(Switch.PREMODERATION, random.nextBoolean());
            case 3 -> new InfoSessionCommand.Flip(Switch.SLOW_MODE, random.nextBoolean());
            case 4 -> new InfoSessionCommand.Flip(Switch.NAMES, random.nextBoolean());
            case 5 -> new InfoSessionCommand.MovePhase(Phase.OPEN);
            default -> new InfoSessionCommand.MovePhase(Phase.LIVE);
        };
        stand.give(People.HANA, new Command.OnInfoSession(command));
    }

    private void ask(int i) {
        var id = new QuestionId(UUID.randomUUID());
        asked.add(id);
        var text = ScreenedText.question("Question " + i + " of seed, with « é » and <b>");
        var asker = People.viewer(1000 + i);
        askers.put(id, asker);
        var name = ScreenedText.name("Zoé " + i);
        stand.give(asker, new Command.OnQuestion(new QuestionCommand.Ask(id, text, Language.FR, name)));
    }

    private void vote() {
        if (!asked.isEmpty()) {
            var ballot = new Ballot(question(), 1 + random.nextInt(3), random.nextBoolean());
            var _ = ledger.cast(
                    stand.session.id(), People.viewer(random.nextInt(40)).participant(), ballot);
        }
    }

    private QuestionId question() {
        return asked.get(random.nextInt(asked.size()));
    }

    private void decide() {
        if (asked.isEmpty()) {
            return;
        }
        var id = question();
        var live = sessions.look(stand.session.id()).session();
        int revision =
                live.read(replica -> replica.find(id).map(QuestionRow::revision).orElse(1));
        var onAir = live.read(replica -> replica.onAir().map(QuestionRow::id).orElse(null));
        var place = random.nextBoolean() ? QuestionCommand.Place.FIRST : QuestionCommand.Place.LAST;
        var command = switch (random.nextInt(19)) {
            case 0, 1, 2 -> new QuestionCommand.Approve(id, revision);
            case 3, 4 -> new QuestionCommand.Queue(id, revision, place);
            case 5, 6 -> new QuestionCommand.Air(id, revision, onAir, random.nextBoolean());
            case 7 -> new QuestionCommand.Answer(id, revision, random.nextBoolean());
            case 8 -> new QuestionCommand.Later(id, revision);
            case 9 -> new QuestionCommand.Dismiss(id, revision, DismissReason.OFF_TOPIC);
            case 10 -> new QuestionCommand.Restore(id, revision);
            case 11 -> new QuestionCommand.Merge(id, revision, question());
            case 12 -> new QuestionCommand.Pin(id, revision);
            case 13 -> new QuestionCommand.Hold(id, revision, ScreenedText.note("a note"));
            case 14 -> new QuestionCommand.Move(id, random.nextBoolean() ? question() : null);
            case 15 -> new QuestionCommand.Undo(live.position().seq());
            case 16 -> new QuestionCommand.Unmerge(id, revision);
            case 17 -> new QuestionCommand.Withdraw(id);
            default -> new QuestionCommand.Reopen(id, revision);
        };
        Actor actor = command instanceof QuestionCommand.Withdraw
                ? askers.get(id)
                : random.nextBoolean() ? People.MAYA : People.MILO;
        stand.give(actor, new Command.OnQuestion(command));
    }

    private void assertConverged(LiveClient client) throws Exception {
        assertThat(client.isSettled()).isTrue();
        var audience = Audience.ofWire(client.audience()).orElseThrow();
        var live = sessions.look(stand.session.id()).session();
        var truth = new HashMap<String, JsonNode>();
        var votes = new HashMap<String, Long>();
        var session = live.read(replica -> {
            for (var id : asked) {
                if (replica.view(audience, id) instanceof Projection.Shown(var view)) {
                    truth.put(id.toString(), read(view.text()));
                    votes.put(id.toString(), replica.votes(id));
                }
            }
            return read(Projector.session(audience, replica.session()).text());
        });
        // what its asker has taken back is on no list of the desk: who comes later does not get it
        var shown = new HashMap<>(client.questions());
        var counted = new HashMap<>(client.votes());
        if (audience == Audience.DESK) {
            withdrawn().forEach(id -> {
                Stream.of(truth, votes, shown, counted).forEach(map -> map.remove(id));
            });
        }
        assertThat(shown).isEqualTo(truth);
        assertThat(client.session()).isEqualTo(session);
        assertThat(client.seq())
                .isGreaterThanOrEqualTo(live.feed(audience).position().seq());
        if (audience == Audience.ROOM || audience == Audience.DESK) {
            assertThat(counted).isEqualTo(votes);
        }
    }

    private List<String> withdrawn() {
        return sessions.look(stand.session.id())
                .session()
                .read(replica -> asked.stream()
                        .flatMap(id -> replica.find(id).stream())
                        .filter(row -> row.status() == Status.WITHDRAWN)
                        .map(row -> row.id().toString())
                        .toList());
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
