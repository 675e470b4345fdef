package org.rostrum.hub;

import java.util.Set;
import java.util.UUID;
import org.rostrum.wire.ServerMessage;

/// Makes a feed's messages from its owner's rows. The feed calls both methods with its lock held, on whatever
/// thread needs the message, event loops among them: they compute and do no I/O.
public interface FrameMaker {

    /// The frame that covers (prev, seq]: what the audience sees now of the rows touched in that span, and the
    /// session if it was. The rows are as they are at `seq`, because they change only under the same lock.
    Encoded frame(long prev, long seq, Set<UUID> touched, boolean sessionTouched);

    /// The votes of every question of the bounded set, as last given to [Feed#tally]; empty where the audience
    /// sees none.
    ServerMessage.Tally tally();
}
