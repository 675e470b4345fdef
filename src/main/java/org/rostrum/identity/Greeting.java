package org.rostrum.identity;

import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.rostrum.address.PublicAddress;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseConfig;

/// Tells the person at the console where the server is reached and how a host gets in. The link itself is a key: it
/// is printed where standard output is a terminal, and never where it may be collected and kept. Said when the server
/// listens, for only then is its port known for sure.
@Singleton
class Greeting {

    private static final Logger LOG = Logger.getLogger(Greeting.class);

    private final Invitations invitations;
    private final SignIn signIn;
    private final PublicAddress address;
    private final DatabaseConfig database;
    private final AtomicBoolean greeted = new AtomicBoolean();

    Greeting(Invitations invitations, SignIn signIn, PublicAddress address, DatabaseConfig database) {
        this.invitations = invitations;
        this.signIn = signIn;
        this.address = address;
        this.database = database;
    }

    void http(@ObservesAsync HttpServerStart event) {
        greetOnce();
    }

    void https(@ObservesAsync HttpsServerStart event) {
        greetOnce();
    }

    /// An observer of an asynchronous event must say itself what went wrong: nobody waits for it.
    private void greetOnce() {
        if (greeted.compareAndSet(false, true)) {
            try {
                greet();
            } catch (IOException | UncheckedIOException e) {
                LOG.error("There is no host link: " + e.getMessage());
            } catch (JdbiException e) {
                LOG.error("There is no host link; `host-link` at the console makes one", e);
            }
        }
    }

    /// Whether somebody sits before what is printed.
    private static boolean isSeen() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    @SuppressWarnings("SystemOut")
    private void greet() throws IOException {
        var addresses = address.addresses();
        System.out.println("Rostrum: reached at " + addresses.getFirst());
        addresses.stream().skip(1).forEach(other -> System.out.println("Rostrum:       also " + other));
        if (signIn.isOn()) {
            // hosts come by the provider; a key that nobody needs is not made, nor shown to whoever reads the console
            System.out.println("Rostrum: hosts sign in at " + address.of("/host"));
            return;
        }
        var folder = new DataFolder(database.dataDir());
        var link = new HostLink(invitations, address, folder);
        if (isSeen()) {
            System.out.println("Rostrum: open this once to be the host: " + link.current());
        } else if (link.first().isPresent()) {
            System.out.println("Rostrum: open the link in " + HostLink.file(folder)
                    + " once to be the host; `host-link` prints it");
        } else {
            System.out.println("Rostrum: there is a host; `host-link` makes a link to be another");
        }
    }
}
