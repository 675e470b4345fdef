package org.rostrum.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What the operator may say in the headers of every answer.
@ConfigMapping(prefix = "rostrum")
interface HeadersConfig {

    /// The header of that name, sent where the public address is HTTPS. Whether names below ours have HTTPS too is not
    /// for us to know, so `includeSubDomains` is the operator's word.
    @WithDefault("max-age=31536000")
    String strictTransportSecurity();
}
