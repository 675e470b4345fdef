package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.rostrum.identity.JoinPage.GRANTS;
import static org.rostrum.identity.JoinPage.join;
import static org.rostrum.identity.JoinPage.me;
import static org.rostrum.identity.JoinPage.post;
import static org.rostrum.identity.JoinPage.refused;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.address.PublicAddress;
import org.rostrum.database.DataFolder;
import org.rostrum.testing.PostgresTestResource;

/// The link that the server prints for its host, where there is no identity provider.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class HostLinkTest {

    @Inject
    Invitations invitations;

    @Inject
    Visitors visitors;

    @Inject
    PublicAddress address;

    @Test
    void a_host_link_opens_once() {
        // Given
        var token = invitations.inviteHost("Host").text();

        // When
        var cookie = join(token, "");

        // Then
        refused(post("/api/join", token));
        me(cookie).body("grants[0].role", equalTo("host")).body("grants[0]", not(hasKey("code")));
        assertThat(visitors.recognise(new Credentials(List.of(GRANTS + "=" + cookie), Optional::empty))
                        .host())
                .isPresent();
    }

    @Test
    void of_many_who_open_a_host_link_at_once_one_gets_in() throws Exception {
        // Given
        var token = invitations.inviteHost("Host").text();

        // When
        List<Integer> answers;
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> opening = () -> post("/api/join", token).statusCode();
            answers = people.invokeAll(Collections.nCopies(8, opening)).stream()
                    .map(future -> future.resultNow())
                    .toList();
        }

        // Then
        assertThat(answers).containsOnly(200, 410).containsOnlyOnce(200);
    }

    @Test
    void the_host_link_waits_in_a_file_for_its_owner_until_it_is_used(@TempDir Path folder) throws Exception {
        // Given
        var hostLink = new HostLink(invitations, address, new DataFolder(folder));

        // When
        var first = hostLink.current();
        var second = hostLink.current();
        join(first.getFragment(), "");
        var third = hostLink.again();

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(third).isNotEqualTo(first);
        assertThat(Files.readString(folder.resolve("host-link")).strip()).isEqualTo(third.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("host-link"))))
                .isEqualTo("rw-------");
    }

    @Test
    void at_the_console_the_host_link_keeps_the_address_the_server_gave(@TempDir Path folder) throws Exception {
        // Given
        Files.writeString(folder.resolve("host-link"), "https://questions.example.org/join#spent\n");

        // When
        var link = new HostLink(invitations, address, new DataFolder(folder)).again();

        // Then
        assertThat(link.toString()).startsWith("https://questions.example.org/join#");
        assertThat(Secret.parse(link.getFragment())).isPresent();
    }

    @Test
    void of_all_servers_on_a_database_one_has_a_link_for_the_first_host(@TempDir Path one, @TempDir Path other)
            throws Exception {
        // Given
        nobodyIsHost();

        // When
        var first = new HostLink(invitations, address, new DataFolder(one)).first();
        var again = new HostLink(invitations, address, new DataFolder(one)).first();
        var second = new HostLink(invitations, address, new DataFolder(other)).first();

        // Then
        assertThat(first).isPresent().isEqualTo(again);
        assertThat(second).isEmpty();
        assertThat(invitations.hosts()).hasSize(1);
    }

    @Test
    void once_there_is_a_host_no_start_makes_a_link(@TempDir Path folder, @TempDir Path fresh) throws Exception {
        // Given
        nobodyIsHost();
        var link = new HostLink(invitations, address, new DataFolder(folder))
                .first()
                .orElseThrow();

        // When
        join(link.getFragment(), "");

        // Then
        assertThat(new HostLink(invitations, address, new DataFolder(folder)).first())
                .isEmpty();
        assertThat(new HostLink(invitations, address, new DataFolder(fresh)).first())
                .isEmpty();
    }

    @Test
    void at_the_console_a_new_link_takes_back_the_one_that_waits(@TempDir Path one, @TempDir Path other)
            throws Exception {
        // Given
        var first = new HostLink(invitations, address, new DataFolder(one)).again();

        // When
        var second = new HostLink(invitations, address, new DataFolder(other)).again();

        // Then
        refused(post("/api/join", first.getFragment()));
        join(second.getFragment(), "");
    }

    @Test
    void the_link_waits_for_a_day_and_is_good_for_long_once_it_is_used() {
        // Given
        nobodyIsHost();
        var token = invitations.inviteHost("Host").text();
        var waiting = invitations.hosts().getFirst();

        // When
        join(token, "");

        // Then
        var used = invitations.hosts().getFirst();
        assertThat(Duration.between(waiting.createdAt(), waiting.expiresAt())).isLessThanOrEqualTo(Duration.ofDays(1));
        assertThat(Duration.between(used.createdAt(), used.expiresAt())).isGreaterThan(Duration.ofDays(100));
        assertThat(used.browsers()).isEqualTo(1);
        assertThat(used.madeBy()).isEqualTo("console");
    }

    @Test
    void hosts_are_listed_and_taken_back_by_hosts_alone() {
        // Given
        nobodyIsHost();
        var host = join(invitations.inviteHost("Host").text(), "");
        var other = join(invitations.inviteHost("Host").text(), "");

        // When
        List<String> ids = given().cookie(GRANTS, host)
                .get("/api/hosts")
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, no-store")
                .body("hosts.role", everyItem(equalTo("host")))
                .extract()
                .path("hosts.id");
        given().cookie(GRANTS, host)
                .delete("/api/hosts/" + ids.getLast())
                .then()
                .statusCode(204);

        // Then
        assertThat(ids).hasSize(2);
        given().cookie(GRANTS, other).get("/api/hosts").then().statusCode(401);
        given().cookie(GRANTS, other)
                .delete("/api/hosts/" + ids.getFirst())
                .then()
                .statusCode(401);
        given().get("/api/hosts").then().statusCode(401);
        given().cookie(GRANTS, host)
                .delete("/api/hosts/" + UUID.randomUUID())
                .then()
                .statusCode(404);
        me(host).body("grants", hasSize(1));
    }

    private void nobodyIsHost() {
        invitations.hosts().forEach(host -> invitations.revokeHost(Invitations.CONSOLE, host.id()));
    }
}
