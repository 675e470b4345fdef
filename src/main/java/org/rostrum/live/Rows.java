package org.rostrum.live;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rostrum.question.AuthorId;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Status;

/// The questions of a replica, found by their id, their author and what they are merged into. Guarded by the
/// replica's lock.
final class Rows {

    private final Map<QuestionId, QuestionRow> rows = new HashMap<>();
    private final Map<AuthorId, Set<QuestionId>> byAuthor = new HashMap<>();
    private final Map<QuestionId, Set<QuestionId>> byTarget = new HashMap<>();

    void clear() {
        rows.clear();
        byAuthor.clear();
        byTarget.clear();
    }

    void put(QuestionRow row) {
        var before = rows.put(row.id(), row);
        var author = row.author();
        if (author != null) {
            byAuthor.computeIfAbsent(author, _ -> new LinkedHashSet<>()).add(row.id());
        }
        var left = before == null ? null : before.standing().mergedInto();
        if (left != null) {
            byTarget.computeIfAbsent(left, _ -> new HashSet<>()).remove(row.id());
        }
        var joined = row.standing().mergedInto();
        if (joined != null) {
            byTarget.computeIfAbsent(joined, _ -> new HashSet<>()).add(row.id());
        }
    }

    @Nullable
    QuestionRow get(QuestionId id) {
        return rows.get(id);
    }

    Collection<QuestionRow> all() {
        return rows.values();
    }

    Optional<QuestionRow> onAir() {
        return rows.values().stream()
                .filter(row -> row.status() == Status.ON_AIR)
                .findFirst();
    }

    List<QuestionRow> askedBy(AuthorId author) {
        return byAuthor.getOrDefault(author, Set.of()).stream()
                .map(rows::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /// The question that a question goes along with: what it is merged into, and that one in turn, to the end;
    /// itself where it is merged into nothing.
    QuestionRow leading(QuestionRow row) {
        var leading = row;
        for (var into = row.standing().mergedInto();
                into != null;
                into = leading.standing().mergedInto()) {
            var target = rows.get(into);
            if (target == null) {
                return leading;
            }
            leading = target;
        }
        return leading;
    }

    /// Who asked any of them.
    Set<AuthorId> authors() {
        return Set.copyOf(byAuthor.keySet());
    }

    /// Who asked these questions, or one that goes along with one of them.
    Set<AuthorId> authors(Collection<QuestionRow> changed) {
        var authors = new HashSet<AuthorId>();
        var left = new ArrayDeque<>(changed);
        while (!left.isEmpty()) {
            var row = left.pop();
            var author = row.author();
            if (author != null) {
                authors.add(author);
            }
            for (var merged : byTarget.getOrDefault(row.id(), Set.of())) {
                var follower = rows.get(merged);
                if (follower != null) {
                    left.push(follower);
                }
            }
        }
        return authors;
    }
}
