package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.live.Limits.PLENTY;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.Actor;
import org.rostrum.identity.SecurityEvent;
import org.rostrum.identity.SecurityRecord;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Journal;
import org.rostrum.pace.Network;
import org.rostrum.question.QuestionCommand;
import org.rostrum.testing.PassingClock;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.VoteLedger;
import org.rostrum.wire.ClientMessage;
import org.rostrum.wire.ServerMessage;
import org.rostrum.writer.Order;
import org.rostrum.writer.Outcome;
import org.rostrum.writer.Writers;

/// Who may not is refused without a place in a writer's line; who may have been obeyed before is answered by the line
/// as they were then. The line is held up here, so whatever needs it is not answered.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class BeforeTheLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Network SCHOOL = Network.of("192.0.2.7");

    @Inject
    Jdbi jdbi;

    @Inject
    Journal journal;

    @Inject
    SecurityRecord record;

    @Inject
    Writers writers;

    @Inject
    VoteLedger ledger;

    @Inject
    LiveSessions sessions;

    @Inject
    JournalReader journals;

    /// Counts are written every ten seconds.
    private static final Duration UNTIL_ON_RECORD = Duration.ofSeconds(40);

    private static final int EVENTS = 1000;

    private final PassingClock clock = new PassingClock();
    private Commands commands;
    private StoredSession stored;

    @BeforeEach
    void a_live_session() {
        limited(Limits.NONE);
        stored = StoredSession.found(writers, anInfoSession().live());
    }

    private void limited(Limits limits) {
        commands = new Commands(writers, ledger, journals, new RateLimiter(limits, clock), record);
    }

    @Test
    void a_viewer_who_gives_the_teams_commands_is_refused_while_the_line_is_held_up() {
        var before = Instant.now().minusSeconds(1);
        var question = stored.published(VERA).value();

        var answers = whileTheLineIsHeldUp(() -> Stream.of(
                        command("approve", Map.of("question", question, "revision", 1)),
                        command("undo", Map.of("seq", 2)),
                        command("flip", Map.of("switch", "hidden", "on", true)),
                        command("move", Map.of("question", question)))
                .map(command -> take(VITO, command))
                .toList());

        assertThat(answers).extracting(BeforeTheLineTest::code).containsOnly("not-allowed");
        await().atMost(UNTIL_ON_RECORD)
                .untilAsserted(() -> assertThat(record.last(EVENTS))
                        .anyMatch(event -> event.kind() == SecurityEvent.Kind.ROLE_REFUSED
                                && event.times() >= answers.size()
                                && event.at().isAfter(before)));
    }

    @Test
    void what_is_withdrawn_or_voted_on_and_does_not_exist_is_refused_while_the_line_is_held_up() {
        var answers = whileTheLineIsHeldUp(() -> Stream.of(
                        command("withdraw", Map.of("question", UUID.randomUUID())), vote(UUID.randomUUID(), 1))
                .map(command -> take(VITO, command))
                .toList());

        assertThat(answers).extracting(BeforeTheLineTest::code).containsExactly("unknown-question", "wrong-status");
    }

    @Test
    void a_new_question_is_refused_while_the_line_is_held_up_and_nothing_is_taken_in() {
        stored.give(MAYA, new InfoSessionCommand.Flip(Switch.INTAKE_PAUSED, true));

        var answers = whileTheLineIsHeldUp(() -> List.of(take(VITO, ask())));

        assertThat(answers).extracting(BeforeTheLineTest::code).containsExactly("intake-paused");
    }

    @Test
    void in_an_archived_session_all_but_hosts_are_refused_while_the_line_is_held_up() {
        var question = stored.published(VERA).value();
        stored.give(HANA, new InfoSessionCommand.MovePhase(Phase.CLOSED));
        stored.give(HANA, new InfoSessionCommand.MovePhase(Phase.ARCHIVED));

        var answers = whileTheLineIsHeldUp(() -> List.of(
                take(VITO, ask()),
                take(VERA, command("withdraw", Map.of("question", question))),
                take(MAYA, command("pin", Map.of("question", question, "revision", 2)))));

        assertThat(answers).extracting(BeforeTheLineTest::code).containsOnly("archived");
    }

    @Test
    void a_question_that_is_stored_and_sent_again_after_intake_was_paused_gets_its_first_answer() {
        // Given
        var ask = ask();
        var first = take(VERA, ask);
        stored.give(MAYA, new InfoSessionCommand.Flip(Switch.INTAKE_PAUSED, true));

        // When
        var again = take(VERA, ask);

        // Then
        assertThat(again).isInstanceOf(ServerMessage.Ack.class).isEqualTo(first);
    }

    @Test
    void a_question_that_another_node_stored_and_then_closed_gets_its_first_answer_here() {
        // Given
        var _ = sessions.look(stored.id());
        var ask = ask();
        var elsewhere = stored.give(order(VERA, ask));
        stored.give(HANA, new InfoSessionCommand.MovePhase(Phase.CLOSED));

        // When
        var here = take(VERA, ask);

        // Then
        assertThat(here).isInstanceOfSatisfying(ServerMessage.Ack.class, ack -> {
            assertThat(ack.number()).isEqualTo(((Outcome.Done) elsewhere).number());
            assertThat(ack.at()).isEqualTo(((Outcome.Done) elsewhere).at());
        });
    }

    private static Order order(Actor actor, ClientMessage.Command command) {
        var intent = (Intent.Journalled) CommandReader.read(command.name(), command.body());
        return new Order(actor, command.id(), CommandReader.digest(command.name(), command.body()), intent.command());
    }

    @Test
    void a_stored_vote_that_is_sent_again_after_its_question_was_answered_is_acknowledged() {
        // Given
        var question = stored.published(VERA);
        var vote = vote(question.value(), 1);
        take(VITO, vote);
        stored.give(MAYA, new QuestionCommand.Answer(question, 2, true));

        // When
        var again = take(VITO, vote);
        var another = take(VITO, vote(question.value(), 2));

        // Then
        assertThat(again).isInstanceOf(ServerMessage.Ack.class);
        assertThat(code(another)).isEqualTo("wrong-status");
    }

    @Test
    void who_gives_more_commands_than_are_looked_at_is_put_off_and_others_are_served() {
        // Given
        limited(new Limits(PLENTY, 3, PLENTY, PLENTY, PLENTY));
        for (int i = 0; i < 3; i++) {
            take(VITO, withdraw());
        }

        // When
        var putOff = whileTheLineIsHeldUp(() -> List.of(take(VITO, withdraw())));

        // Then
        assertThat(putOff).hasOnlyElementsOfType(ServerMessage.Retry.class);
        assertThat(code(take(VERA, withdraw()))).isEqualTo("unknown-question");
        clock.pass(Duration.ofMillis(((ServerMessage.Retry) putOff.getFirst()).retryAfterMs()));
        assertThat(code(take(VITO, withdraw()))).isEqualTo("unknown-question");
    }

    @Test
    void one_participant_does_not_use_up_what_a_network_may_send() {
        // Given
        limited(new Limits(PLENTY, PLENTY, 20, PLENTY, PLENTY));

        // When
        var hog = Stream.generate(() -> take(VITO, withdraw())).limit(30).toList();
        var others = Stream.iterate(1, i -> i + 1)
                .limit(8)
                .map(i -> take(People.viewer(100 + i), withdraw()))
                .toList();

        // Then
        assertThat(hog.stream().filter(ServerMessage.Retry.class::isInstance)).hasSize(20);
        assertThat(others).hasOnlyElementsOfType(ServerMessage.Nack.class);
    }

    @Test
    void a_network_casts_only_so_many_votes_a_minute_whoever_casts_them() {
        // Given
        limited(new Limits(PLENTY, PLENTY, PLENTY, PLENTY, 5));
        var question = stored.published(VERA).value();

        // When
        var answers = Stream.iterate(1, i -> i + 1)
                .limit(8)
                .map(i -> take(People.viewer(100 + i), vote(question, 1)))
                .toList();

        // Then
        assertThat(answers.stream().filter(ServerMessage.Ack.class::isInstance)).hasSize(5);
        assertThat(answers.stream().filter(ServerMessage.Nack.class::isInstance))
                .hasSize(3)
                .extracting(BeforeTheLineTest::code)
                .containsOnly("too-many-requests");
    }

    private <T> T whileTheLineIsHeldUp(Supplier<T> action) {
        return jdbi.inTransaction(handle -> {
            journal.lockHead(handle, stored.id());
            return action.get();
        });
    }

    private static ClientMessage.Command ask() {
        return command("ask", Map.of("question", UUID.randomUUID(), "text", "How long is it?", "language", "en"));
    }

    private static ClientMessage.Command withdraw() {
        return command("withdraw", Map.of("question", UUID.randomUUID()));
    }

    private static ClientMessage.Command vote(UUID question, int n) {
        return command("vote", Map.of("question", question, "n", n, "on", true));
    }

    private static ClientMessage.Command command(String name, Map<String, ?> body) {
        return new ClientMessage.Command(UUID.randomUUID(), name, JSON.convertValue(body, ObjectNode.class));
    }

    private ServerMessage take(Actor actor, ClientMessage.Command command) {
        var audience = actor instanceof Actor.Viewer ? Audience.ROOM : Audience.DESK;
        var sender = new Commands.Sender(Optional.of(actor), audience, SCHOOL);
        return commands.take(sessions.look(stored.id()).session(), sender, command)
                .orTimeout(Stand.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static String code(ServerMessage answer) {
        assertThat(answer).isInstanceOf(ServerMessage.Nack.class);
        return ((ServerMessage.Nack) answer).problem().code();
    }
}
