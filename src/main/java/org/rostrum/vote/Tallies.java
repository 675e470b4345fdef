package org.rostrum.vote;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.question.AuthorId;
import org.rostrum.question.QuestionId;

/// Counts votes in the database. A vote stays under the question it was cast on; the tally of a question counts the
/// different people over itself and everything merged into it, however deep.
///
/// Whoever changes votes or groups first locks the tally rows of the questions and roots concerned, in ascending
/// order of their ids ([#lock]), so that counting never races and never deadlocks.
@ApplicationScoped
public class Tallies {

    private static final RowMapper<Tally> TALLY = (row, _) -> new Tally(
            new InfoSessionId(row.getObject("info_session", UUID.class)),
            new QuestionId(row.getObject("question", UUID.class)),
            row.getInt("votes"),
            row.getLong("version"));

    /// Votes bound to a statement as arrays.
    private static final String CASTS = """
            select * from unnest(:sessions, :questions, :voters, :ns, :ons)
                as c (info_session, question, voter, n, cast_on)""";

    private static final RowMapper<Cast> CAST = (row, _) -> new Cast(
            new InfoSessionId(row.getObject("info_session", UUID.class)),
            new QuestionId(row.getObject("question", UUID.class)),
            new AuthorId(row.getObject("voter", UUID.class)),
            row.getInt("n"),
            row.getBoolean("cast_on"));

    /// Opens the tally of a new question. Its asker, if it has one, is the first voter, at counter 0.
    public Tally open(Handle handle, InfoSessionId infoSession, QuestionId question, @Nullable AuthorId asker) {
        if (asker != null) {
            handle.createUpdate(
                            "insert into vote (question, voter, n, cast_on, prior) values (:question, :voter, 0, true, false)")
                    .bind("question", question.value())
                    .bind("voter", asker.value())
                    .execute();
        }
        var tally = new Tally(infoSession, question, asker == null ? 0 : 1, 1);
        handle.createUpdate("""
                insert into question_tally (question, info_session, votes, version, changed_at) \
                values (:question, :infoSession, :votes, 1, clock_timestamp())""")
                .bind("question", question.value())
                .bind("infoSession", infoSession.value())
                .bind("votes", tally.votes())
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
    public List<Tally> recount(Handle handle, Collection<QuestionId> roots) {
        return handle.createQuery("""
                with recursive member (root, id) as (
                    select root, root from unnest(:roots) as root
                    union all
                    select member.root, question.id from member join question on question.merged_into = member.id
                ), counted as (
                    select member.root, count(distinct vote.voter) filter (where vote.cast_on) as votes
                    from member left join vote on vote.question = member.id group by member.root
                )
                update question_tally as tally
                set votes = counted.votes, version = tally.version + 1, changed_at = clock_timestamp()
                from counted where tally.question = counted.root
                returning tally.info_session, tally.question, tally.votes, tally.version""")
                .bindArray("roots", UUID.class, values(roots))
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

    /// Tallies of these sessions that changed within the last while, by the database's clock.
    public List<Tally> changed(Handle handle, Collection<InfoSessionId> infoSessions, Duration within) {
        return handle.createQuery("""
                select info_session, question, votes, version from question_tally \
                where info_session = any(:ids) and changed_at > clock_timestamp() - :millis * interval '1 ms'""")
                .bindArray(
                        "ids",
                        UUID.class,
                        infoSessions.stream().map(InfoSessionId::value).toList())
                .bind("millis", within.toMillis())
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

    /// Those of these votes that are stored, or that a newer one of the same voter's on that question replaced.
    Set<Cast> held(Handle handle, List<Cast> casts) {
        if (casts.isEmpty()) {
            return Set.of();
        }
        return bind(handle.createQuery("""
                with cast_now as (""" + CASTS + """
                )
                select c.* from cast_now c
                join question q on q.id = c.question and q.info_session = c.info_session
                join vote v on v.question = c.question and v.voter = c.voter and v.n >= c.n"""), casts).map(CAST).collect(Collectors.toSet());
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

    /// Writes votes on questions that are open to voting, each only where its counter is above the stored one.
    ///
    /// @return by vote that found its question open, by how much it changes the count: -1, 0 or 1
    Map<Cast, Integer> write(Handle handle, List<Cast> casts) {
        var differences = new HashMap<Cast, Integer>();
        if (casts.isEmpty()) {
            return differences;
        }
        bind(handle.createQuery("""
                with cast_now as (""" + CASTS + """
                ), allowed as (
                    select c.* from cast_now c
                    join question q on q.id = c.question and q.info_session = c.info_session
                    join info_session s on s.id = q.info_session
                    where q.status in ('PUBLISHED', 'QUEUED', 'ON_AIR') and s.phase in ('OPEN', 'LIVE')
                      and 'VOTING' = any(string_to_array(s.switches, ','))
                      and not 'VOTING_PAUSED' = any(string_to_array(s.switches, ','))
                ), written as (
                    insert into vote as v (question, voter, n, cast_on, prior)
                    select question, voter, n, cast_on, false from allowed order by question, voter
                    on conflict (question, voter) do update
                        set n = excluded.n, cast_on = excluded.cast_on, prior = v.cast_on where v.n < excluded.n
                    returning v.question, v.voter, v.cast_on::int - v.prior::int as difference
                )
                select a.info_session, a.question, a.voter, a.n, a.cast_on, coalesce(w.difference, 0) as difference
                from allowed a left join written w on w.question = a.question and w.voter = a.voter"""), casts)
                .map((row, context) -> differences.put(CAST.map(row, context), row.getInt("difference")))
                .list();
        return differences;
    }

    private static Query bind(Query query, List<Cast> casts) {
        return query.bindArray(
                        "sessions",
                        UUID.class,
                        casts.stream().map(c -> c.infoSession().value()).toList())
                .bindArray(
                        "questions",
                        UUID.class,
                        casts.stream().map(c -> c.question().value()).toList())
                .bindArray(
                        "voters",
                        UUID.class,
                        casts.stream().map(c -> c.voter().value()).toList())
                .bindArray("ns", Integer.class, casts.stream().map(Cast::n).toList())
                .bindArray("ons", Boolean.class, casts.stream().map(Cast::on).toList());
    }

    /// Adds differences to the tallies of questions that stand alone.
    List<Tally> add(Handle handle, Map<QuestionId, Integer> differences) {
        var questions = List.copyOf(differences.keySet());
        return handle.createQuery("""
                update question_tally as tally
                set votes = tally.votes + d.difference, version = tally.version + 1, changed_at = clock_timestamp()
                from unnest(:questions, :differences) as d (question, difference)
                where tally.question = d.question
                returning tally.info_session, tally.question, tally.votes, tally.version""")
                .bindArray("questions", UUID.class, values(questions))
                .bindArray(
                        "differences",
                        Integer.class,
                        questions.stream().map(differences::get).toList())
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
