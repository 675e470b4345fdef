package org.rostrum.writer;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rostrum.infosession.InfoSession;
import org.rostrum.question.AskerRecord;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Book;
import org.rostrum.question.Change;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Status;

/// The rows of one transaction as its decisions go along: what was loaded, with each change laid over it.
final class WorkingBook implements Book {

    private static final Comparator<QuestionRow> QUEUE_ORDER =
            Comparator.<QuestionRow>comparingLong(row -> row.standing().rank()).thenComparing(QuestionRow::id);

    private final InfoSession loadedSession;
    private InfoSession session;
    private final Map<QuestionId, QuestionRow> rows = new HashMap<>();
    private final Map<QuestionId, QuestionRow> changed = new LinkedHashMap<>();
    private final Map<AuthorId, AskerRecord> askers;
    private final Deque<Integer> freeNumbers;
    private final Map<Long, Set<QuestionId>> decidedBy = new HashMap<>();

    WorkingBook(
            InfoSession session,
            Collection<QuestionRow> loaded,
            Map<AuthorId, AskerRecord> askers,
            Collection<Integer> freeNumbers,
            Map<Long, Set<QuestionId>> decidedBy) {
        this.loadedSession = session;
        this.session = session;
        loaded.forEach(row -> rows.put(row.id(), row));
        this.askers = new HashMap<>(askers);
        this.freeNumbers = new ArrayDeque<>(freeNumbers);
        this.decidedBy.putAll(decidedBy);
    }

    /// Lays a decision's change over the rows; `seq` is the position its entry will have.
    void apply(Change change, long seq) {
        for (var row : change.rows()) {
            var before = rows.put(row.id(), row);
            changed.put(row.id(), row);
            if (before == null) {
                freeNumbers.remove(row.number());
            }
            count(before, row);
        }
        decidedBy.put(
                seq,
                change.rows().stream()
                        .filter(row -> row.isDecidedAt(seq))
                        .map(QuestionRow::id)
                        .collect(Collectors.toSet()));
        var next = change.session();
        if (next != null) {
            session = next;
        }
    }

    /// Keeps what is known of those who ask in this transaction; of others nothing was loaded.
    private void count(@Nullable QuestionRow before, QuestionRow row) {
        var author = row.author();
        if (author == null) {
            return;
        }
        var waits = row.isWaiting(session);
        if (before == null) {
            askers.put(author, askerRecord(author).andOneMore(waits, row.askedAt()));
        } else if (askers.containsKey(author) && waits != before.isWaiting(session)) {
            askers.put(author, askerRecord(author).andWaiting(waits ? 1 : -1));
        }
    }

    Collection<QuestionRow> changedRows() {
        return changed.values();
    }

    boolean sessionChanged() {
        return !session.equals(loadedSession);
    }

    /// Whether the session is now planned to end at another time, or without one.
    boolean endMoved() {
        return !Objects.equals(session.plan().endsAt(), loadedSession.plan().endsAt());
    }

    @Override
    public InfoSession session() {
        return session;
    }

    @Override
    public Optional<QuestionRow> find(QuestionId id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public Optional<QuestionRow> onAir() {
        return rows.values().stream()
                .filter(row -> row.status() == Status.ON_AIR)
                .findFirst();
    }

    @Override
    public List<QuestionRow> queue() {
        return rows.values().stream()
                .filter(row -> row.status() == Status.QUEUED)
                .sorted(QUEUE_ORDER)
                .toList();
    }

    @Override
    public List<QuestionRow> mergedInto(QuestionId id) {
        return rows.values().stream()
                .filter(row -> id.equals(row.standing().mergedInto()))
                .toList();
    }

    @Override
    public AskerRecord askerRecord(AuthorId author) {
        return askers.getOrDefault(author, AskerRecord.NOTHING);
    }

    @Override
    public int freeNumber() {
        return freeNumbers.getFirst();
    }

    @Override
    public List<QuestionRow> decidedBy(long seq) {
        return decidedBy.getOrDefault(seq, Set.of()).stream()
                .map(rows::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
