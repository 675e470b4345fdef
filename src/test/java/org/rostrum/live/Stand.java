package org.rostrum.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.infosession.InfoSession;
import org.rostrum.testing.HttpContract;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.LiveClient;
import org.rostrum.testing.People;
import org.rostrum.writer.Command;
import org.rostrum.writer.Order;
import org.rostrum.writer.Outcome;
import org.rostrum.writer.Writers;

/// A running server with one live session and people who come and go.
final class Stand {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Writers writers;
    private final Invitations invitations;
    private final URI server;
    private final HttpClient http = HttpClient.newHttpClient();
    final InfoSession session;

    Stand(Writers writers, Invitations invitations, URI server) {
        this.writers = writers;
        this.invitations = invitations;
        this.server = server;
        this.session = InfoSessionFixture.anInfoSession().live().get();
        if (!writers.found(session, People.HANA)) {
            throw new AssertionError("the join code is taken");
        }
    }

    /// A viewer without a key, who may look.
    LiveClient onlooker(String audience) {
        return new LiveClient(http, server, session.code().value(), audience, "");
    }

    /// A viewer with a participant's key.
    LiveClient viewer() {
        return new LiveClient(http, server, session.code().value(), "room", cookie("/api/participant", "{}"));
    }

    /// Somebody of the team, by a personal link.
    LiveClient colleague(Role role, String name) {
        var link = invitations.invite(
                People.HANA, session.id(), role, name, Instant.now().plus(Duration.ofHours(1)));
        var cookie = cookie("/api/join", "{\"token\":\"" + link.url().getFragment() + "\"}");
        return new LiveClient(http, server, session.code().value(), role == Role.PANELIST ? "stage" : "desk", cookie);
    }

    private String cookie(String path, String body) {
        try {
            var response = http.send(
                    java.net.http.HttpRequest.newBuilder(server.resolve(path))
                            .header("Content-Type", "application/json")
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.ofString());
            HttpContract.heard("POST", path, HttpContract.Answer.of(response));
            return response.headers().allValues("set-cookie").stream()
                    .map(cookie -> cookie.split(";", 2)[0])
                    .collect(java.util.stream.Collectors.joining("; "));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Gives a command to the writer itself and waits for the outcome.
    Outcome give(Actor actor, Command command) {
        try {
            return writers.submit(session.id(), new Order(actor, UUID.randomUUID(), "00".repeat(32), command))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
