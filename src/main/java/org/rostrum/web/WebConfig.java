package org.rostrum.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;

/// Limits of Quarkus's HTTP server that our own answers must know.
@ConfigMapping(prefix = "quarkus.http.limits")
interface WebConfig {

    /// The longest body of a request.
    @WithName("max-body-size")
    MemorySize maxBody();
}
