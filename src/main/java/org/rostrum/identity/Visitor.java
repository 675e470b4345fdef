package org.rostrum.identity;

import java.util.List;
import java.util.Optional;

/// A browser as its cookies show it at one moment: perhaps a participant, and with any number of grants, since one
/// person may be host, moderator and panelist at once.
///
/// @param grants only good ones, newest first
public record Visitor(Optional<Participant> participant, List<Grant> grants) {

    /// Somebody without cookies, who may still look.
    public static final Visitor UNKNOWN = new Visitor(Optional.empty(), List.of());

    public Visitor {
        grants = List.copyOf(grants);
    }

    /// Who this is among the staff of an information session: the first of these roles for which there is a grant. A
    /// host of the installation is a host of each session.
    ///
    /// @param wanted roles in the order in which they are preferred
    public Optional<Actor.Staff> staff(InfoSessionId infoSession, List<Role> wanted) {
        return wanted.stream()
                .flatMap(role -> grants.stream()
                        .filter(grant -> grant.role() == role && grant.isFor(infoSession))
                        .map(Grant::staff))
                .findFirst();
    }

    /// Who this is among the hosts of the whole installation, who plan sessions.
    public Optional<Actor.Staff> host() {
        return grants.stream()
                .filter(grant -> grant.role() == Role.HOST && grant.infoSession() == null)
                .map(Grant::staff)
                .findFirst();
    }

    /// Who this is as a viewer, where the browser has a participant's key.
    public Optional<Actor.Viewer> viewer() {
        return participant.map(Actor.Viewer::new);
    }
}
