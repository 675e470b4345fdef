package org.rostrum.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/// Where the installation keeps its data.
@ConfigMapping(prefix = "rostrum")
public interface DatabaseConfig {

    /// The data folder; relative to the working directory. The default lies beside it, where it is seen and one
    /// checkout does not touch another's.
    @WithDefault("data")
    Path dataDir();
}
