package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.live.Limits.PLENTY;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.Actor;
import org.rostrum.identity.SecurityRecord;
import org.rostrum.pace.Network;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.PassingClock;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.VoteLedger;
import org.rostrum.wire.ClientMessage;
import org.rostrum.wire.ServerMessage;
import org.rostrum.writer.Writers;

/// Limits are for what is new. Who sends again what is stored gets its answer, however many others have come from
/// the same address meanwhile, and nothing that may be stored is ever called refused.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ResendTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Network SCHOOL = Network.of("192.0.2.7");
    private static final int PER_MINUTE = 2;

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

    private final PassingClock clock = new PassingClock();
    private Commands commands;
    private StoredSession stored;
    private int viewers;

    @BeforeEach
    void two_questions_and_two_votes_a_minute() {
        limited(new Limits(PER_MINUTE, PLENTY, PLENTY, PER_MINUTE, PLENTY));
        stored = StoredSession.found(writers, InfoSessionFixture.anInfoSession().live());
    }

    private void limited(Limits limits) {
        commands = new Commands(writers, ledger, journals, new RateLimiter(limits, clock), record);
    }

    @Test
    void given_a_full_minute_when_a_stored_question_is_sent_again_then_its_answer_is_the_same() throws Exception {
        // Given
        var asker = newViewer();
        var ask = ask();
        var first = take(asker, ask);
        take(newViewer(), ask());
        assertThat(code(take(newViewer(), ask()))).isEqualTo("too-many-requests");

        // When
        var again = take(asker, ask);

        // Then
        assertThat(again).isInstanceOf(ServerMessage.Ack.class).isEqualTo(first);
    }

    @Test
    void given_a_full_minute_then_a_new_question_is_refused_and_not_stored() throws Exception {
        // Given
        take(newViewer(), ask());
        take(newViewer(), ask());
        var asker = newViewer();
        var ask = ask();

        // When
        var refused = (ServerMessage.Nack) take(asker, ask);

        // Then
        assertThat(refused.problem().code()).isEqualTo("too-many-requests");
        assertThat(refused.retryAfterMs()).isPositive();
        clock.pass(Duration.ofMillis(refused.retryAfterMs()));
        var live = sessions.look(stored.id()).session();
        long before = live.position().seq();
        var ack = (ServerMessage.Ack) take(asker, ask);
        assertThat(ack.seq()).as("a viewer hears nothing of the journal").isNull();
        await().untilAsserted(() -> assertThat(live.position().seq()).isEqualTo(before + 1));
    }

    @Test
    void given_a_full_minute_when_another_question_takes_a_stored_ones_id_then_that_is_said() throws Exception {
        // Given
        var asker = newViewer();
        var ask = ask();
        take(asker, ask);
        take(newViewer(), ask());

        // When
        var other = take(asker, new ClientMessage.Command(ask.id(), "ask", ask().body()));

        // Then
        assertThat(code(other)).isEqualTo("id-reused");
    }

    @Test
    void given_a_flood_of_repetitions_then_they_are_put_off_and_never_called_refused() throws Exception {
        // Given
        limited(new Limits(2 * PER_MINUTE, PLENTY, PLENTY, PER_MINUTE, PLENTY));
        var asker = newViewer();
        var ask = ask();
        take(asker, ask);
        for (int i = 1; i < 2 * PER_MINUTE; i++) {
            assertThat(take(asker, ask)).isInstanceOf(ServerMessage.Ack.class);
        }

        // When
        var putOff = take(asker, ask);

        // Then
        assertThat(putOff).isInstanceOf(ServerMessage.Retry.class);
        clock.pass(Duration.ofMillis(((ServerMessage.Retry) putOff).retryAfterMs()));
        assertThat(take(asker, ask)).isInstanceOf(ServerMessage.Ack.class);
    }

    @Test
    void given_a_full_minute_when_a_stored_vote_is_sent_again_then_it_is_acknowledged_and_a_new_one_is_not()
            throws Exception {
        // Given
        var question = stored.published(newViewer()).value();
        var voter = newViewer();
        var first = vote(question, 1, true);
        take(voter, first);
        take(voter, vote(question, 2, false));

        // When
        var again = take(voter, first);
        var another = take(voter, vote(question, 3, true));
        var flooding = take(voter, first);

        // Then
        assertThat(again).isInstanceOf(ServerMessage.Ack.class);
        assertThat(code(another)).isEqualTo("too-many-requests");
        assertThat(flooding).isInstanceOf(ServerMessage.Retry.class);
    }

    @Test
    void given_a_full_minute_then_an_askers_own_first_voice_is_not_taken_for_their_vote() throws Exception {
        // Given
        var asker = newViewer();
        var question = stored.published(asker).value();
        var other = stored.published(newViewer()).value();
        take(asker, vote(other, 1, true));
        take(asker, vote(other, 2, false));

        // When
        var never = take(asker, vote(question, 1, false));

        // Then
        assertThat(code(never)).isEqualTo("too-many-requests");
    }

    private Actor.Viewer newViewer() {
        return People.viewer(++viewers);
    }

    private static ClientMessage.Command ask() {
        return command("ask", Map.of("question", UUID.randomUUID(), "text", "How long is it?", "language", "en"));
    }

    private static ClientMessage.Command vote(UUID question, int n, boolean on) {
        return command("vote", Map.of("question", question, "n", n, "on", on));
    }

    private static ClientMessage.Command command(String name, Map<String, ?> body) {
        return new ClientMessage.Command(UUID.randomUUID(), name, JSON.convertValue(body, ObjectNode.class));
    }

    private ServerMessage take(Actor.Viewer viewer, ClientMessage.Command command) throws Exception {
        var sender = new Commands.Sender(Optional.of(viewer), Audience.ROOM, SCHOOL);
        return commands.take(sessions.look(stored.id()).session(), sender, command)
                .get(Stand.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static String code(ServerMessage answer) {
        assertThat(answer).isInstanceOf(ServerMessage.Nack.class);
        return ((ServerMessage.Nack) answer).problem().code();
    }
}
