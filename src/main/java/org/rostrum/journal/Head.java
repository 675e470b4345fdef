package org.rostrum.journal;

import java.util.UUID;

/// Where a journal ends. `epoch` names the history that `seq` counts in: a database that was restored goes on under
/// another one. `questions` is how many questions the session has had, `digest` what the journal comes to.
public record Head(UUID epoch, long seq, int questions, Digest digest) {}
