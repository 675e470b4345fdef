package org.rostrum.hub;

import java.util.Set;
import java.util.UUID;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// Makes a feed's messages from its owner's rows. The feed calls its methods with its lock held, on whatever
/// thread needs the message, event loops among them: they compute and do no I/O.
public interface FrameMaker {

    /// The frame that covers (prev, to]: what the audience sees now of the rows touched in that span and of their
    /// votes,
    /// and the session if it was. The rows are as they are at `to`, because they change only under the same lock.
    ServerMessage.Frame frame(long prev, Position to, Set<UUID> touched, boolean sessionTouched);

    /// The votes of every question of the bounded set as they are now, the most important first; empty where the
    /// audience sees none. It bears no rows: the feed knows which have risen.
    ServerMessage.Tally tally();

    /// What the audience sees of a row of the bounded set.
    RawJson view(UUID id);
}
