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

    /// A host's way in lasts long: without an identity provider there is no other but the console.
    private static final Duration HOST_LASTS = Duration.ofDays(180);

    private final InvitationRepository repository;
    private final PublicAddress address;
    private final Clock clock;
    private final RandomGenerator random;

    @Inject
    Invitations(InvitationRepository repository, PublicAddress address, Clock clock, RandomGenerator random) {
        this.repository = repository;
        this.address = address;
        this.clock = clock;
        this.random = random;
    }

    /// The same outside the server, for commands at the console.
    static Invitations over(Jdbi jdbi, PublicAddress address, Clock clock, RandomGenerator random) {
        return new Invitations(new InvitationRepository(jdbi), address, clock, random);
    }

    /// Makes a link for one named person. It opens on as many of their devices as they like.
    ///
    /// @param role any but viewer
    /// @param name 1 to 80 characters after trimming, without control characters
    /// @throws Refused `too-short`, `too-long`, `not-text`, `bad-value`
    public NewInvitation invite(InfoSessionId infoSession, Role role, String name, Instant expiresAt) {
        if (role == Role.VIEWER) {
            throw new Refused(RefusalCode.BAD_VALUE, "Viewers need no link.");
        }
        var token = Secret.random(random);
        var invitation = store(token, infoSession, role, PersonName.require(name), false, expiresAt);
        return new NewInvitation(invitation, at(address.base(), token));
    }

    /// A session's links, oldest first, used, expired and revoked ones included.
    public List<Invitation> list(InfoSessionId infoSession) {
        return repository.find(infoSession);
    }

    /// Takes a link back: from the next request or handshake on its grants count no more, and what it has opened is
    /// closed within seconds ([#revokedWithin]). Doing so twice changes nothing.
    ///
    /// @throws Refused `unknown-link`
    public void revoke(InfoSessionId infoSession, InvitationId id) {
        if (!repository.revoke(infoSession, id, clock.instant())) {
            throw new Refused(RefusalCode.UNKNOWN_LINK, "The session has no such link.");
        }
    }

    /// The links of these sessions that were taken back within the last while, on whatever node, by this node's clock.
    public List<InvitationId> revokedWithin(Collection<InfoSessionId> infoSessions, Duration last) {
        return repository.revokedSince(infoSessions, clock.instant().minus(last));
    }

    /// Lets all links of a session expire at another time, in the transaction that moves its end. One that had
    /// expired opens again if that is later; one that was taken back does not.
    public void moveExpiry(Handle handle, InfoSessionId infoSession, Instant expiresAt) {
        repository.moveExpiry(handle, infoSession, expiresAt);
    }

    /// Removes all links of a session that is being deleted, with what they have opened.
    public void delete(Handle handle, InfoSessionId infoSession) {
        repository.delete(handle, infoSession);
    }

    /// Makes a link for a host of the whole installation, which opens once.
    Secret inviteHost(String name) {
        var token = Secret.random(random);
        store(token, null, Role.HOST, name, true, clock.instant().plus(HOST_LASTS));
        return token;
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
        var invitation = repository.find(token.hash()).orElseThrow(Invitations::expired);
        if (!invitation.canBeOpenedAt(clock.instant()) && !isHeld(invitation, held)) {
            throw expired();
        }
        return repository.findEntrance(token.hash()).orElseThrow(Invitations::expired);
    }

    /// Opens a link for a browser that holds these grants.
    ///
    /// @return the secret of the new grant; empty where the browser has one of this link already
    /// @throws Refused `link-expired`
    Optional<Secret> open(String sent, List<Secret> held) {
        var token = requireToken(sent);
        var invitation = repository.find(token.hash()).orElseThrow(Invitations::expired);
        if (isHeld(invitation, held)) {
            return Optional.empty();
        }
        var secret = Secret.random(random);
        if (!repository.open(token.hash(), secret.hash(), UuidCreator.getTimeOrderedEpoch(), clock.instant())) {
            throw expired();
        }
        return Optional.of(secret);
    }

    private boolean isHeld(Invitation invitation, List<Secret> held) {
        return !held.isEmpty()
                && repository.findGood(held.stream().map(Secret::hash).toList(), clock.instant()).stream()
                        .anyMatch(grant -> grant.invitation().equals(invitation.id()));
    }

    private Invitation store(
            Secret token,
            @Nullable InfoSessionId infoSession,
            Role role,
            String name,
            boolean singleUse,
            Instant expiresAt) {
        var invitation = new Invitation(
                new InvitationId(UuidCreator.getTimeOrderedEpoch()),
                infoSession,
                role,
                name,
                singleUse,
                clock.instant(),
                expiresAt,
                null,
                null);
        repository.insert(invitation, token.hash());
        return invitation;
    }

    private static Secret requireToken(String sent) {
        return Secret.parse(sent).orElseThrow(Invitations::expired);
    }

    private static Refused expired() {
        return new Refused(RefusalCode.LINK_EXPIRED, "The link has expired, was used or was revoked.");
    }
}
