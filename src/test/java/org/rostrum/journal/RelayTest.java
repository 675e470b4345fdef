package org.rostrum.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.testing.PostgresTestResource;

/// Who hears of journals that have grown.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class RelayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Relay relay;

    @Inject
    Jdbi jdbi;

    @Inject
    Ears ears;

    @ApplicationScoped
    static class Ears {
        private final Set<InfoSessionId> heard = ConcurrentHashMap.newKeySet();

        void hear(@Observes Relay.Grown grown) {
            heard.addAll(grown.infoSessions());
        }

        Set<InfoSessionId> heard() {
            return Set.copyOf(heard);
        }
    }

    @Test
    void another_nodes_news_is_heard_and_a_nodes_own_is_not() throws Exception {
        // Given
        var own = new InfoSessionId(UUID.randomUUID());
        var others = new InfoSessionId(UUID.randomUUID());
        try (var elsewhere = jdbi.open()) {
            elsewhere.execute("listen rostrum_journal");

            // When: the own one is told first
            relay.announce(own);
            await().atMost(PATIENCE).until(() -> hears(elsewhere, own));
            elsewhere
                    .select("select pg_notify('rostrum_journal', ?)", others.toString())
                    .mapToMap()
                    .one();

            // Then
            await().atMost(PATIENCE).until(() -> ears.heard().contains(others));
            assertThat(ears.heard()).doesNotContain(own);
            elsewhere.execute("unlisten *");
        }
    }

    private static boolean hears(Handle handle, InfoSessionId id) throws SQLException {
        for (var one : handle.getConnection().unwrap(PGConnection.class).getNotifications(100)) {
            if (one.getParameter().contains(id.toString())) {
                return true;
            }
        }
        return false;
    }
}
