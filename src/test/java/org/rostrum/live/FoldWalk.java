package org.rostrum.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.Encoded;
import org.rostrum.hub.HandHub;
import org.rostrum.hub.Position;
import org.rostrum.identity.Actor;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.JoinCode;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.PassingClock;
import org.rostrum.testing.People;
import org.rostrum.vote.Ballot;
import org.rostrum.vote.Tallies;
import org.rostrum.vote.VoteLedger;
import org.rostrum.wire.ServerMessage;
import org.rostrum.writer.Command;
import org.rostrum.writer.Order;
import org.rostrum.writer.TimedWriters;
import org.rostrum.writer.Writers;

/// A random life of one session and its clients, the same for the same seed to the last byte. Everything is stored
/// by a writer in a real database. One node shows it, lagging behind now and then, and a replica that never lags
/// stands for another, from which clients may come with a position ahead.
///
/// Of each audience there are two clients: a clumsy one, which misses and hears twice, and a sleepy one, which
/// stops reading, goes away and comes back with its position or as if it had never been here.
final class FoldWalk {

    private static final int STEPS = 36;
    private static final int STEPS_BETWEEN_RESTS = 12;
    private static final int HIDDEN_AT = 14;
    private static final int SHOWN_AGAIN_AT = 17;
    private static final int OVERTAKEN_AT = 22;
    private static final int OTHER_EPOCH_AT = 25;
    private static final int QUESTIONS_MAX = 5;
    private static final int ROUNDS_OF_A_REST = 6;
    private static final long PATIENCE_SECONDS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Small, so that a short walk meets every limit.
    private static final Map<String, String> LIMITS = Map.of(
            "tick", "400ms",
            "backlog", "6",
            "connection.high-water-mark", "700",
            "connection.low-water-mark", "300",
            "connection.stall-limit", "1h");

    private final long seed;
    private final Random random;
    private final Jdbi jdbi;
    private final Store store;
    private final VoteLedger ledger;
    private final Tallies tallies;
    private final Writers writers;
    private final PassingClock clock = new PassingClock();
    private final HandHub hub = new HandHub(LIMITS);
    private final InfoSession founded;
    private final List<QuestionId> asked = new ArrayList<>();
    private final Map<String, Client> clients = new LinkedHashMap<>();

    private final LiveSession live;
    private final Deque<JournalEntry> unseen = new ArrayDeque<>();
    private final List<QuestionText> texts = new ArrayList<>();

    private final Replica ahead;
    private final Map<Audience, Long> aheadAt = new EnumMap<>(Audience.class);

    FoldWalk(long seed, Jdbi jdbi, Store store, TimedWriters writers, VoteLedger ledger, Tallies tallies) {
        this.seed = seed;
        this.random = new Random(seed);
        this.jdbi = jdbi;
        this.store = store;
        this.ledger = ledger;
        this.tallies = tallies;
        this.writers = writers.by(clock, new Random(seed));
        this.founded = found();
        renewEpoch(1);
        var stored = store.load(founded.id()).orElseThrow();
        this.live = new LiveSession(stored, hub.hub());
        this.ahead = new Replica(stored.head().epoch(), stored.head().seq(), stored.session());
        loadAhead(stored);
    }

    private InfoSession found() {
        var fixture = InfoSessionFixture.anInfoSession().live().get();
        var session = new InfoSession(
                fixture.id(),
                new JoinCode("FEDED" + (1 + seed)),
                fixture.phase(),
                fixture.plan(),
                fixture.switches(),
                null,
                null,
                fixture.createdAt());
        if (!writers.found(session, People.HANA)) {
            throw new AssertionError("the join code is taken");
        }
        return session;
    }

