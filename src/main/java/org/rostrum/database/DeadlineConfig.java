package org.rostrum.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long the database works or waits on our behalf. Whoever waited past one of these is told to send the same
/// again.
@ConfigMapping(prefix = "rostrum.database")
interface DeadlineConfig {

    /// The longest a statement takes.
    @WithDefault("10S")
    Duration statement();

    /// The longest a statement waits for a row that somebody else has locked.
    @WithDefault("3S")
    Duration lock();

    /// The longest a transaction stands still between two statements before the database ends it with its
    /// connection: for as long, a node that has stopped keeps others from the rows it holds.
    @WithDefault("5S")
    Duration idleInTransaction();

    /// The longest a statement takes that reads a whole session.
    @WithDefault("60S")
    Duration longStatement();
}
