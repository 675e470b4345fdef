package org.rostrum.live;

import java.util.List;
import org.rostrum.infosession.InfoSession;
import org.rostrum.journal.Head;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.vote.Tally;

/// All of an information session as one read-only transaction saw it, with the newest entries of its journal in
/// order.
record Stored(
        Head head,
        InfoSession session,
        List<QuestionRow> rows,
        List<QuestionText> texts,
        List<Tally> tallies,
        List<JournalEntry> newest) {}
