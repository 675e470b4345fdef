package org.rostrum.live;

import jakarta.enterprise.context.ApplicationScoped;
import org.rostrum.address.PublicAddress;
import org.rostrum.infosession.InfoSession;

/// Shows sessions to their organizers, with the addresses that go out to the audience and to the stream.
@ApplicationScoped
public class Plans {

    private final Store store;
    private final PublicAddress address;

    Plans(Store store, PublicAddress address) {
        this.store = store;
        this.address = address;
    }

    /// The session. May wait for the database.
    public PlanView of(InfoSession session) {
        var plan = session.plan();
        var original = session.rehearsalOf();
        return new PlanView(
                session.code().value(),
                session.phase().wire(),
                Projector.texts(plan.titles()),
                Projector.texts(plan.descriptions()),
                plan.startsAt(),
                plan.endsAt(),
                Projector.local(plan.starts()),
                Projector.local(plan.ends()),
                plan.timeZone().getId(),
                plan.streamUrl(),
                session.switches().byWireWord(),
                session.isRehearsal(),
                original == null || original.equals(session.id())
                        ? null
                        : store.session(original)
                                .map(found -> found.code().value())
                                .orElse(null),
                address.of("/s/" + session.code()).toString(),
                address.of("/overlay/" + session.code()).toString());
    }
}
