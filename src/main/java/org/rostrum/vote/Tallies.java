package org.rostrum.vote;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.question.AuthorId;
import org.rostrum.question.QuestionId;

/// Counts votes in the database. A vote stays under the question it was cast on; the tally of a question counts the
/// different people over itself and everything merged into it, however deep.
///
/// Whoever changes votes or groups first locks the tally rows of the questions and roots concerned, in ascending
/// order of their ids ([#lock]), so that counting never races and never deadlocks. It takes the session's next
/// version ([#nextVersion]) after every other lock and holds it until its commit: versions become visible in their
/// order.
@ApplicationScoped
public class Tallies {

    private static final RowMapper<Tally> TALLY = (row, _) -> new Tally(
            new InfoSessionId(row.getObject("info_session", UUID.class)),
            new QuestionId(row.getObject("question", UUID.class)),
            row.getInt("votes"),
            row.getLong("version"));

    /// Takes the session's next version. The row it is kept in is locked until the transaction ends, so it is to be
    /// taken last, once nothing else is waited for.
    public long nextVersion(Handle handle, InfoSessionId infoSession) {
        return handle.createQuery("""
                insert into tally_head as head (info_session, version) values (:id, 1)
                on conflict (info_session) do update set version = head.version + 1 returning version""")
                .bind("id", infoSession.value())
                .mapTo(Long.class)
                .one();
    }

    /// Opens the tally of a new question. Its asker, if it has one, is the first voter, at counter 0.
    public Tally open(
            Handle handle, InfoSessionId infoSession, QuestionId question, @Nullable AuthorId asker, long version) {
        if (asker != null) {
            handle.createUpdate(
                            "insert into vote (question, voter, n, cast_on, prior) values (:question, :voter, 0, true, false)")
                    .bind("question", question.value())
                    .bind("voter", asker.value())
                    .execute();
        }
        var tally = new Tally(infoSession, question, asker == null ? 0 : 1, version);
        handle.createUpdate("""
                insert into question_tally (question, info_session, votes, version) \
                values (:question, :infoSession, :votes, :version)""")
                .bind("question", question.value())
                .bind("infoSession", infoSession.value())
                .bind("votes", tally.votes())
                .bind("version", version)
                .execute();
        return tally;
    }

    /// Locks the tally rows of these questions until the transaction ends.
    public void lock(Handle handle, Collection<QuestionId> questions) {
        handle.createQuery(
                        "select question from question_tally where question = any(:ids) order by question for update")
                .bindArray("ids", UUID.class, values(questions))
                .mapTo(UUID.class)
                .list();
    }

    /// Removes the votes and tallies of a session that is being deleted, once nobody else counts in it.
    public void delete(Handle handle, InfoSessionId infoSession) {
        handle.createQuery("select question from question_tally where info_session = :id order by question for update")
                .bind("id", infoSession.value())
                .mapTo(UUID.class)
                .list();
        handle.createUpdate("""
                delete from vote using question \
                where vote.question = question.id and question.info_session = :id""").bind("id", infoSession.value()).execute();
        handle.createUpdate("delete from question_tally where info_session = :id")
                .bind("id", infoSession.value())
                .execute();
    }

    /// These questions and all that they are merged into, however deep: whoever changes the group of one of them
    /// changes the count of every one above it.
    public Set<QuestionId> upward(Handle handle, Collection<QuestionId> questions) {
        return handle.createQuery("""
                with recursive up (id, parent) as (
                    select id, merged_into from question where id = any(:ids)
                    union
                    select question.id, question.merged_into from up join question on question.id = up.parent
                )
                select id from up""")
                .bindArray("ids", UUID.class, values(questions))
                .mapTo(UUID.class)
                .map(QuestionId::new)
                .collect(Collectors.toSet());
    }

