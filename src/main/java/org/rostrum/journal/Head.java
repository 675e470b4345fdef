package org.rostrum.journal;

import java.util.UUID;

/// Where a journal ends. `epoch` names the history that `seq` counts in: a database that was restored goes on under
/// another one. `questions` is how many questions the session has had.
public record Head(UUID epoch, long seq, int questions) {}
