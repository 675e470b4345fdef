package org.rostrum.writer;

import java.util.List;
import java.util.UUID;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.QuestionText;

/// Fired after the commit of a batch that stored entries, in their order, on the writer's thread and before the
/// senders are answered. Texts are those that the entries brought.
public record Committed(InfoSessionId infoSession, UUID epoch, List<JournalEntry> entries, List<QuestionText> texts) {}
