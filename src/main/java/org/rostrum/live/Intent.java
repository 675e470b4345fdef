package org.rostrum.live;

import org.rostrum.vote.Ballot;
import org.rostrum.writer.Command;

/// What a command message asks for: something to be journalled, or a vote, which goes by the ledger.
sealed interface Intent {

    record Journalled(Command command) implements Intent {}

    record Vote(Ballot ballot) implements Intent {}
}
