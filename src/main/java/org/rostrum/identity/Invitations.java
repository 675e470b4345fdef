package org.rostrum.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.rostrum.address.PublicAddress;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Personal links: made, listed, taken back, opened. Everything here waits for the database.
@Singleton
public class Invitations {

    private static final String PAGE = "/join#";

    /// Whoever has the console, as one who makes links and takes them back.
    public static final Actor.Staff CONSOLE = new Actor.Staff("console", "console", Role.HOST);

    private final InvitationRepository repository;
    private final Grants grants;
    private final SecurityRecord record;
    private final PublicAddress address;
    private final LinkConfig config;
    private final Clock clock;
    private final RandomGenerator random;

    @Inject
    Invitations(
            InvitationRepository repository,
            Grants grants,
            SecurityRecord record,
            PublicAddress address,
            LinkConfig config,
            Clock clock,
            RandomGenerator random) {
        this.repository = repository;
        this.grants = grants;
        this.record = record;
        this.address = address;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /// The same outside the server, for commands at the console.
    public static Invitations over(
            Jdbi jdbi, PublicAddress address, LinkConfig config, Clock clock, RandomGenerator random) {
        var record = SecurityRecord.over(jdbi, clock);
        var grants = new Grants(new GrantRepository(jdbi), record, config, clock);
        return new Invitations(new InvitationRepository(jdbi), grants, record, address, config, clock, random);
    }

    /// Makes a link for one named person. It opens on as many of their devices as they like.
    ///
    /// @param by who makes it
    /// @param role any but viewer
    /// @param name 1 to 80 characters after trimming, without control characters
    /// @param expiresAt cut to the longest that a link may live
    /// @throws Refused `too-short`, `too-long`, `not-text`, `bad-value`; `unknown-session` where it has just ended
    public NewInvitation invite(Actor.Staff by, InfoSessionId infoSession, Role role, String name, Instant expiresAt) {
        if (role == Role.VIEWER) {
            throw new Refused(RefusalCode.BAD_VALUE, "Viewers need no link.");
        }
        var token = Secret.random(random);
        var longest = clock.instant().plus(config.longest());
        var invitation = invitation(
                by,
                infoSession,
                role,
                PersonName.require(name),
                false,
                expiresAt.isAfter(longest) ? longest : expiresAt);
        if (!repository.insert(invitation, token.hash())) {
            throw new Refused(RefusalCode.UNKNOWN_SESSION, "The session has ended.");
        }
        record.write(SecurityEvent.of(SecurityEvent.Kind.LINK_MADE, by, invitation));
        return new NewInvitation(invitation, at(address.base(), token));
    }

    /// A session's links, oldest first, used, expired and revoked ones included.
    public List<Invitation> list(InfoSessionId infoSession) {
        return repository.find(infoSession);
    }

    /// The links of hosts of the whole installation that are good or wait to be opened, oldest first.
    public List<Invitation> hosts() {
        return repository.findHosts(clock.instant());
    }

    /// Takes a session's link back: from the next request, command or handshake on its grants count no more, and what
    /// it has opened is closed within seconds ([#revokedWithin]). Doing so twice changes nothing.
    ///
    /// @throws Refused `unknown-link`
    public void revoke(Actor.Staff by, InfoSessionId infoSession, InvitationId id) {
        revoked(by, repository.revoke(infoSession, id, by.id(), clock.instant()), "The session has no such link.");
    }

    /// The same for the link of a host of the whole installation.
    ///
    /// @throws Refused `unknown-link`
    public void revokeHost(Actor.Staff by, InvitationId id) {
        revoked(by, repository.revokeHost(id, by.id(), clock.instant()), "There is no host with such a link.");
    }

    private void revoked(Actor.Staff by, Optional<Invitation> invitation, String otherwise) {
        var taken = invitation.orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_LINK, otherwise));
        record.write(SecurityEvent.of(SecurityEvent.Kind.LINK_REVOKED, by, taken));
    }

    /// The links of these sessions and of hosts of the installation that were taken back within the last while, on
    /// whatever node, by this node's clock.
    public List<InvitationId> revokedWithin(Collection<InfoSessionId> infoSessions, Duration last) {
        return repository.revokedSince(infoSessions, clock.instant().minus(last));
    }

    /// Removes all links of a session that is being deleted, with what they have opened and what is on record of them.
    public void delete(Handle handle, InfoSessionId infoSession) {
        repository.delete(handle, infoSession);
        record.delete(handle, infoSession);
    }

    /// Those of these links that are not good any more, in a transaction whose commands depend on it.
    public Set<InvitationId> bad(Handle handle, Collection<InvitationId> ids) {
        return repository.findBad(handle, ids, clock.instant());
    }

    /// Lets all links of a session expire at another time, in the transaction that moves its end; none lives longer
    /// than a link may. One that had expired opens again if that is later; one that was taken back does not.
    public void moveExpiry(Handle handle, InfoSessionId infoSession, Instant expiresAt) {
        repository.moveExpiry(handle, infoSession, expiresAt, config.longest());
    }

    /// Makes a link for a host of the whole installation, which opens once, and soon. Of those made at the console one
    /// waits at a time: this takes any other back.
    Secret inviteHost(String name) {
        var token = Secret.random(random);
        var invitation = hostInvitation(name);
        repository.replaceWaitingHost(invitation, token.hash());
        record.write(SecurityEvent.of(SecurityEvent.Kind.LINK_MADE, CONSOLE, invitation));
        return token;
    }

    /// The same for a new installation: where a host has been let in, or a link for one waits, on whatever server, none
    /// is made.
    Optional<Secret> inviteFirstHost(String name) {
        var token = Secret.random(random);
        var invitation = hostInvitation(name);
        if (!repository.insertFirstHost(invitation, token.hash())) {
            return Optional.empty();
        }
        record.write(SecurityEvent.of(SecurityEvent.Kind.LINK_MADE, CONSOLE, invitation));
        return Optional.of(token);
    }

    private Invitation hostInvitation(String name) {
        return invitation(CONSOLE, null, Role.HOST, name, true, clock.instant().plus(config.hostLinkWaits()));
    }

    /// The address of the page that opens a token. After the `#` it is seen by no server log and no `Referer`.
    static URI at(URI base, Secret token) {
        return base.resolve(PAGE + token.text());
    }

    /// Whether a token still opens something.
    boolean canBeOpened(Secret token) {
        return repository
                .find(token.hash())
                .filter(invitation -> invitation.canBeOpenedAt(clock.instant()))
                .isPresent();
    }

    /// What a link would open; changes nothing, because mail scanners look at links too. A browser that has opened it
    /// already sees it as open.
    ///
    /// @throws Refused `link-expired`, for unknown tokens too: whoever guesses learns nothing
    Entrance peek(String sent, List<Secret> held) {
        var token = requireToken(sent);
        var invitation = repository.find(token.hash()).orElseThrow(this::refused);
        if (!invitation.canBeOpenedAt(clock.instant()) && !isHeld(invitation, held)) {
            throw refused();
        }
        return repository.findEntrance(token.hash()).orElseThrow(Invitations::expired);
    }

    /// Opens a link for a browser that holds these grants.
    ///
    /// @return the secret of the new grant; empty where the browser has one of this link already
    /// @throws Refused `link-expired`
    Optional<Secret> open(String sent, List<Secret> held) {
        var token = requireToken(sent);
        var invitation = repository.find(token.hash()).orElseThrow(this::refused);
        if (isHeld(invitation, held)) {
            return Optional.empty();
        }
        var secret = Secret.random(random);
        var now = clock.instant();
        if (!repository.open(
                token.hash(), secret.hash(), UuidCreator.getTimeOrderedEpoch(), now, now.plus(config.hostLasts()))) {
            throw refused();
        }
        record.write(SecurityEvent.of(SecurityEvent.Kind.LINK_OPENED, invitation));
        return Optional.of(secret);
    }

    private boolean isHeld(Invitation invitation, List<Secret> held) {
        return grants.use(held).stream().anyMatch(grant -> grant.invitation().equals(invitation.id()));
    }

    private Invitation invitation(
            Actor.Staff by,
            @Nullable InfoSessionId infoSession,
            Role role,
            String name,
            boolean singleUse,
            Instant expiresAt) {
        return new Invitation(
                new InvitationId(UuidCreator.getTimeOrderedEpoch()),
                infoSession,
                role,
                name,
                singleUse,
                clock.instant(),
                expiresAt,
                by.id(),
                null,
                null,
                0,
                null,
                null);
    }

    private Secret requireToken(String sent) {
        return Secret.parse(sent).orElseThrow(this::refused);
    }

    /// Somebody who tries one token after another is seen by the count of these.
    private Refused refused() {
        record.count(SecurityEvent.Kind.LINK_REFUSED);
        return expired();
    }

    private static Refused expired() {
        return new Refused(RefusalCode.LINK_EXPIRED, "The link has expired, was used or was revoked.");
    }
}
