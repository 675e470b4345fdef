package org.rostrum.infosession;

import java.time.Instant;

/// The message to the audience that stands over the room until it is removed.
public record Notice(Localized text, Instant at) {}
