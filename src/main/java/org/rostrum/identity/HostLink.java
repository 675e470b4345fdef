package org.rostrum.identity;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.rostrum.address.PublicAddress;
import org.rostrum.database.DataFolder;

/// The way in for the first host, whom nobody else can invite: a link that opens once, kept until it is used
/// in a file that only the owner of the data folder reads.
public final class HostLink {

    private static final String FILE = "host-link";
    private static final String NAME = "Host";

    private final Invitations invitations;
    private final PublicAddress address;
    private final DataFolder folder;

    HostLink(Invitations invitations, PublicAddress address, DataFolder folder) {
        this.invitations = invitations;
        this.address = address;
        this.folder = folder;
    }

    /// The same outside the server, for the command at the console.
    public static HostLink over(Jdbi jdbi, PublicAddress address, DataFolder folder) {
        return new HostLink(Invitations.over(jdbi, address, Clock.systemUTC(), new SecureRandom()), address, folder);
    }

    /// The link that is waiting to be used, a new one where there is none; at the address the server has now.
    public URI current() throws IOException {
        return at(address.base());
    }

    /// The same at the address that the server has last given: a command at the console may not know how the server
    /// was started.
    public URI again() throws IOException {
        return at(kept().map(link -> link.resolve("/")).orElseGet(address::base));
    }

    private URI at(URI base) throws IOException {
        var token = kept().flatMap(link -> Optional.ofNullable(link.getFragment()))
                .flatMap(Secret::parse)
                .filter(invitations::canBeOpened)
                .orElseGet(() -> invitations.inviteHost(NAME));
        var link = Invitations.at(base, token);
        folder.writeSecret(FILE, link + "\n");
        return link;
    }

    private Optional<URI> kept() throws IOException {
        return folder.read(FILE).map(String::strip).flatMap(HostLink::parse);
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
