package org.rostrum;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.identity.HostLink;
import org.rostrum.identity.Invitation;
import org.rostrum.identity.InvitationId;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.ParticipantKeys;
import org.rostrum.identity.SecurityEvent;
import org.rostrum.identity.SecurityRecord;
import org.rostrum.refusal.Refused;

/// What a person with the installation's settings and data folder can ask of a running server's database. Each command
/// prints its answer to standard output; lists are a JSON object a line.
@SuppressWarnings("SystemOut") // a command's answer is for whoever gave it
final class Console {

    private static final int EVENTS = 1000;

    private final LaunchSettings settings;
    private final ObjectMapper json = new ObjectMapper();

    Console(LaunchSettings settings) {
        this.settings = settings;
    }

    /// What can be asked for.
    enum Word {
        HOST_LINK,
        HOSTS,
        REVOKE_HOST,
        EVENTS,
        ROTATE_KEYS;

        /// How many more words may follow.
        int arguments() {
            return switch (this) {
                case REVOKE_HOST, EVENTS -> 1;
                case HOST_LINK, HOSTS, ROTATE_KEYS -> 0;
            };
        }

        /// The word of an argument; empty where it is none of these.
        static Optional<Word> of(String argument) {
            for (var word : values()) {
                if (word.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(argument)) {
                    return Optional.of(word);
                }
            }
            return Optional.empty();
        }
    }

    /// Something was asked for that cannot be done; the message says why.
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    /// Carries out a command.
    ///
    /// @param argument what follows the word, where anything does
    void carryOut(Word word, @Nullable String argument) throws IOException, Refusal {
        var access = access();
        var jdbi =
                Jdbi.create(access.jdbcUrl(), access.user(), access.password()).installPlugin(new PostgresPlugin());
        try {
            switch (word) {
                case HOST_LINK ->
                    System.out.println(HostLink.over(invitations(jdbi), settings.address(), settings.folder())
                            .again());
                case HOSTS -> invitations(jdbi).hosts().forEach(host -> print(host(host)));
                case REVOKE_HOST -> revokeHost(jdbi, argument);
                case EVENTS ->
                    SecurityRecord.over(jdbi, Clock.systemUTC())
                            .last(count(argument))
                            .forEach(event -> print(event(event)));
                case ROTATE_KEYS -> {
                    ParticipantKeys.over(jdbi, Clock.systemUTC(), new SecureRandom())
                            .rotate();
                    SecurityRecord.over(jdbi, Clock.systemUTC()).writeSecretChanged();
                    System.out.println("A new secret signs participants' keys in a few minutes.");
                }
            }
        } catch (JdbiException e) {
            throw new Refusal("The database does not answer, or no server has prepared it yet.");
        }
    }

    private DatabaseAccess access() throws IOException, Refusal {
        var access = settings.database();
        if (access.isEmpty()) {
            access = EmbeddedDatabase.running(settings.folder());
        }
        return access.orElseThrow(() -> new Refusal("No server runs on the data folder "
                + settings.folder().path() + "; start one, and give the command again."));
    }

    private Invitations invitations(Jdbi jdbi) {
        return Invitations.over(jdbi, settings.address(), settings.links(), Clock.systemUTC(), new SecureRandom());
    }

    private void revokeHost(Jdbi jdbi, @Nullable String argument) throws Refusal {
        var id = Optional.ofNullable(argument)
                .flatMap(InvitationId::parse)
                .orElseThrow(() -> new Refusal("Say which: revoke-host ID, with an id that `hosts` prints."));
        try {
            invitations(jdbi).revokeHost(Invitations.CONSOLE, id);
        } catch (Refused refused) {
            throw new Refusal("There is no host of that id; `hosts` prints them.");
        }
    }

    private static int count(@Nullable String argument) throws Refusal {
        try {
            return argument == null ? EVENTS : Math.max(1, Integer.parseInt(argument));
        } catch (NumberFormatException _) {
            throw new Refusal("Say how many: events 100");
        }
    }

    private ObjectNode host(Invitation host) {
        return json.createObjectNode()
                .put("id", host.id().toString())
                .put("name", host.name())
                .put("madeBy", host.madeBy())
                .put("createdAt", host.createdAt().toString())
                .put("usedAt", text(host.usedAt()))
                .put("lastUsedAt", text(host.lastUsedAt()))
                .put("browsers", host.browsers())
                .put("expiresAt", host.expiresAt().toString());
    }

    private ObjectNode event(SecurityEvent event) {
        var role = event.role();
        var infoSession = event.infoSession();
        return json.createObjectNode()
                .put("at", text(event.at()))
                .put("kind", event.kind().word())
                .put("actor", event.actor())
                .put("name", event.name())
                .put("role", role == null ? null : role.wire())
                .put("link", event.subject())
                .put(
                        "infoSession",
                        infoSession == null ? null : infoSession.value().toString())
                .put("times", event.times());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private void print(ObjectNode node) {
        System.out.println(node);
    }
}
