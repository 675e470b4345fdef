package org.rostrum.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.rostrum.address.PublicAddress;
import org.rostrum.database.DataFolder;

/// The way in for the first host, whom nobody else can invite: a link that opens once, kept until it is used
/// in a file that only the owner of the data folder reads.
public final class HostLink {

    private static final String FILE = "host-link";
    private static final String ADDRESS = "address";
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
    public static HostLink over(Invitations invitations, PublicAddress address, DataFolder folder) {
        return new HostLink(invitations, address, folder);
    }

    /// The link that is waiting to be used, a new one where there is none; at the address the server has now, which is
    /// kept for [#again].
    public URI current() throws IOException {
        folder.writeSecret(ADDRESS, address.base() + "\n");
        return keep(waiting().orElseGet(() -> invitations.inviteHost(NAME)), address.base());
    }

    /// The same, but a new one only where nobody has ever been let in as a host and none waits elsewhere: what collects
    /// this server's output, or starts it again and again, gets no keys.
    public Optional<URI> first() throws IOException {
        folder.writeSecret(ADDRESS, address.base() + "\n");
        var token = waiting().or(() -> invitations.inviteFirstHost(NAME));
        return token.isEmpty() ? Optional.empty() : Optional.of(keep(token.get(), address.base()));
    }

    /// The link that is waiting to be used, a new one where there is none, at the address that the server has last
    /// given: a command at the console may not know how the server was started.
    public URI again() throws IOException {
        var base = folder.read(ADDRESS)
                .map(String::strip)
                .flatMap(HostLink::parse)
                .or(() -> kept().map(link -> link.resolve("/")))
                .orElseGet(address::base);
        return keep(waiting().orElseGet(() -> invitations.inviteHost(NAME)), base);
    }

    private Optional<Secret> waiting() {
        return kept().flatMap(link -> Optional.ofNullable(link.getFragment()))
                .flatMap(Secret::parse)
                .filter(invitations::canBeOpened);
    }

    private URI keep(Secret token, URI base) throws IOException {
        var link = Invitations.at(base, token);
        folder.writeSecret(FILE, link + "\n");
        return link;
    }

    private Optional<URI> kept() {
        try {
            return folder.read(FILE).map(String::strip).flatMap(HostLink::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the link waits for its owner.
    public static Path file(DataFolder folder) {
        return folder.resolve(FILE);
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
