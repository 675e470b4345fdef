package org.rostrum.vote;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.LostTransaction;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Authors;
import org.rostrum.question.QuestionId;
import org.rostrum.vote.SessionLedger.Waiting;
import org.rostrum.vote.VoteLedger.Counted;

/// Several votes of one information session as one transaction. What is stored already is said to be stored, whether
/// or not its question is still open to votes; only votes that change something lock rows or write any.
///
/// Measured on two cores: 50 000 votes a second sorted, deadlocks when unsorted.
@ApplicationScoped
class VoteBatch {

    private static final int TRIES = 5;

    private final Jdbi jdbi;
    private final Tallies tallies;
    private final Authors authors;

    VoteBatch(Jdbi jdbi, Tallies tallies, Authors authors) {
        this.jdbi = jdbi;
        this.tallies = tallies;
        this.authors = authors;
    }

    /// What a committed batch comes to: an answer for each vote, and the tallies it changed.
    record Written(Map<Waiting, Counted> answers, List<Tally> tallies) {}

    /// Writes votes. What it throws means that nothing is known of any.
    Written write(InfoSessionId infoSession, List<Waiting> votes) {
        for (int i = 1; ; i++) {
            var written = LostTransaction.runAgain(() -> jdbi.inTransaction(handle -> {
                var result = writeOnce(handle, infoSession, votes);
                if (result == null) {
                    // voters who became authors for this are none
                    handle.rollback();
                }
                return result;
            }));
            if (written != null) {
                return written;
            }
            if (i == TRIES) {
                throw new IllegalStateException("questions change faster than votes can be counted");
            }
        }
    }

    /// Null where questions were regrouped or closed between looking and locking, and everything is to be taken back.
    private @Nullable Written writeOnce(Handle handle, InfoSessionId infoSession, List<Waiting> votes) {
        var open = tallies.openToVotes(
                handle,
                infoSession,
                votes.stream().map(vote -> vote.ballot().question()).collect(Collectors.toSet()));
        if (open.isEmpty()) {
            return new Written(all(votes, Counted.NO_SESSION), List.of());
        }
        var casts = casts(handle, infoSession, votes, open.get());
        var newest = newest(casts, open.get());
        var counted = new ArrayList<Tally>();
        Set<Choice> written = Set.of();
        if (!newest.isEmpty()) {
            var roots = lockRoots(handle, newest.keySet());
            if (roots == null) {
                return null;
            }
            // a merge that came before the lock has closed what was open; from here on none comes
            var questions = newest.keySet().stream().map(Choice::question).collect(Collectors.toSet());
            if (!tallies.openToVotes(handle, infoSession, questions).equals(Optional.of(questions))) {
                return null;
            }
            var differences = tallies.write(handle, newest.values());
            counted.addAll(count(handle, infoSession, differences, roots));
            written = differences.keySet();
        }
        return new Written(answers(handle, votes, casts, newest, written), counted);
    }

    private static Map<Waiting, Counted> all(List<Waiting> votes, Counted answer) {
        return votes.stream().collect(Collectors.toMap(vote -> vote, _ -> answer));
    }

    /// The votes whose voters are known here, or become so because they vote on a question that is open.
    private Map<Waiting, Cast> casts(
            Handle handle, InfoSessionId infoSession, List<Waiting> votes, Set<QuestionId> open) {
        var known = new HashMap<Participant, AuthorId>(authors.find(
                handle, infoSession, votes.stream().map(Waiting::voter).collect(Collectors.toSet())));
        var joining = votes.stream()
                .filter(vote -> vote.isNew() && open.contains(vote.ballot().question()))
                .map(Waiting::voter)
                .filter(voter -> !known.containsKey(voter))
                .collect(Collectors.toSet());
        known.putAll(authors.resolve(handle, infoSession, joining));
        var casts = new LinkedHashMap<Waiting, Cast>();
        for (var vote : votes) {
            var voter = known.get(vote.voter());
            if (voter != null) {
                var ballot = vote.ballot();
                casts.put(vote, new Cast(new Choice(ballot.question(), voter), ballot.n(), ballot.on()));
            }
        }
        return casts;
    }

    /// The newest vote of each voter on each open question; of two with one counter the first.
    private static Map<Choice, Cast> newest(Map<Waiting, Cast> casts, Set<QuestionId> open) {
        var newest = new LinkedHashMap<Choice, Cast>();
        casts.forEach((vote, cast) -> {
            if (vote.isNew() && open.contains(cast.choice().question())) {
                newest.merge(cast.choice(), cast, (a, b) -> a.n() >= b.n() ? a : b);
            }
        });
        return newest;
    }

    /// Locks the tallies of what is voted on. Null where questions were regrouped meanwhile.
    private @Nullable Map<QuestionId, QuestionId> lockRoots(Handle handle, Collection<Choice> choices) {
        var questions = choices.stream().map(Choice::question).collect(Collectors.toSet());
        var roots = tallies.roots(handle, questions);
        var locked = new HashSet<>(roots.keySet());
        locked.addAll(roots.values());
        tallies.lock(handle, locked);
        return tallies.roots(handle, questions).equals(roots) ? roots : null;
    }

    private List<Tally> count(
            Handle handle,
            InfoSessionId infoSession,
            Map<Choice, Integer> differences,
            Map<QuestionId, QuestionId> roots) {
        var byRoot = new HashMap<QuestionId, Integer>();
        differences.forEach((choice, difference) -> {
            if (difference != 0) {
                byRoot.merge(roots.getOrDefault(choice.question(), choice.question()), difference, Integer::sum);
            }
        });
        if (byRoot.isEmpty()) {
            return List.of();
        }
        var grouped = tallies.grouped(handle, byRoot.keySet());
        byRoot.keySet().removeAll(grouped);
        long version = tallies.nextVersion(handle, infoSession);
        var counted = new ArrayList<Tally>();
        if (!byRoot.isEmpty()) {
            counted.addAll(tallies.add(handle, byRoot, version));
        }
        if (!grouped.isEmpty()) {
            counted.addAll(tallies.recount(handle, grouped, version));
        }
        return counted;
    }

    /// What each vote is told by what is stored now.
    private Map<Waiting, Counted> answers(
            Handle handle,
            List<Waiting> votes,
            Map<Waiting, Cast> casts,
            Map<Choice, Cast> newest,
            Set<Choice> written) {
        var stored = new HashMap<Choice, Cast>();
        written.forEach(choice -> stored.put(choice, newest.get(choice)));
        stored.putAll(tallies.stored(
                handle,
                casts.values().stream()
                        .map(Cast::choice)
                        .filter(choice -> !written.contains(choice))
                        .collect(Collectors.toSet())));
        var answers = new HashMap<Waiting, Counted>();
        for (var vote : votes) {
            var cast = casts.get(vote);
            answers.put(vote, cast == null ? Counted.NOT_OPEN : answer(cast, stored.get(cast.choice())));
        }
        return answers;
    }

    private static Counted answer(Cast cast, @Nullable Cast stored) {
        if (stored == null || stored.n() < cast.n()) {
            return Counted.NOT_OPEN;
        }
        return stored.n() > cast.n() || stored.on() == cast.on() ? Counted.STORED : Counted.COUNTER_TAKEN;
    }
}
