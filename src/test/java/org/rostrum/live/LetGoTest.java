package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.UnixOperatingSystemMXBean;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.hub.Hub;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.testing.Surface;
import org.rostrum.writer.Writers;

/// Sessions are in memory while somebody looks at them and come back as they were.
@QuarkusTest
@TestProfile(LetGoTest.AtOnce.class)
@WithTestResource(PostgresTestResource.class)
class LetGoTest {

    private static final int SESSIONS = Integer.getInteger("tests.sessions", 300);

    /// Some threads come and go with the pools of others.
    private static final int THREADS_OF_OTHERS = 10;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /// And so do connections that wait in a pool.
    private static final int DESCRIPTORS_OF_OTHERS = 60;

    private static final int PEOPLE = 6;
    private static final int VOTES = 30;
    private static final long PAUSE_NANOS = 100_000;

    @Inject
    Writers writers;

    @Inject
    LiveSessions sessions;

    @Inject
    Hub hub;

    @TestHTTPResource
    URI server;

    /// A session is let go as soon as nobody holds it, whenever the test says.
    public static final class AtOnce implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "rostrum.limits.idle-session", "0S",
                    "rostrum.limits.questions-per-address", "1000000",
                    "rostrum.limits.votes-per-address", "1000000",
                    "rostrum.limits.votes-per-participant", "1000000",
                    "rostrum.limits.commands-per-address", "1000000",
                    "rostrum.limits.commands-per-participant", "1000000");
        }
    }

    @BeforeEach
    void nobody_looks() {
        awaitNothingLoaded();
    }

    @Test
    void given_many_sessions_looked_at_decided_in_and_left_then_nothing_of_them_stays() throws Exception {
        // Given: whatever is made once is made
        visit(10);
        awaitNothingLoaded();
        int threads = THREADS.getThreadCount();
        long descriptors = openDescriptors();

        // When
        visit(SESSIONS);
        assertThat(sessions.shown()).isNotEmpty();

        // Then
        awaitNothingLoaded();
        assertThat(THREADS.getThreadCount()).isLessThanOrEqualTo(threads + THREADS_OF_OTHERS);
        assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors + DESCRIPTORS_OF_OTHERS);
    }

    @Test
    void a_session_that_is_looked_at_again_is_as_it_was() throws Exception {
        // Given
        var session = StoredSession.found(writers, anInfoSession().live());
        var viewer = new HttpBrowser(server).participate();
        var code = session.founded().code().value();
        var question = session.published(People.VERA);
        HttpBrowser.ok(viewer.command(code, "room", "vote", Map.of("question", question.value(), "n", 1, "on", true)));
        var before = picture(viewer, code);

        // When
        awaitNothingLoaded();

        // Then
        var after = picture(viewer, code);
        assertThat(after).isEqualTo(before);
        assertThat(after.path("votes").path(question.toString()).asInt()).isEqualTo(2);
        try (var room = new Surface(viewer, code, "room").join()) {
            await().until(room::isConnected);
            sessions.letGo();
            session.published(People.VITO);
            await().until(() -> room.questions().size() == 2);
            assertThat(room.resyncs()).isEqualTo(1);
        }
    }

    @Test
    void what_is_asked_and_voted_while_a_session_is_let_go_again_and_again_is_neither_lost_nor_refused()
            throws Exception {
        // Given
        var session = StoredSession.found(writers, anInfoSession().live());
        var code = session.founded().code().value();
        var people = new ArrayList<HttpBrowser>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(new HttpBrowser(server).participate());
        }
        var shared = session.published(People.VERA).value();
        var over = new AtomicBoolean();
        var forgetful = Thread.startVirtualThread(() -> {
            while (!over.get()) {
                sessions.letGo();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });

        // When
        var heard = new ConcurrentLinkedQueue<Integer>();
        var threads = people.stream()
                .map(person -> Thread.startVirtualThread(() -> askAndVote(person, code, shared, heard)))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        over.set(true);
        forgetful.join();

        // Then
        assertThat(heard).hasSize(PEOPLE * (1 + VOTES)).containsOnly(200);
        awaitNothingLoaded();
        assertThat(people.getFirst()
                        .snapshot(code, "room")
                        .path("votes")
                        .path(shared.toString())
                        .asInt())
                .isEqualTo(1 + PEOPLE);
        for (var person : people) {
            assertThat(HttpBrowser.ok(person.get("/api/sessions/" + code + "/mine"))
                            .path("questions"))
                    .hasSize(1);
        }
    }

    /// The room's snapshot without the time at which it was made.
    private static ObjectNode picture(HttpBrowser viewer, String code) throws IOException {
        return ((ObjectNode) viewer.snapshot(code, "room")).without("at");
    }

    private static void askAndVote(HttpBrowser person, String code, UUID shared, ConcurrentLinkedQueue<Integer> heard) {
        try {
            var ask = Map.of("question", UUID.randomUUID(), "text", "Is anybody here?", "language", "en");
            heard.add(person.command(code, "room", "ask", ask).statusCode());
            for (int n = 1; n <= VOTES; n++) {
                var vote = Map.of("question", shared, "n", n, "on", n == VOTES || n % 2 == 1);
                heard.add(person.command(code, "room", "vote", vote).statusCode());
            }
        } catch (IOException e) {
            heard.add(Integer.MAX_VALUE);
        }
    }

    /// In each somebody looks, votes and leaves, and things are decided.
    private void visit(int count) throws IOException {
        var viewer = new HttpBrowser(server).participate();
        for (int i = 0; i < count; i++) {
            var session = StoredSession.found(writers, anInfoSession().live());
            var code = session.founded().code().value();
            try (var _ = new Surface(viewer, code, "room").join()) {
                var vote = Map.of("question", session.published(People.VERA).value(), "n", 1, "on", true);
                HttpBrowser.ok(viewer.command(code, "room", "vote", vote));
            }
        }
    }

    private static long openDescriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private void awaitNothingLoaded() {
        await().untilAsserted(() -> {
            sessions.letGo();
            assertThat(List.of(sessions.shown().size(), hub.feeds(), writers.count()))
                    .containsOnly(0);
        });
    }
}
