package org.rostrum;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.rostrum.backup.Backup;
import org.rostrum.backup.Contents;
import org.rostrum.backup.Restore;
import org.rostrum.database.DatabaseAccess;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.identity.HostLink;
import org.rostrum.identity.Invitation;
import org.rostrum.identity.InvitationId;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.ParticipantKeys;
import org.rostrum.identity.SecurityEvent;
import org.rostrum.identity.SecurityRecord;
import org.rostrum.journal.Journal;
import org.rostrum.refusal.Refused;

/// What a person with the installation's settings and data folder can ask of its database. Each command
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
        ROTATE_KEYS,
        BACKUP,
        RESTORE,
        NEW_EPOCH;

        /// How many more words may follow.
        int arguments() {
            return switch (this) {
                case REVOKE_HOST, EVENTS, BACKUP, RESTORE -> 1;
                case HOST_LINK, HOSTS, ROTATE_KEYS, NEW_EPOCH -> 0;
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
    void carryOut(Word word, @Nullable String argument) throws IOException, InterruptedException, Refusal {
        try {
            switch (word) {
                case HOST_LINK -> makeHostLink();
                case HOSTS -> invitations(used()).hosts().forEach(host -> print(host(host)));
                case REVOKE_HOST -> revokeHost(argument);
                case EVENTS -> record(used()).last(count(argument)).forEach(event -> print(event(event)));
                case ROTATE_KEYS -> rotateKeys();
                case BACKUP -> backUp(file(argument, "backup FILE"));
                case RESTORE -> restore(file(argument, "restore FILE"));
                case NEW_EPOCH -> renewEpochs();
            }
        } catch (JdbiException e) {
            throw new Refusal("The database does not answer, or no server has prepared it yet.");
        }
    }

    private void makeHostLink() throws IOException, Refusal {
        var links = HostLink.over(invitations(used()), settings.address(), settings.folder());
        System.out.println(links.again());
    }

    private void rotateKeys() throws IOException, Refusal {
        var jdbi = used();
        ParticipantKeys.over(jdbi, Clock.systemUTC(), new SecureRandom()).rotate();
        record(jdbi).writeSecretChanged();
        System.out.println("A new secret signs participants' keys in a few minutes.");
    }

    private void backUp(Path file) throws IOException, InterruptedException {
        try (var database = runningOrStarted()) {
            report(
                    "written",
                    file,
                    Backup.write(database.access(), Release.read().toString(), file));
        }
    }

    /// The backup is looked at before anything is made for it.
    private void restore(Path file) throws IOException, InterruptedException {
        try (var backup = Restore.from(file);
                var database = restorable()) {
            report("restored", file, backup.into(database.access()));
        }
    }

    private Reached restorable() throws IOException, InterruptedException {
        var owner = settings.owner();
        return owner.isPresent() ? new Reached(owner.get(), null) : Reached.started(settings);
    }

    private void renewEpochs() throws IOException, InterruptedException {
        try (var database = runningOrStarted()) {
            int journals = jdbi(database.access()).inTransaction(new Journal()::renewEpochs);
            System.out.println("Every page fetches what there is: sessions=" + journals);
        }
    }

    private static void report(String done, Path file, Contents contents) {
        System.out.printf(
                "%s: %s, tables=%d rows=%d bytes=%d%n",
                done, file, contents.tables(), contents.rows(), contents.bytes());
    }

    private Reached runningOrStarted() throws IOException, InterruptedException {
        var access = running();
        return access.isPresent() ? new Reached(access.get(), null) : Reached.started(settings);
    }

    /// A database, and the embedded one of it that was started for this command.
    private record Reached(DatabaseAccess access, @Nullable EmbeddedDatabase started) implements AutoCloseable {

        static Reached started(LaunchSettings settings) throws IOException, InterruptedException {
            var database = EmbeddedDatabase.start(settings.folder(), _ -> {});
            return new Reached(database.access(), database);
        }

        @Override
        public void close() throws IOException {
            if (started != null) {
                started.close();
            }
        }
    }

    private static Path file(@Nullable String argument, String usage) throws Refusal {
        if (argument == null) {
            throw new Refusal("Say which file: " + usage);
        }
        return Path.of(argument);
    }

    private static Jdbi jdbi(DatabaseAccess access) {
        return Jdbi.create(access.jdbcUrl(), access.user(), access.password()).installPlugin(new PostgresPlugin());
    }

    private Optional<DatabaseAccess> running() throws IOException {
        var own = settings.database();
        return own.isPresent() ? own : EmbeddedDatabase.running(settings.folder());
    }

    /// The database that a server uses.
    private Jdbi used() throws IOException, Refusal {
        return jdbi(running()
                .orElseThrow(() -> new Refusal("No server runs on the data folder "
                        + settings.folder().path() + "; start one, and give the command again.")));
    }

    private Invitations invitations(Jdbi jdbi) {
        return Invitations.over(jdbi, settings.address(), settings.links(), Clock.systemUTC(), new SecureRandom());
    }

    private static SecurityRecord record(Jdbi jdbi) {
        return SecurityRecord.over(jdbi, Clock.systemUTC());
    }

    private void revokeHost(@Nullable String argument) throws IOException, Refusal {
        var id = Optional.ofNullable(argument)
                .flatMap(InvitationId::parse)
                .orElseThrow(() -> new Refusal("Say which: revoke-host ID, with an id that `hosts` prints."));
        try {
            invitations(used()).revokeHost(Invitations.CONSOLE, id);
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
