package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.identity.Invitations;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PaperSession;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.Surface;
import org.rostrum.writer.Command;
import org.rostrum.writer.Writers;

/// Whoever brings a position that is none of this session's is sent for a snapshot, and nobody else notices.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ForgedPositionTest {

    private static final String FORGED = "0123456789abcdef";

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @TestHTTPResource
    URI server;

    private Stand stand;
    private Surface innocent;
    private Surface other;

    @BeforeEach
    void two_are_in_the_room() throws IOException {
        stand = new Stand(writers, invitations, server);
        ask();
        innocent = surface().join();
        other = surface().join();
        await().atMost(Stand.PATIENCE).until(() -> innocent.isConnected() && other.isConnected());
        awaitOnBoth(ask());
        assertThat(innocent.resyncs()).as("fetched when it joined").isEqualTo(1);
    }

    @AfterEach
    void both_leave() {
        innocent.close();
        other.close();
    }

    @Test
    void who_comes_back_with_the_position_held_is_led_on() {
        // When
        other.moveOn();

        // Then
        await().atMost(Stand.PATIENCE).until(() -> other.connections() == 2);
        awaitOnBoth(ask());
        assertThat(other.resyncs()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 4_000_000_000_000_000L})
    void who_claims_another_is_sent_for_a_snapshot_alone(long ahead) {
        // When
        var epoch = other.epoch();
        other.claiming(other.seq() + ahead, FORGED).moveOn();

        // Then
        await().atMost(Stand.PATIENCE).until(() -> other.connections() == 2 && other.resyncs() == 2);
        awaitOnBoth(ask());
        assertThat(innocent.resyncs()).isEqualTo(1);
        assertThat(innocent.connections()).isEqualTo(1);
        assertThat(innocent.epoch()).isEqualTo(epoch);
        assertThat(other.epoch()).isEqualTo(epoch);
    }

    @Test
    void a_tag_does_not_go_with_another_number() {
        // When
        other.claiming(other.seq() - 1, other.tag()).moveOn();

        // Then
        await().atMost(Stand.PATIENCE).until(() -> other.connections() == 2 && other.resyncs() == 2);
        assertThat(innocent.resyncs()).isEqualTo(1);
    }

    private Surface surface() {
        return new Surface(new HttpBrowser(server), stand.session.code().value(), "room");
    }

    private void awaitOnBoth(QuestionId question) {
        await().atMost(Stand.PATIENCE)
                .until(() -> innocent.questions().containsKey(question.toString())
                        && other.questions().containsKey(question.toString()));
    }

    private QuestionId ask() {
        var id = PaperSession.newId();
        var text = ScreenedText.question("Is " + UUID.randomUUID() + " known?");
        stand.give(
                People.MAYA,
                new Command.OnQuestion(new QuestionCommand.AskFor(id, text, Language.EN, Origin.ORGANIZER)));
        return id;
    }
}