    /// The stories of all clients, by their names.
    Map<String, Story> run() {
        for (var audience : Audience.values()) {
            clients.put(audience.wire() + "-clumsy", new Client(audience, true));
            clients.put(audience.wire() + "-sleepy", new Client(audience, false));
        }
        clients.values().forEach(Client::join);
        for (int i = 1; i <= STEPS; i++) {
            clock.pass(Duration.ofSeconds(7));
            act(i);
            hearOf();
            if (random.nextBoolean()) {
                catchUp(1 + random.nextInt(4));
            }
            hub.pass(Duration.ofMillis(random.nextInt(300)));
            clients.values().forEach(Client::live);
            if (i == OTHER_EPOCH_AT) {
                goOnUnderAnotherEpoch();
            }
            if (i == OVERTAKEN_AT) {
                overtake();
            }
            if (i % STEPS_BETWEEN_RESTS == 0 || i == HIDDEN_AT) {
                rest(i == STEPS);
            }
        }
        var stories = new LinkedHashMap<String, Story>();
        clients.forEach((name, client) -> stories.put(name, client.story));
        return stories;
    }

    private void act(int step) {
        switch (step) {
            // what must happen in every walk
            case HIDDEN_AT -> flip(Switch.HIDDEN, true);
            case SHOWN_AGAIN_AT -> flip(Switch.HIDDEN, false);
            default -> {
                int dice = random.nextInt(12);
                if (asked.size() < QUESTIONS_MAX && (dice < 3 || asked.isEmpty())) {
                    ask(step);
                } else if (dice < 5) {
                    vote();
                } else if (dice == 5) {
                    flip(random.nextBoolean() ? Switch.GRAPHIC : Switch.SLOW_MODE, random.nextBoolean());
                } else if (dice == 6) {
                    var phase = random.nextBoolean() ? Phase.OPEN : Phase.LIVE;
                    give(People.HANA, new Command.OnInfoSession(new InfoSessionCommand.MovePhase(phase)));
                } else {
                    decide();
                }
            }
        }
    }

    private void flip(Switch which, boolean on) {
        give(People.HANA, new Command.OnInfoSession(new InfoSessionCommand.Flip(which, on)));
    }

    private void ask(int step) {
        var id = new QuestionId(new UUID(seed, asked.size() + 1));
        asked.add(id);
        var text = ScreenedText.question("Why « " + step + " » <b>é</b> \uD83D\uDE92?");
        var language = random.nextBoolean() ? Language.FR : Language.EN;
        if (random.nextInt(3) == 0) {
            give(People.viewer(100 + step), new Command.OnQuestion(new QuestionCommand.Ask(id, text, language, null)));
        } else {
            give(People.MAYA, new Command.OnQuestion(new QuestionCommand.AskFor(id, text, language, Origin.ORGANIZER)));
        }
    }

    private void vote() {
        var ballot = new Ballot(any(asked), 1 + random.nextInt(3), random.nextInt(3) > 0);
        answer(ledger.cast(founded.id(), People.viewer(random.nextInt(9)).participant(), ballot));
    }

    private void decide() {
        var id = any(asked);
        int revision =
                aheadOf(replica -> replica.find(id).map(QuestionRow::revision).orElse(1));
        var onAir = aheadOf(replica -> replica.onAir().map(QuestionRow::id).orElse(null));
        var place = random.nextBoolean() ? QuestionCommand.Place.FIRST : QuestionCommand.Place.LAST;
        var command = switch (random.nextInt(15)) {
            case 0, 1 -> new QuestionCommand.Approve(id, revision);
            case 2, 3, 4, 5 -> new QuestionCommand.Queue(id, revision, place);
            case 6, 7 -> new QuestionCommand.Air(id, revision, onAir, true);
            case 8 -> new QuestionCommand.Answer(id, revision, random.nextBoolean());
            case 9 -> new QuestionCommand.Later(id, revision);
            case 10 -> new QuestionCommand.Dismiss(id, revision, DismissReason.OFF_TOPIC);
            case 11 -> new QuestionCommand.Restore(id, revision);
            case 12 -> new QuestionCommand.Merge(id, revision, any(asked));
            case 13 -> new QuestionCommand.Pin(id, revision);
            default -> new QuestionCommand.Undo(aheadOf(Replica::seq));
        };
        give(People.MAYA, new Command.OnQuestion(command));
    }