    /// Counts these questions' groups from the votes themselves. Their tally rows must be locked.
    public List<Tally> recount(Handle handle, Collection<QuestionId> roots, long version) {
        return handle.createQuery("""
                with recursive member (root, id) as (
                    select root, root from unnest(:roots) as root
                    union all
                    select member.root, question.id from member join question on question.merged_into = member.id
                ), counted as (
                    select member.root, count(distinct vote.voter) filter (where vote.cast_on) as votes
                    from member left join vote on vote.question = member.id group by member.root
                )
                update question_tally as tally set votes = counted.votes, version = :version
                from counted where tally.question = counted.root
                returning tally.info_session, tally.question, tally.votes, tally.version""")
                .bindArray("roots", UUID.class, values(roots))
                .bind("version", version)
                .map(TALLY)
                .list();
    }

    /// Every tally of a session.
    public List<Tally> all(Handle handle, InfoSessionId infoSession) {
        return handle.createQuery(
                        "select info_session, question, votes, version from question_tally where info_session = :id")
                .bind("id", infoSession.value())
                .map(TALLY)
                .list();
    }

    /// How far the tallies of these sessions have come; those in which nothing was counted yet are missing.
    public Map<InfoSessionId, Long> versions(Handle handle, Collection<InfoSessionId> infoSessions) {
        return handle.createQuery("select info_session, version from tally_head where info_session = any(:ids)")
                .bindArray(
                        "ids",
                        UUID.class,
                        infoSessions.stream().map(InfoSessionId::value).toList())
                .map((row, _) ->
                        Map.entry(new InfoSessionId(row.getObject("info_session", UUID.class)), row.getLong("version")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// A session's tallies that changed after a version.
    public List<Tally> since(Handle handle, InfoSessionId infoSession, long version) {
        return handle.createQuery("""
                select info_session, question, votes, version from question_tally \
                where info_session = :id and version > :version""")
                .bind("id", infoSession.value())
                .bind("version", version)
                .map(TALLY)
                .list();
    }

    /// How a voter's votes in a session stand, with the counter of each.
    public List<Ballot> ballots(Handle handle, InfoSessionId infoSession, AuthorId voter) {
        return handle.createQuery("""
                select vote.question, greatest(vote.n, 1) as n, vote.cast_on from vote \
                join question on question.id = vote.question \
                where vote.voter = :voter and question.info_session = :infoSession""")
                .bind("voter", voter.value())
                .bind("infoSession", infoSession.value())
                .map((row, _) -> new Ballot(
                        new QuestionId(row.getObject("question", UUID.class)),
                        row.getInt("n"),
                        row.getBoolean("cast_on")))
                .list();
    }

    /// Those of these questions on which votes are taken now; empty where there is no such session. It is kept from
    /// being deleted until the transaction ends.
    Optional<Set<QuestionId>> openToVotes(Handle handle, InfoSessionId infoSession, Collection<QuestionId> questions) {
        var open = new HashSet<QuestionId>();
        var found = handle.createQuery("""
                select q.id from info_session s left join question q
                    on q.info_session = s.id and q.id = any(:questions)
                    and q.status in ('PUBLISHED', 'QUEUED', 'ON_AIR') and s.phase in ('OPEN', 'LIVE')
                    and 'VOTING' = any(string_to_array(s.switches, ','))
                    and not 'VOTING_PAUSED' = any(string_to_array(s.switches, ','))
                where s.id = :infoSession for key share of s""")
                .bind("infoSession", infoSession.value())
                .bindArray("questions", UUID.class, values(questions))
                .map((row, _) -> Optional.ofNullable(row.getObject("id", UUID.class)))
                .list();
        found.forEach(id -> id.map(QuestionId::new).ifPresent(open::add));
        return found.isEmpty() ? Optional.empty() : Optional.of(open);
    }

    /// The stored votes of these voters on these questions, as far as there are any.
    Map<Choice, Cast> stored(Handle handle, Collection<Choice> choices) {
        var stored = new HashMap<Choice, Cast>();
        if (choices.isEmpty()) {
            return stored;
        }
        handle.createQuery("""
                select v.question, v.voter, v.n, v.cast_on from unnest(:questions, :voters) as c (question, voter)
                join vote v on v.question = c.question and v.voter = c.voter""")
                .bindArray(
                        "questions",
                        UUID.class,
                        choices.stream()
                                .map(choice -> choice.question().value())
                                .toList())
                .bindArray(
                        "voters",
                        UUID.class,
                        choices.stream().map(choice -> choice.voter().value()).toList())
                .map((row, _) -> new Cast(choice(row), row.getInt("n"), row.getBoolean("cast_on")))
                .forEach(cast -> stored.put(cast.choice(), cast));
        return stored;
    }

    /// The question at the top of each question's group; itself where it is merged into nothing. Unknown ids are
    /// missing.
    Map<QuestionId, QuestionId> roots(Handle handle, Collection<QuestionId> questions) {
        var roots = new HashMap<QuestionId, QuestionId>();
        handle.createQuery("""
                with recursive up (start, id, parent) as (
                    select id, id, merged_into from question where id = any(:ids)
                    union all
                    select up.start, question.id, question.merged_into from up join question on question.id = up.parent
                )
                select start, id from up where parent is null""")
                .bindArray("ids", UUID.class, values(questions))
                .map((row, _) -> roots.put(
                        new QuestionId(row.getObject("start", UUID.class)),
                        new QuestionId(row.getObject("id", UUID.class))))
                .list();
        return roots;
    }

    /// Writes votes, one of each voter on a question at most, each only where its counter is above the stored one.
    /// The statement joins nothing, so that it costs as much a vote however many there are.
    ///
    /// @return by how much each vote that was written changes the count: -1, 0 or 1
    Map<Choice, Integer> write(Handle handle, Collection<Cast> casts) {
        var differences = new HashMap<Choice, Integer>();
        if (casts.isEmpty()) {
            return differences;
        }
        var all = new ArrayList<>(casts);
        handle.createQuery("""
                insert into vote as v (question, voter, n, cast_on, prior)
                select question, voter, n, cast_on, false
                from unnest(:questions, :voters, :ns, :ons) as c (question, voter, n, cast_on) order by question, voter
                on conflict (question, voter) do update
                    set n = excluded.n, cast_on = excluded.cast_on, prior = v.cast_on where v.n < excluded.n
                returning v.question, v.voter, v.cast_on::int - v.prior::int as difference""")
                .bindArray(
                        "questions",
                        UUID.class,
                        all.stream()
                                .map(cast -> cast.choice().question().value())
                                .toList())
                .bindArray(
                        "voters",
                        UUID.class,
                        all.stream().map(cast -> cast.choice().voter().value()).toList())
                .bindArray("ns", Integer.class, all.stream().map(Cast::n).toList())
                .bindArray("ons", Boolean.class, all.stream().map(Cast::on).toList())
                .map((row, _) -> Map.entry(choice(row), row.getInt("difference")))
                .forEach(one -> differences.put(one.getKey(), one.getValue()));
        return differences;
    }

    private static Choice choice(ResultSet row) throws SQLException {
        return new Choice(
                new QuestionId(row.getObject("question", UUID.class)),
                new AuthorId(row.getObject("voter", UUID.class)));
    }

    /// Adds differences to the tallies of questions that stand alone.
    List<Tally> add(Handle handle, Map<QuestionId, Integer> differences, long version) {
        var questions = List.copyOf(differences.keySet());
        return handle.createQuery("""
                update question_tally as tally set votes = tally.votes + d.difference, version = :version
                from unnest(:questions, :differences) as d (question, difference)
                where tally.question = d.question
                returning tally.info_session, tally.question, tally.votes, tally.version""")
                .bindArray("questions", UUID.class, values(questions))
                .bindArray(
                        "differences",
                        Integer.class,
                        questions.stream().map(differences::get).toList())
                .bind("version", version)
                .map(TALLY)
                .list();
    }

    /// Those of the questions that others are merged into.
    Set<QuestionId> grouped(Handle handle, Collection<QuestionId> roots) {
        var grouped = new HashSet<QuestionId>();
        handle.createQuery("select distinct merged_into from question where merged_into = any(:roots)")
                .bindArray("roots", UUID.class, values(roots))
                .mapTo(UUID.class)
                .forEach(id -> grouped.add(new QuestionId(id)));
        return grouped;
    }

    private static List<UUID> values(Collection<QuestionId> ids) {
        return ids.stream().map(QuestionId::value).toList();
    }
}
