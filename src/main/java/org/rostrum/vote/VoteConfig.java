package org.rostrum.vote;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How votes are gathered.
@ConfigMapping(prefix = "rostrum.vote")
public interface VoteConfig {

    /// How long the ledger waits for company after the first vote of a batch.
    @WithDefault("5ms")
    Duration gather();

    /// The most votes written in one transaction.
    @WithDefault("2000")
    int batchMax();

    /// The most votes waiting on this node. One session's may take half of the room that is left, so that there is
    /// always some for the others; beyond it a vote is answered `busy`.
    @WithDefault("40000")
    int waitingMax();

    /// The most transactions, each with a connection, in which votes are written at the same time; a session has one
    /// at a time.
    @WithDefault("4")
    int transactionsMax();

    /// How often other nodes' changed tallies are read.
    @WithDefault("250ms")
    Duration readEvery();

    /// How often all tallies of a session in which votes were counted are compared with those shown.
    @WithDefault("60s")
    Duration compareEvery();
}
