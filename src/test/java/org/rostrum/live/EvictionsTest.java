package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.live.Stand.PATIENCE;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.address.PublicAddress;
import org.rostrum.database.DataFolder;
import org.rostrum.identity.HostLink;
import org.rostrum.identity.Invitation;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.LiveClient;
import org.rostrum.testing.People;
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

    @Inject
    PublicAddress address;

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

    @Test
    void a_host_of_the_installation_is_turned_out_too(@TempDir Path folder) throws Exception {
        // Given
        var link = HostLink.over(invitations, address, new DataFolder(folder)).again();
        var host = client(new HttpBrowser(server).open(link)).join();

        // When
        invitations.revokeHost(People.HANA, invitations.hosts().getLast().id());

        // Then
        await().atMost(PATIENCE).until(() -> host.closeCode() == 4003);
        assertThat(colleague.closeCode()).isZero();
    }

    @Test
    void whoever_signs_out_leaves_no_desk_open_in_that_browser_and_keeps_those_in_others() throws Exception {
        // Given
        var link = invitations.invite(
                People.HANA,
                stand.session.id(),
                Role.MODERATOR,
                "Mia",
                Instant.now().plus(Duration.ofHours(1)));
        var office = new HttpBrowser(server).open(link.url());
        var home = new HttpBrowser(server).open(link.url());
        var atTheOffice = client(office).join();
        var atHome = client(home).join();

        // When
        assertThat(office.post("/api/sign-out", Map.of()).statusCode()).isEqualTo(200);

        // Then
        await().atMost(PATIENCE).until(() -> atTheOffice.closeCode() == 4003);
        assertThat(atHome.closeCode()).isZero();
        assertThat(office.get("/api/sessions/" + stand.session.code() + "/desk").statusCode())
                .isEqualTo(401);
        assertThat(home.get("/api/sessions/" + stand.session.code() + "/desk").statusCode())
                .isEqualTo(200);
        atHome.drop();
    }

    @Test
    void colleagues_see_that_a_link_is_open_in_two_browsers() throws Exception {
        // Given
        var link = invitations.invite(
                People.HANA,
                stand.session.id(),
                Role.MODERATOR,
                "Mia",
                Instant.now().plus(Duration.ofHours(1)));

        // When
        var office = client(new HttpBrowser(server).open(link.url())).join();
        var home = client(new HttpBrowser(server).open(link.url())).join();

        // Then
        await().atMost(PATIENCE)
                .until(() -> colleague.heard().stream()
                        .anyMatch(text -> text.contains("\"presence\"")
                                && text.contains("\"Mia\"")
                                && text.contains("\"devices\":2")));
        office.drop();
        home.drop();
    }

    private LiveClient client(HttpBrowser browser) {
        return new LiveClient(
                HttpClient.newHttpClient(), server, stand.session.code().value(), "desk", browser.cookieHeader());
    }

    private void take(String name) {
        invitations.list(stand.session.id()).stream()
                .filter(link -> link.name().equals(name))
                .map(Invitation::id)
                .forEach(id -> invitations.revoke(People.HANA, stand.session.id(), id));
    }
}
