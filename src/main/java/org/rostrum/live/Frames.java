package org.rostrum.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.rostrum.hub.FrameMaker;
import org.rostrum.hub.Position;
import org.rostrum.question.QuestionId;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// Makes the messages of one audience's feed from the replica, always with its lock held. The desk is told of the
/// viewers too.
final class Frames implements FrameMaker {

    private final Audience audience;
    private final Replica replica;
    private final Snapshots snapshots;
    private final LongSupplier viewers;

    Frames(Audience audience, Replica replica, Snapshots snapshots, LongSupplier viewers) {
        this.audience = audience;
        this.replica = replica;
        this.snapshots = snapshots;
        this.viewers = viewers;
    }

    @Override
    public ServerMessage.Frame frame(long prev, Position to, Set<UUID> touched, boolean sessionTouched) {
        var upsert = new ArrayList<RawJson>();
        var remove = new ArrayList<UUID>();
        var votes = new LinkedHashMap<UUID, Long>();
        for (var each : touched) {
            switch (replica.view(audience, new QuestionId(each))) {
                case Projection.Shown(var view) -> {
                    upsert.add(view);
                    votes.put(each, replica.votes(new QuestionId(each)));
                }
                case Projection.Gone _ -> remove.add(each);
                case Projection.Never _ -> {}
            }
        }
        var session = sessionTouched ? Projector.session(audience, replica.session()) : null;
        return new ServerMessage.Frame(
                to.seq(),
                to.tag(),
                prev,
                Instant.now(),
                upsert,
                remove,
                session,
                Snapshots.showsVotes(audience) && !votes.isEmpty() ? votes : null);
    }

    @Override
    public ServerMessage.Tally tally() {
        return snapshots.tally(audience, audience == Audience.DESK ? viewers.getAsLong() : null);
    }

    @Override
    public RawJson view(UUID id) {
        if (replica.view(audience, new QuestionId(id)) instanceof Projection.Shown(var view)) {
            return view;
        }
        throw new IllegalStateException("the " + audience + " does not see " + id);
    }
}
