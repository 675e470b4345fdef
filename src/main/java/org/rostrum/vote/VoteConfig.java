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

    /// The most votes waiting on this node; beyond it a vote is answered `busy`.
    @WithDefault("20000")
    int waitingMax();

    /// How often other nodes' changed tallies are read.
    @WithDefault("250ms")
    Duration readEvery();
}
