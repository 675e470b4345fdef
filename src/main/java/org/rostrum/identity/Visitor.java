package org.rostrum.identity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Who a request shows its sender to be at one moment: perhaps a participant, perhaps signed in, and with any number of
/// grants, since one person may be host, moderator and panelist at once.
///
/// @param grants only good ones, newest first
/// @param account of one who is signed in with the identity provider
/// @param unsaid `unavailable` where the provider is out of reach, and there may be an account or none;
///     thrown by whatever would say no for want of one
public record Visitor(
        Optional<Participant> participant, List<Grant> grants, Optional<Account> account, Optional<Refused> unsaid) {

    public Visitor {
        grants = List.copyOf(grants);
    }

    Visitor(Optional<Participant> participant, List<Grant> grants, Optional<Account> account) {
        this(participant, grants, account, Optional.empty());
    }

    Visitor(Optional<Participant> participant, List<Grant> grants, Refused unsaid) {
        this(participant, grants, Optional.empty(), Optional.of(unsaid));
    }

    /// Whether this is anybody but an unknown viewer: somebody who may lack a right, but has not to be asked who they
    /// are.
    public boolean isKnown() {
        boolean isKnown = account.isPresent() || !grants.isEmpty();
        if (!isKnown) {
            requireWord();
        }
        return isKnown;
    }

    /// Who this is among the staff of an information session: the first of these roles that they have by their account
    /// or else by a grant. A host of the installation is a host of each session.
    ///
    /// @param wanted roles in the order in which they are preferred
    public Optional<Actor.Staff> staff(InfoSessionId infoSession, List<Role> wanted) {
        return firstOf(wanted.stream()
                .flatMap(role -> Stream.concat(
                        byAccount(role),
                        grants.stream()
                                .filter(grant -> grant.role() == role && grant.isFor(infoSession))
                                .map(Grant::staff))));
    }

    /// The newest of the grants by which this is that member of the staff; empty for an account.
    public Optional<GrantId> grantOf(Actor.Staff staff) {
        return grants.stream()
                .filter(grant -> grant.staff().id().equals(staff.id()))
                .map(Grant::id)
                .findFirst();
    }

    /// Who this is among the hosts of the whole installation, who plan sessions.
    public Optional<Actor.Staff> host() {
        return firstOf(Stream.concat(
                byAccount(Role.HOST),
                grants.stream()
                        .filter(grant -> grant.role() == Role.HOST && grant.infoSession() == null)
                        .map(Grant::staff)));
    }

    /// The same, where nobody else may go on.
    ///
    /// @throws Refused `not-signed-in` for one who is nobody of the staff, `not-allowed` for others
    public Actor.Staff requireHost() {
        return host().orElseThrow(() -> new Refused(
                isKnown() ? RefusalCode.NOT_ALLOWED : RefusalCode.NOT_SIGNED_IN,
                "this takes a host of the installation"));
    }

    /// Where the provider's word is missing, nobody goes on who needs it.
    ///
    /// @throws Refused `unavailable`
    void requireWord() {
        unsaid.ifPresent(refused -> {
            throw refused;
        });
    }

    private Optional<Actor.Staff> firstOf(Stream<Actor.Staff> found) {
        var first = found.findFirst();
        if (first.isEmpty()) {
            requireWord();
        }
        return first;
    }

    private Stream<Actor.Staff> byAccount(Role role) {
        return account.filter(person -> person.has(role)).map(person -> person.as(role)).stream();
    }
}