    /// Many are refused, as in life.
    private void give(Actor actor, Command command) {
        answer(writers.submit(founded.id(), new Order(actor, UUID.randomUUID(), "00".repeat(32), command)));
    }

    private static <T> T answer(Future<T> given) {
        try {
            return given.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// The replica that never lags takes what is stored.
    private void hearOf() {
        var news = store.after(founded.id(), aheadOf(Replica::seq), 100);
        unseen.addAll(news.entries());
        texts.addAll(news.texts());
        var counted = jdbi.withHandle(handle -> tallies.all(handle, founded.id()));
        aheadOf(replica -> {
            replica.addTexts(news.texts());
            for (var entry : news.entries()) {
                replica.apply(entry).byAudience().forEach((audience, change) -> {
                    if (!change.isNone()) {
                        aheadAt.put(audience, entry.seq());
                    }
                });
            }
            return replica.count(counted);
        });
    }

    /// The node takes some of what it has not seen yet.
    private void catchUp(int entries) {
        for (int i = 0; i < entries && !unseen.isEmpty(); i++) {
            live.follow(live.position().epoch(), List.of(unseen.remove()), texts);
        }
        if (random.nextBoolean()) {
            count();
        }
    }

    private void count() {
        live.count(jdbi.withHandle(handle -> tallies.all(handle, founded.id())));
    }

    /// Some come from the other node with a position that this node then passes within one frame.
    private void overtake() {
        catchUp(unseen.size());
        hub.pass(Duration.ofSeconds(1));
        for (int i = 1; i <= 4; i++) {
            flip(Switch.SLOW_MODE, i % 2 == 1);
            hearOf();
            if (i == 3) {
                clients.values().forEach(Client::comeFromAhead);
            }
        }
        catchUp(unseen.size());
        hub.pass(Duration.ofSeconds(1));
    }

    private void goOnUnderAnotherEpoch() {
        catchUp(unseen.size());
        renewEpoch(2);
        var stored = store.load(founded.id()).orElseThrow();
        live.reload(stored);
        loadAhead(stored);
    }

    private void renewEpoch(int number) {
        jdbi.useHandle(handle -> handle.execute(
                "update journal_head set epoch = ? where info_session = ?",
                new UUID(seed, 0xE_0000 + number),
                founded.id().value()));
    }

    private void loadAhead(Stored stored) {
        aheadOf(replica -> {
            replica.load(stored);
            return replica;
        });
        for (var audience : Audience.values()) {
            aheadAt.put(audience, stored.head().seq());
        }
    }

    private <T> T aheadOf(Function<Replica, T> reader) {
        return ahead.locked(() -> reader.apply(ahead));
    }

    /// The node catches up, everybody reads what there is, and all who are here hold the projection.
    private void rest(boolean last) {
        catchUp(unseen.size());
        count();
        clients.values().forEach(client -> client.wake(last));
        for (int i = 0; i < ROUNDS_OF_A_REST; i++) {
            hub.pass(Duration.ofSeconds(1));
            clients.values().forEach(Client::readAll);
        }
        clients.values().forEach(Client::hold);
    }

    private ObjectNode projection(Audience audience) {
        return aheadOf(replica -> {
            var projection = JSON.createObjectNode();
            var position = live.feed(audience).position();
            projection.put("epoch", position.epoch().toString()).put("seq", position.seq());
            projection.set(
                    "session",
                    tree(Projector.session(audience, replica.session()).text()));
            var questions = projection.putArray("questions");
            var votes = projection.putObject("votes");
            for (var id : asked) {
                if (replica.view(audience, id) instanceof Projection.Shown(var view)) {
                    questions.add(tree(view.text()));
                    if (audience == Audience.ROOM || audience == Audience.DESK) {
                        votes.put(id.toString(), replica.votes(id));
                    }
                }
            }
            return projection;
        });
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private final class Client {

        private final Audience audience;
        private final boolean clumsy;
        private final Story story;
        private final List<JsonNode> frames = new ArrayList<>();
        private HandHub.@Nullable Line line;
        private boolean reading = true;
        private boolean missed;

        Client(Audience audience, boolean clumsy) {
            this.audience = audience;
            this.clumsy = clumsy;
            this.story = new Story(audience);
        }

        void join() {
            story.join(snapshot());
            connect();
        }

        void comeFromAhead() {
            if (!clumsy) {
                reading = true;
                goAway();
                if (line == null) {
                    story.join(snapshotFromAhead());
                    connect();
                }
            }
        }

        /// As of this node or of the one that is ahead; never behind what the client has seen.
        private byte[] snapshot() {
            var here = live.feed(audience).position();
            if (random.nextInt(3) == 0 && here.seq() >= story.seq()) {
                return live.read(replica -> new Snapshots(replica).prepare(audience, here))
                        .json();
            }
            return snapshotFromAhead();
        }

        private byte[] snapshotFromAhead() {
            return aheadOf(replica -> new Snapshots(replica)
                            .prepare(audience, new Position(replica.epoch(), aheadAt.getOrDefault(audience, 0L))))
                    .json();
        }

        private void connect() {
            var opened = hub.line();
            line = opened;
            var _ = live.feed(audience)
                    .join(
                            opened.outlet(),
                            new Position(UUID.fromString(story.epoch()), story.seq()),
                            here -> Encoded.personal(new ServerMessage.Hello(
                                    here.epoch(),
                                    here.seq(),
                                    audience.wire(),
                                    Instant.EPOCH,
                                    new ServerMessage.You("viewer", null, false),
                                    new ServerMessage.Limits(3, 500, 200, 3))));
        }

        /// One step of its life.
        void live() {
            if (!clumsy) {
                switch (random.nextInt(10)) {
                    case 0, 1 -> reading = false;
                    case 2 -> reading = true;
                    case 3 -> goAway();
                    case 4 -> comeBack();
                    default -> {}
                }
            }
            if (reading) {
                for (int i = random.nextInt(4); i > 0 && readOne(clumsy); i--) {}
            }
            if (story.isFetching() && random.nextInt(3) == 0) {
                fetch();
            }
        }

        private void goAway() {
            if (line != null && !story.isFetching()) {
                line.breakOff();
                line = null;
                story.lose();
            }
        }

        private void comeBack() {
            if (line == null && random.nextBoolean()) {
                story.comeBack();
                connect();
            } else if (line == null) {
                join();
            }
        }

        private void fetch() {
            frames.clear();
            missed = false;
            story.fetch(snapshot());
        }

        private boolean readOne(boolean clumsily) {
            var message = line == null ? null : line.read().orElse(null);
            if (message == null) {
                return false;
            }
            boolean isFrame = message instanceof ServerMessage.Frame;
            if (clumsily && isFrame && !story.isFetching() && random.nextInt(8) == 0) {
                missed = true;
                return true;
            }
            if (clumsily && message instanceof ServerMessage.Tally(var votes, var viewers) && random.nextInt(4) == 0) {
                var more = new LinkedHashMap<>(votes);
                more.put(new UUID(0, 7), 7L);
                message = new ServerMessage.Tally(more, viewers);
            }
            var said = story.say(message);
            if (isFrame && !story.isFetching()) {
                frames.add(said);
                if (clumsily && random.nextInt(5) == 0) {
                    story.sayAgain(any(frames));
                }
            }
            return true;
        }

        /// Before a rest it reads again; who has missed a frame and has not been told by the next one comes anew.
        void wake(boolean always) {
            if (!always && !clumsy && random.nextInt(3) == 0) {
                return;
            }
            reading = true;
            if (missed) {
                goAway();
                missed = false;
            }
            comeBack();
        }

        void readAll() {
            while (reading && readOne(false)) {}
            if (reading && line != null && story.isFetching()) {
                fetch();
            }
        }

        void hold() {
            if (reading && line != null && !story.isFetching()) {
                story.mustHold(projection(audience));
            }
        }
    }
}
