package org.rostrum.writer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.journal.Journal;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;

/// What a journal alone says: its entries in order, each row as the last of them left it.
record Replay(List<JournalEntry> entries, InfoSession session, Map<QuestionId, QuestionRow> rows) {

    static Replay of(Journal journal, Handle handle, InfoSessionId infoSession) {
        var entries = journal.after(handle, infoSession, 0, Integer.MAX_VALUE);
        InfoSession session = null;
        var rows = new LinkedHashMap<QuestionId, QuestionRow>();
        for (var entry : entries) {
            var payload = PayloadCodec.read(entry.payload());
            session = payload.session() == null ? session : payload.session();
            payload.rows().forEach(row -> rows.put(row.id(), row));
        }
        return new Replay(entries, session, rows);
    }
}
