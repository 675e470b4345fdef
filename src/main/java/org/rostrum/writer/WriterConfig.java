package org.rostrum.writer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How commands are gathered.
@ConfigMapping(prefix = "rostrum.writer")
public interface WriterConfig {

    /// The most commands committed together.
    @WithDefault("64")
    int batchMax();

    /// How long a writer waits for company after the first command of a batch.
    @WithDefault("3ms")
    Duration gather();

    /// The most commands of one information session's audience that wait on this node; beyond it a command is answered
    /// `busy`.
    @WithDefault("2000")
    int waitingMax();

    /// The same for its staff, who wait apart and go first.
    @WithDefault("500")
    int staffWaitingMax();

    /// After how long a sender whose command's outcome is unknown should send it again.
    @WithDefault("1s")
    Duration retryAfter();
}
