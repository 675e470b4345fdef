package org.rostrum.live;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rostrum.identity.Actor;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.JoinCode;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.People;
import org.rostrum.vote.Ballot;
import org.rostrum.vote.VoteLedger;
import org.rostrum.writer.Command;
import org.rostrum.writer.Order;
import org.rostrum.writer.TimedWriters;
import org.rostrum.writer.Writers;

/// The session of a [FoldWalk]: its people ask, vote and decide at random, and a writer stores what comes of it in a
/// real database.
final class WalkedSession {

    private static final int QUESTIONS_MAX = 5;
    private static final long PATIENCE_SECONDS = 20;

    private final long seed;
    private final Random random;
    private final Writers writers;
    private final VoteLedger ledger;
    private final InfoSession founded;
    private final List<QuestionId> asked = new ArrayList<>();

    WalkedSession(long seed, Random random, Clock clock, TimedWriters writers, VoteLedger ledger) {
        this.seed = seed;
        this.random = random;
        this.writers = writers.by(clock, new Random(seed));
        this.ledger = ledger;
        this.founded = found();
    }

    private InfoSession found() {
        var fixture = InfoSessionFixture.anInfoSession().live().get();
        var session = new InfoSession(
                fixture.id(),
                new JoinCode("FEDE" + "DEFGHJKM".charAt((int) (seed / 8)) + (2 + seed % 8)),
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

    InfoSessionId id() {
        return founded.id();
    }

    /// The questions in the order in which they were asked.
    List<QuestionId> asked() {
        return asked;
    }

    void flip(Switch which, boolean on) {
        give(People.HANA, new Command.OnInfoSession(new InfoSessionCommand.Flip(which, on)));
    }

    /// Somebody does something, by what the node that is ahead shows.
    void actAtRandom(int step, WalkedNodes nodes) {
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
            decide(nodes);
        }
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
        var ballot = new Ballot(any(), 1 + random.nextInt(3), random.nextInt(3) > 0);
        answer(ledger.cast(founded.id(), People.viewer(random.nextInt(9)).participant(), ballot));
    }

    private void decide(WalkedNodes nodes) {
        var id = any();
        int revision = nodes.ahead(
                replica -> replica.find(id).map(QuestionRow::revision).orElse(1));
        var onAir = nodes.ahead(replica -> replica.onAir().map(QuestionRow::id).orElse(null));
        var place = random.nextBoolean() ? QuestionCommand.Place.FIRST : QuestionCommand.Place.LAST;
        var command = switch (random.nextInt(15)) {
            case 0, 1 -> new QuestionCommand.Approve(id, revision);
            case 2, 3, 4, 5 -> new QuestionCommand.Queue(id, revision, place);
            case 6, 7 -> new QuestionCommand.Air(id, revision, onAir, true);
            case 8 -> new QuestionCommand.Answer(id, revision, random.nextBoolean());
            case 9 -> new QuestionCommand.Later(id, revision);
            case 10 -> new QuestionCommand.Dismiss(id, revision, DismissReason.OFF_TOPIC);
            case 11 -> new QuestionCommand.Restore(id, revision);
            case 12 -> new QuestionCommand.Merge(id, revision, any());
            case 13 -> new QuestionCommand.Pin(id, revision);
            default -> new QuestionCommand.Undo(nodes.ahead(Replica::seq));
        };
        give(People.MAYA, new Command.OnQuestion(command));
    }

    private QuestionId any() {
        return asked.get(random.nextInt(asked.size()));
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
}
