package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.live.Stand.PATIENCE;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.Invitation;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.testing.LiveClient;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.writer.Writers;

/// Somebody's personal link is taken back while they are at the desk.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class EvictionsTest {

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @TestHTTPResource
    URI server;

    private Stand stand;
    private LiveClient turnedOut;
    private LiveClient colleague;
    private LiveClient panelist;

    @BeforeEach
    void three_are_here() {
        stand = new Stand(writers, invitations, server);
        turnedOut = stand.colleague(Role.MODERATOR, "Mo").join();
        colleague = stand.colleague(Role.MODERATOR, "Max").join();
        panelist = stand.colleague(Role.PANELIST, "Pia").join();
    }

    @AfterEach
    void people_leave() {
        turnedOut.drop();
        colleague.drop();
        panelist.drop();
    }

    @Test
    void they_are_turned_out_and_nobody_else_is() throws Exception {
        // When
        take("Mo");

        // Then
        await().atMost(PATIENCE).until(() -> turnedOut.closeCode() == 4003);
        var ack = colleague
                .command(
                        "askFor",
                        Map.of(
                                "question",
                                UUID.randomUUID(),
                                "text",
                                "Is it on?",
                                "language",
                                "en",
                                "origin",
                                "organizer"))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(ack.path("type").asText()).isEqualTo("ack");
        assertThat(panelist.closeCode()).isZero();
    }

    @Test
    void the_stage_is_no_refuge_either() {
        take("Pia");

        await().atMost(PATIENCE).until(() -> panelist.closeCode() == 4003);
    }

    private void take(String name) {
        invitations.list(stand.session.id()).stream()
                .filter(link -> link.name().equals(name))
                .map(Invitation::id)
                .forEach(id -> invitations.revoke(stand.session.id(), id));
    }
}
