package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.hub.HandHub;
import org.rostrum.journal.Digest;
import org.rostrum.journal.Head;
import org.rostrum.pace.Network;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// What is said before the door has opened.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ThresholdTest {

    private static final int MOST = 8;
    private static final UUID EPOCH = new UUID(0, 1);

    @Inject
    Door door;

    @Inject
    Commands commands;

    private final HandHub hub = new HandHub(Map.of());
    private final HandHub.Line line = hub.line();
    private final Threshold threshold = new Threshold(MOST);
    private Conversation conversation;

    @BeforeEach
    void somebody_comes_to_the_room() {
        var session = InfoSessionFixture.anInfoSession().live().get();
        var stored =
                new Stored(new Head(EPOCH, 1, 1, Digest.NONE), session, List.of(), List.of(), List.of(), List.of());
        var live = new LiveSession(stored, hub.hub());
        var connection = new Connection(new Commands.Sender(Optional.empty(), Audience.ROOM, Network.of("192.0.2.7")));
        var subscriber = live.feed(Audience.ROOM).join(line.outlet(), HandHub.position(EPOCH, 1), HandHub::hello);
        conversation = new Conversation(door, new Door.Entry(live, connection, subscriber), commands);
        assertThat(heard()).containsExactly("hello");
    }

    @Test
    void as_many_messages_as_may_wait_are_answered_when_it_opens_and_what_is_said_later_at_once() {
        // Given
        say(MOST);
        assertThat(heard()).isEmpty();

        // When
        threshold.cross(conversation);

        // Then
        assertThat(heard()).hasSize(MOST).containsOnly("pong");
        say(1);
        assertThat(heard()).containsExactly("pong");
        assertThat(line.closedWith()).isEmpty();
    }

    @Test
    void one_who_says_more_is_closed_as_too_slow_when_it_opens_and_answered_nothing() {
        // Given
        say(MOST + 1);

        // When
        threshold.cross(conversation);

        // Then
        assertThat(heard()).isEmpty();
        assertThat(line.closedWith()).contains(CloseCode.TOO_SLOW);
    }

    private void say(int pings) {
        for (int i = 0; i < pings; i++) {
            threshold.hear("{\"type\":\"ping\"}");
        }
    }

    private List<String> heard() {
        var heard = new ArrayList<String>();
        for (var next = line.read(); next.isPresent(); next = line.read()) {
            heard.add(
                    switch (next.get()) {
                        case ServerMessage.Hello _ -> "hello";
                        case ServerMessage.Pong _ -> "pong";
                        case ServerMessage other -> other.toString();
                    });
        }
        return heard;
    }
}
