package org.rostrum.vote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.MILO;
import static org.rostrum.testing.People.viewer;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.database.Outages;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
import org.rostrum.question.DismissReason;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Questions;
import org.rostrum.testing.Heard;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.VoteLedger.Counted;
import org.rostrum.writer.Outcome;
import org.rostrum.writer.Writers;

/// Voters on three ledgers at once while the desk merges, undoes, dismisses and pauses: the tallies say what the
/// votes say, and every vote is answered.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class VoteWalkTest {

    private static final int QUESTIONS = 12;
    private static final int VOTERS = 40;
    private static final int LEDGERS = 3;
    private static final int ROUNDS = 25;
    private static final int VOTES_A_ROUND = 30;
    private static final int STEPS = 150;
    private static final long PATIENCE_SECONDS = 60;

    @Inject
    Jdbi jdbi;

    @Inject
    Writers writers;

    @Inject
    Tallies tallies;

    @Inject
    VoteBatch batches;

    @Inject
    Outages outages;

    @Inject
    Questions questions;

    @Inject
    VoteConfig config;

    private final Heard<TalliesChanged> heard = new Heard<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20261121})
    void any_walk_leaves_tallies_that_equal_the_votes(long seed) throws Exception {
        // Given
        var sessions = List.of(
                StoredSession.found(writers, anInfoSession().live()),
                StoredSession.found(writers, anInfoSession().live()));
        var asked = sessions.stream()
                .map(session -> new Asked(
                        session,
                        IntStream.range(0, QUESTIONS)
                                .mapToObj(i -> session.published(viewer(i)))
                                .toList()))
                .toList();
        var ledgers = IntStream.range(0, LEDGERS)
                .mapToObj(_ -> new VoteLedger(batches, heard, outages, config))
                .toList();

        // When
        var votes = new ArrayList<Cast>();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Callable<List<Cast>>>();
            for (int i = 0; i < LEDGERS; i++) {
                var ledger = ledgers.get(i);
                var random = new Random(seed * 31 + i);
                int first = i * VOTERS;
                work.add(() -> vote(random, ledger, asked, first));
            }
            for (var session : sessions) {
                var random = new Random(seed * 37 + sessions.indexOf(session));
                work.add(() -> moderate(random, session));
            }
            for (var done : people.invokeAll(work)) {
                votes.addAll(done.get(PATIENCE_SECONDS, SECONDS));
            }
        } finally {
            ledgers.forEach(PollingStation::stop);
        }

        // Then
        for (var session : sessions) {
            var rows = jdbi.withHandle(handle -> questions.all(handle, session.id()));
            assertThat(tally(session)).as("seed %d", seed).isEqualTo(counted(rows));
        }
        assertThat(votes).as("seed %d: the walk votes", seed).hasSizeGreaterThan(ROUNDS);
        assertThat(newest(votes))
                .as("seed %d: the newest acknowledged votes", seed)
                .allSatisfy((choice, vote) -> assertThat(stored(choice)).isEqualTo(vote));
        assertVersionsAgree(sessions, seed);
    }

    private record Asked(StoredSession session, List<QuestionId> questions) {}

    private record Choice(QuestionId question, int voter) {}

    private record Vote(int n, boolean on) {}

    /// A vote that was acknowledged as stored.
    private record Cast(Choice choice, Vote vote) {}

    private List<Cast> vote(Random random, VoteLedger ledger, List<Asked> asked, int firstVoter) throws Exception {
        var history = new HashMap<Choice, List<Vote>>();
        var stored = new ArrayList<Cast>();
        for (int round = 0; round < ROUNDS; round++) {
            var sent = new ArrayList<Map.Entry<Cast, CompletableFuture<Counted>>>();
            for (int i = 0; i < VOTES_A_ROUND; i++) {
                var in = asked.get(random.nextInt(asked.size()));
                var question = in.questions().get(random.nextInt(QUESTIONS));
                int voter = QUESTIONS + firstVoter + random.nextInt(VOTERS);
                var choice = new Choice(question, voter);
                var vote = next(random, history.computeIfAbsent(choice, _ -> new ArrayList<>()));
                var ballot = new Ballot(question, vote.n(), vote.on());
                sent.add(Map.entry(
                        new Cast(choice, vote),
                        ledger.cast(in.session().id(), viewer(voter).participant(), ballot)));
            }
            for (var one : sent) {
                var answer = one.getValue().get(PATIENCE_SECONDS, SECONDS);
                assertThat(answer).isNotEqualTo(Counted.UNKNOWN);
                if (answer == Counted.STORED) {
                    stored.add(one.getKey());
                }
            }
        }
        return stored;
    }

    /// The voter's next vote, or now and then one of the earlier ones again, as a bad network would have it.
    private static Vote next(Random random, List<Vote> earlier) {
        if (!earlier.isEmpty() && random.nextInt(5) == 0) {
            return earlier.get(random.nextInt(earlier.size()));
        }
        var vote = new Vote(earlier.size() + 1, random.nextInt(3) > 0);
        earlier.add(vote);
        return vote;
    }

    private List<Cast> moderate(Random random, StoredSession session) {
        for (int i = 0; i < STEPS; i++) {
            var rows = jdbi.withHandle(handle -> questions.all(handle, session.id()));
            var row = rows.get(random.nextInt(rows.size()));
            var actor = random.nextBoolean() ? MAYA : MILO;
            var sent = random.nextInt(10) == 0
                    ? session.send(HANA, new InfoSessionCommand.Flip(Switch.VOTING_PAUSED, random.nextInt(3) == 0))
                    : session.send(actor, step(random, row, rows));
            assertThat(StoredSession.outcome(sent)).isNotInstanceOf(Outcome.Unknown.class);
        }
        return List.of();
    }

    private static QuestionCommand step(Random random, QuestionRow row, List<QuestionRow> rows) {
        var decided = row.decided();
        int revision = row.revision();
        return switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                new QuestionCommand.Merge(
                        row.id(),
                        revision,
                        rows.get(random.nextInt(rows.size())).id());
            case 3, 4, 5 -> new QuestionCommand.Undo(decided == null ? 1 : decided.seq());
            case 6 ->
                random.nextBoolean()
                        ? new QuestionCommand.Dismiss(row.id(), revision, DismissReason.OTHER)
                        : new QuestionCommand.Restore(row.id(), revision);
            default -> new QuestionCommand.Approve(row.id(), revision);
        };
    }

    /// The newest acknowledged vote of each voter on each question.
    private static Map<Choice, Vote> newest(List<Cast> votes) {
        return votes.stream().collect(Collectors.toMap(Cast::choice, Cast::vote, (a, b) -> a.n() > b.n() ? a : b));
    }

    private Vote stored(Choice choice) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                select n, cast_on from vote join author on author.id = vote.voter
                where vote.question = :question and encode(author.participant, 'hex') = :participant""")
                .bind("question", choice.question().value())
                .bind("participant", viewer(choice.voter()).participant().keyHash())
                .map((row, _) -> new Vote(row.getInt("n"), row.getBoolean("cast_on")))
                .one());
    }

    private Map<QuestionId, Integer> tally(StoredSession session) {
        return jdbi.withHandle(handle -> tallies.all(handle, session.id())).stream()
                .collect(Collectors.toMap(Tally::question, Tally::votes));
    }

    /// How many different people want each question, counted by hand from the votes and the merges.
    private Map<QuestionId, Integer> counted(List<QuestionRow> rows) {
        var voters = new HashMap<QuestionId, Set<UUID>>();
        rows.forEach(row -> voters.put(row.id(), new HashSet<>()));
        var up = rows.stream()
                .filter(row -> row.standing().mergedInto() != null)
                .collect(Collectors.toMap(QuestionRow::id, row -> row.standing().mergedInto()));
        jdbi.useHandle(handle -> handle.createQuery("select question, voter from vote where cast_on")
                .map((row, _) -> Map.entry(
                        new QuestionId(row.getObject("question", UUID.class)), row.getObject("voter", UUID.class)))
                .forEach(vote -> {
                    for (var at = vote.getKey(); at != null && voters.containsKey(at); at = up.get(at)) {
                        voters.get(at).add(vote.getValue());
                    }
                }));
        return voters.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().size()));
    }

    /// Nothing told is newer than what is stored, and what is told of one version is one number.
    private void assertVersionsAgree(List<StoredSession> sessions, long seed) {
        var stored = sessions.stream()
                .flatMap(session -> jdbi.withHandle(handle -> tallies.all(handle, session.id())).stream())
                .collect(Collectors.toMap(Tally::question, tally -> tally));
        var told = heard.all().stream()
                .flatMap(changed -> changed.tallies().stream())
                .distinct()
                .toList();
        assertThat(told).as("seed %d", seed).isNotEmpty().allSatisfy(tally -> {
            var last = stored.get(tally.question());
            assertThat(tally.version()).isLessThanOrEqualTo(last.version());
            assertThat(tally.version() == last.version() && tally.votes() != last.votes())
                    .isFalse();
        });
        assertThat(told.stream().map(tally -> List.of(tally.question(), tally.version())))
                .as("seed %d: one number a version", seed)
                .doesNotHaveDuplicates();
    }
}
