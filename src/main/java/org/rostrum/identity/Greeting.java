package org.rostrum.identity;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.rostrum.address.PublicAddress;
import org.rostrum.database.DataFolder;
import org.rostrum.database.DatabaseConfig;

/// Tells the person at the console where the server is reached and how a host gets in. Standard output and not the
/// log: a log is collected and kept, and this holds a key.
@Singleton
class Greeting {

    /// After everything else that starts.
    private static final int LAST = 10_000;

    private final Invitations invitations;
    private final PublicAddress address;
    private final DatabaseConfig database;
    private final boolean signsIn;

    Greeting(
            Invitations invitations,
            PublicAddress address,
            DatabaseConfig database,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean signsIn) {
        this.invitations = invitations;
        this.address = address;
        this.database = database;
        this.signsIn = signsIn;
    }

    @SuppressWarnings("SystemOut")
    void greet(@Observes @Priority(LAST) StartupEvent event) throws IOException {
        var addresses = address.addresses();
        System.out.println("Rostrum: reached at " + addresses.getFirst());
        addresses.stream().skip(1).forEach(other -> System.out.println("Rostrum:       also " + other));
        if (!signsIn) {
            var link = new HostLink(invitations, address, new DataFolder(database.dataDir())).current();
            System.out.println("Rostrum: open this once to be the host: " + link);
        }
    }
}
