package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.live.FullRoom.INTERVAL;
import static org.rostrum.live.FullRoom.QUESTIONS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.infosession.Switch;
import org.rostrum.live.FullRoom.Client;

/// Random lives of a room in which more questions are published than a snapshot bears: questions rise, are taken back
/// and published again, while people come, stop reading, go and come back.
class RisersWalkTest {

    private static final int STEPS = 300;

    private final FullRoom room = new FullRoom();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 20_261_121})
    void whatever_happens_every_screen_shows_the_bounded_set_and_nothing_taken_back(long seed) {
        // Given
        var random = new Random(seed);
        var clients = new ArrayList<>(List.of(room.client(), room.client(), room.client()));

        // When
        for (int i = 0; i < STEPS; i++) {
            step(random, clients);
            if (i % 50 == 49) {
                settle(clients);
                for (var client : clients) {
                    client.mustShow("seed " + seed + ", step " + i);
                }
            }
        }

        // Then
        assertThat(clients.stream().mapToInt(client -> client.risen()).sum()).isPositive();
    }

    private void step(Random random, List<Client> clients) {
        var question = room.asked.get(random.nextInt(60));
        var client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(20)) {
            case 0, 1 -> room.vote(question, random.nextInt(30));
            case 2 -> toAndFro(random);
            case 3, 4 -> {
                room.vote(question, 30);
                room.dismiss(question);
            }
            case 5 -> {
                room.dismiss(question);
                room.vote(question, 30);
            }
            case 6, 7, 8 -> room.bringBack(question);
            case 9 -> room.dismiss(room.asked.get(random.nextInt(QUESTIONS)));
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    room.flip(Switch.HIDDEN, !room.isOn(Switch.HIDDEN));
                }
            }
            case 11 -> {
                toAndFro(random);
                client.breakOff();
                client.comeBack();
                client.read(random.nextInt(6));
                toAndFro(random);
            }
            case 12 -> {
                if (clients.size() < 6) {
                    clients.add(room.client());
                }
            }
            case 13, 14, 15 -> room.pass(Duration.ofMillis(random.nextInt(200)));
            default -> client.read(random.nextInt(6));
        }
    }

    /// A number is soon again what it was.
    private void toAndFro(Random random) {
        room.vote(room.asked.get(random.nextInt(2)), 28 + random.nextInt(2));
    }

    private void settle(List<Client> clients) {
        for (int i = 0; i < 40; i++) {
            room.pass(INTERVAL);
            clients.forEach(Client::readAll);
        }
    }
}
