package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.PAUL;
import static org.rostrum.testing.StoredSession.outcome;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.identity.Actor;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.infosession.Localized;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Journal;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionCommand.Place;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Questions;
import org.rostrum.question.Status;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.Heard;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.TalliesChanged;

/// Walks at random through one session from two nodes at once, and looks at what the database says afterwards.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class TwoNodesTest {

    private static final int ROUNDS = 30;
    private static final int COMMANDS_A_ROUND = 20;
    private static final List<Actor.Staff> TEAM = List.of(MAYA, MILO, PAUL);

    @Inject
    Jdbi jdbi;

    @Inject
    Batch batch;

    @Inject
    Writers writers;

    @Inject
    WriterConfig config;

    @Inject
    Journal journal;

    @Inject
    Questions questions;

    @Inject
    InfoSessions infoSessions;

    private final Heard<Committed> heardHere = new Heard<>();
    private final Heard<Committed> heardThere = new Heard<>();
    private final Heard<TalliesChanged> counted = new Heard<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261121})
    void any_walk_gives_one_journal_without_holes_that_replays_to_the_tables(long seed) {
        // Given
        var here = StoredSession.found(writers, anInfoSession().live())
                .through(new Writers(batch, heardHere, counted, config));
        var there = here.through(new Writers(batch, heardThere, counted, config));
        var random = new Random(seed);
        int viewer = 0;

        // When
        var outcomes = new ArrayList<Outcome>();
        for (int round = 0; round < ROUNDS; round++) {
            var known = rows(here);
            var sent = new ArrayList<CompletableFuture<Outcome>>();
            for (int i = 0; i < COMMANDS_A_ROUND; i++) {
                var node = random.nextBoolean() ? here : there;
                sent.add(
                        random.nextInt(5) == 0 || known.isEmpty()
                                ? node.send(People.viewer(++viewer), asking(newId(), "Question of viewer " + viewer))
                                : step(random, node, known));
            }
            sent.forEach(one -> outcomes.add(outcome(one)));
        }

        // Then
        assertThat(outcomes).as("seed %d", seed).noneMatch(TwoNodesTest::isFault);
        assertThat(replay(here).entries().stream().map(JournalEntry::kind).distinct())
                .as("seed %d: the walk goes far", seed)
                .hasSizeGreaterThan(8);
        assertOneJournal(here, outcomes, seed);
        assertReplays(here, seed);
        assertInvariants(rows(here), seed);
    }

    private static boolean isFault(Outcome outcome) {
        return outcome instanceof Outcome.Unknown
                || (outcome instanceof Outcome.No no && no.refusal().code() == RefusalCode.FAULT);
    }

    private void assertOneJournal(StoredSession session, List<Outcome> outcomes, long seed) {
        var replay = replay(session);
        assertThat(replay.entries())
                .as("seed %d: the journal", seed)
                .extracting(JournalEntry::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, replay.entries().size())
                                .boxed()
                                .toList());
        var acknowledged = outcomes.stream()
                .filter(outcome -> outcome instanceof Outcome.Done done && done.seq() != null)
                .map(outcome -> ((Outcome.Done) outcome).seq());
        assertThat(acknowledged)
                .as("seed %d: every entry but the founding is somebody's acknowledgement", seed)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(2, replay.entries().size())
                                .boxed()
                                .toList());
        var heard = Stream.of(heardHere, heardThere)
                .flatMap(node -> node.all().stream())
                .filter(one -> one.infoSession().equals(session.id()))
                .flatMap(one -> one.entries().stream())
                .collect(Collectors.toMap(JournalEntry::seq, entry -> entry));
        assertThat(replay.entries().subList(1, replay.entries().size()))
                .as("seed %d: what was told is what is stored", seed)
                .containsExactlyInAnyOrderElementsOf(heard.values());
    }

    private void assertReplays(StoredSession session, long seed) {
        var replay = replay(session);
        assertThat(replay.rows())
                .as("seed %d: the journal replayed", seed)
                .isEqualTo(rows(session).stream().collect(Collectors.toMap(QuestionRow::id, row -> row)));
        assertThat(replay.session())
                .as("seed %d: the session replayed", seed)
                .isEqualTo(jdbi.withHandle(handle -> infoSessions.find(handle, session.id()))
                        .orElseThrow());
    }

    private static void assertInvariants(List<QuestionRow> rows, long seed) {
        assertThat(rows.stream().filter(row -> row.status() == Status.ON_AIR))
                .as("seed %d: on air", seed)
                .hasSizeLessThanOrEqualTo(1);
        assertThat(rows)
                .as("seed %d: numbers", seed)
                .extracting(QuestionRow::number)
                .doesNotHaveDuplicates();
        assertThat(rows).as("seed %d", seed).allSatisfy(row -> {
            var standing = row.standing();
            assertThat(standing.mergedInto() != null).isEqualTo(row.status() == Status.MERGED);
            assertThat(standing.reason() != null).isEqualTo(row.status() == Status.DISMISSED);
            assertThat(standing.held()).isIn(false, row.status() == Status.PENDING);
            assertThat(standing.pinned()).isIn(false, row.isVisible());
            assertThat(row.isVisible() && row.publishedAt() == null).isFalse();
            assertThat(row.status() == Status.QUEUED && row.queuedAt() == null).isFalse();
            assertThat(row.status() == Status.ON_AIR && row.airedAt() == null).isFalse();
        });
        assertNoCircles(rows, seed);
    }

    private static void assertNoCircles(List<QuestionRow> rows, long seed) {
        Map<QuestionId, QuestionId> up = new HashMap<>();
        rows.forEach(row -> up.put(row.id(), row.standing().mergedInto()));
        for (var row : rows) {
            var met = new HashSet<QuestionId>();
            for (var at = row.id(); at != null; at = up.get(at)) {
                assertThat(met.add(at)).as("seed %d: a circle of merges", seed).isTrue();
            }
        }
    }

    private CompletableFuture<Outcome> step(Random random, StoredSession node, List<QuestionRow> known) {
        var actor = TEAM.get(random.nextInt(TEAM.size()));
        var row = known.get(random.nextInt(known.size()));
        var other = known.get(random.nextInt(known.size())).id();
        var id = row.id();
        int revision = row.revision();
        return switch (random.nextInt(22)) {
            case 0, 1, 2 -> node.send(actor, new QuestionCommand.Approve(id, revision));
            case 3, 4 -> node.send(actor, new QuestionCommand.Queue(id, revision, Place.LAST));
            case 5 -> node.send(actor, new QuestionCommand.Queue(id, revision, Place.FIRST));
            case 6 -> node.send(actor, new QuestionCommand.Move(id, random.nextBoolean() ? other : null));
            case 7, 8 -> node.send(actor, new QuestionCommand.Air(id, revision, onAir(known), random.nextBoolean()));
            case 9 -> node.send(actor, new QuestionCommand.Answer(id, revision, random.nextBoolean()));
            case 10 -> node.send(actor, new QuestionCommand.Later(id, revision));
            case 11 -> node.send(actor, new QuestionCommand.HandBack(id, revision, ScreenedText.note("Not for us")));
            case 12 -> node.send(actor, new QuestionCommand.Dismiss(id, revision, DismissReason.UNCLEAR));
            case 13 -> node.send(actor, new QuestionCommand.Restore(id, revision));
            case 14 -> node.send(actor, new QuestionCommand.Merge(id, revision, other));
            case 15 -> node.send(actor, new QuestionCommand.Pin(id, revision));
            case 16 -> node.send(actor, new QuestionCommand.Hold(id, revision, ScreenedText.note("Ask Hana")));
            case 17, 18, 19 -> {
                var decided = row.decided();
                yield node.send(actor, new QuestionCommand.Undo(decided == null ? 1 : decided.seq()));
            }
            case 20 -> node.send(actor, new QuestionCommand.SetLanguage(id, Language.FR));
            default -> onSession(random, node, actor);
        };
    }

    private static QuestionId onAir(List<QuestionRow> known) {
        return known.stream()
                .filter(row -> row.status() == Status.ON_AIR)
                .map(QuestionRow::id)
                .findFirst()
                .orElse(null);
    }

    private static CompletableFuture<Outcome> onSession(Random random, StoredSession node, Actor actor) {
        return switch (random.nextInt(4)) {
            case 0 -> node.send(actor, new InfoSessionCommand.Flip(Switch.GRAPHIC, random.nextBoolean()));
            case 1 -> node.send(People.HANA, new InfoSessionCommand.Flip(Switch.PREMODERATION, random.nextBoolean()));
            case 2 -> node.send(actor, new InfoSessionCommand.Notify(new Localized("Call " + random.nextInt(3), null)));
            default ->
                node.send(
                        People.HANA,
                        new InfoSessionCommand.MovePhase(random.nextInt(4) == 0 ? Phase.CLOSED : Phase.LIVE));
        };
    }

    private List<QuestionRow> rows(StoredSession session) {
        return jdbi.withHandle(handle -> questions.all(handle, session.id()));
    }

    private Replay replay(StoredSession session) {
        return jdbi.withHandle(handle -> Replay.of(journal, handle, session.id()));
    }
}
