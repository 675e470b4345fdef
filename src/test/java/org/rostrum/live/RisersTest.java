package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.live.FullRoom.INTERVAL;
import static org.rostrum.live.FullRoom.QUESTIONS;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// More questions are published than a snapshot bears. One that votes lift into the bounded set, or that takes the
/// place of another, comes whole to everybody who is here, and a question taken back stays on nobody's screen.
class RisersTest {

    private static final int CLIENTS = 8;

    private final FullRoom room = new FullRoom();

    @Test
    void a_question_that_votes_lift_comes_whole_to_one_who_joined_without_it() {
        // Given
        var late = room.client();
        var question = room.asked.getFirst();
        assertThat(late.story.questions()).hasSize(100).doesNotContainKey(question.toString());

        // When
        room.vote(question, 21);
        room.pass(INTERVAL);
        late.readAll();

        // Then
        assertThat(late.story.questions()).containsEntry(question.toString(), room.shown(question));
        assertThat(late.story.votes()).containsEntry(question.toString(), 21L);
        assertThat(late.fetched()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20, 60, 120, 200, 250, 300})
    void questions_that_leave_and_come_back_have_their_votes_again_on_every_screen(int millisAway) {
        // Given
        var clients = Stream.generate(room::client).limit(CLIENTS).toList();
        var moved = room.asked.subList(QUESTIONS - 15, QUESTIONS);

        // When
        for (int round = 0; round < 3; round++) {
            for (var question : moved) {
                room.dismiss(question);
                room.pass(Duration.ofMillis(millisAway));
                room.bringBack(question);
                room.pass(Duration.ofMillis(7L * round));
            }
        }
        room.pass(Duration.ofSeconds(5));
        clients.forEach(FullRoom.Client::readAll);

        // Then
        clients.forEach(client -> client.mustShow("away for " + millisAway + " ms"));
    }

    @Test
    void votes_of_a_question_outside_the_set_are_told_to_nobody() {
        // Given
        var client = room.client();

        // When
        room.vote(room.asked.getFirst(), 1);
        room.pass(INTERVAL);

        // Then
        assertThat(client.next()).isEmpty();
    }

    @Test
    void a_question_that_takes_the_place_of_one_taken_back_comes_whole() {
        // Given
        var client = room.client();
        var next = room.asked.get(QUESTIONS - 101);

        // When
        room.dismiss(room.asked.getLast());
        room.pass(INTERVAL);
        client.readAll();

        // Then
        assertThat(client.story.questions())
                .containsEntry(next.toString(), room.shown(next))
                .doesNotContainKey(room.asked.getLast().toString());
    }

    @Test
    void a_question_lifted_and_taken_back_at_the_same_moment_is_on_no_screen() {
        // Given
        var client = room.client();
        var full = room.client();
        var question = room.asked.getFirst();
        var other = room.asked.get(1);

        // When
        room.vote(question, 21);
        room.dismiss(question);
        room.vote(other, 21);
        client.readAll();
        room.dismiss(other);
        room.pass(INTERVAL);
        client.readAll();
        full.readAll();

        // Then
        assertThat(List.of(client, full))
                .allSatisfy(each ->
                        assertThat(each.story.questions()).doesNotContainKeys(question.toString(), other.toString()));
    }
}
