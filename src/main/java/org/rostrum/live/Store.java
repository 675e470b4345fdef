package org.rostrum.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.rostrum.database.LongReading;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.infosession.JoinCode;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Authors;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.question.Questions;
import org.rostrum.vote.Ballot;
import org.rostrum.vote.Tallies;
import org.rostrum.vote.Tally;
import org.rostrum.writer.PayloadCodec;

/// What live sessions read from the database, each question asked in one transaction of its own. Writes nothing.
@ApplicationScoped
class Store {

    /// How many entries back a restarted node can carry its clients on without a snapshot.
    private static final int NEWEST = 1000;

    private final Jdbi jdbi;
    private final LongReading reading;
    private final InfoSessions infoSessions;
    private final Journal journal;
    private final Questions questions;
    private final Tallies tallies;
    private final Authors authors;

    Store(
            Jdbi jdbi,
            LongReading reading,
            InfoSessions infoSessions,
            Journal journal,
            Questions questions,
            Tallies tallies,
            Authors authors) {
        this.jdbi = jdbi;
        this.reading = reading;
        this.infoSessions = infoSessions;
        this.journal = journal;
        this.questions = questions;
        this.tallies = tallies;
        this.authors = authors;
    }

    Optional<InfoSessionId> find(JoinCode code) {
        return jdbi.withHandle(handle -> infoSessions.idOf(handle, code));
    }

    Optional<InfoSession> session(JoinCode code) {
        return jdbi.withHandle(handle -> infoSessions.findByCode(handle, code));
    }

    Optional<InfoSession> session(InfoSessionId id) {
        return jdbi.withHandle(handle -> infoSessions.find(handle, id));
    }

    List<InfoSession> all() {
        return jdbi.withHandle(infoSessions::all);
    }

    /// Position and rows read together: one repeatable-read, read-only transaction.
    Optional<Stored> load(InfoSessionId id) {
        return reading.inSnapshot(handle -> {
            var head = journal.head(handle, id);
            var session = infoSessions.find(handle, id);
            if (head.isEmpty() || session.isEmpty()) {
                return Optional.empty();
            }
            var rows = questions.all(handle, id);
            var texts =
                    questions.texts(handle, rows.stream().map(QuestionRow::id).toList());
            var newest = journal.after(handle, id, Math.max(0, head.get().seq() - NEWEST), NEWEST);
            return Optional.of(new Stored(head.get(), session.get(), rows, texts, tallies.all(handle, id), newest));
        });
    }

    /// The entries after a position, in order, with all texts of the questions they touch, and where the journal
    /// ends; no head where the session is gone.
    record News(Optional<Head> head, List<JournalEntry> entries, List<QuestionText> texts) {}

    News after(InfoSessionId id, long seq, int limit) {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            var entries = journal.after(handle, id, seq, limit);
            return new News(journal.head(handle, id), entries, questions.texts(handle, touched(entries)));
        });
    }

    Map<InfoSessionId, Head> heads(Collection<InfoSessionId> ids) {
        return jdbi.withHandle(handle -> journal.heads(handle, ids));
    }

    /// How far the tallies of these sessions have come.
    Map<InfoSessionId, Long> tallyVersions(Collection<InfoSessionId> ids) {
        return jdbi.withHandle(handle -> tallies.versions(handle, ids));
    }

    List<Tally> talliesSince(InfoSessionId id, long version) {
        return jdbi.withHandle(handle -> tallies.since(handle, id, version));
    }

    List<Tally> tallies(InfoSessionId id) {
        return reading.inSnapshot(handle -> tallies.all(handle, id));
    }

    Optional<AuthorId> author(InfoSessionId id, Participant participant) {
        return jdbi.withHandle(handle -> authors.find(handle, id, participant));
    }

    Map<Participant, AuthorId> participants(InfoSessionId id, Collection<AuthorId> asked) {
        return jdbi.withHandle(handle -> authors.participants(handle, id, asked));
    }

    List<Ballot> ballots(InfoSessionId id, AuthorId author) {
        return jdbi.withHandle(handle -> tallies.ballots(handle, id, author));
    }

    private static Set<QuestionId> touched(List<JournalEntry> entries) {
        return entries.stream()
                .flatMap(entry -> PayloadCodec.read(entry.payload()).rows().stream())
                .map(QuestionRow::id)
                .collect(Collectors.toSet());
    }
}
