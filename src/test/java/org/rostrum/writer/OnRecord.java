package org.rostrum.writer;

import jakarta.enterprise.context.Dependent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Questions;
import org.rostrum.testing.StoredSession;

/// What the database holds of a session now.
@Dependent
class OnRecord {

    private final Jdbi jdbi;
    private final Journal journal;
    private final Questions questions;

    OnRecord(Jdbi jdbi, Journal journal, Questions questions) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.questions = questions;
    }

    Head head(StoredSession session) {
        return jdbi.withHandle(handle -> journal.head(handle, session.id())).orElseThrow();
    }

    List<QuestionRow> rows(StoredSession session) {
        return jdbi.withHandle(handle -> questions.all(handle, session.id()));
    }

    /// How many rows each table has.
    Map<String, Long> rowCounts() {
        return jdbi.withHandle(handle -> handle
                .createQuery("select tablename from pg_tables where schemaname = current_schema() order by 1")
                .mapTo(String.class)
                .stream()
                .collect(Collectors.toMap(
                        table -> table,
                        table -> handle.createQuery("select count(*) from <table>")
                                .define("table", table)
                                .mapTo(Long.class)
                                .one())));
    }
}
