package org.rostrum.vote;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.question.QuestionId;

/// From how many networks the votes of questions come, as far as that tells anything: many votes from few networks may
/// be a school, or somebody with many browsers. Reads what is committed and locks nothing; costs a look at each vote of
/// the questions with the most of them, so ask seldom.
@ApplicationScoped
public class VoteNetworks {

    /// Fewer votes come from few networks by chance.
    private static final int TELLING_VOTES = 20;

    /// How many votes a network has to bring on the average.
    private static final int TELLING_RATIO = 10;

    private static final int QUESTIONS_MAX = 50;

    private final Jdbi jdbi;

    VoteNetworks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The telling ones among the questions of a session that have the most votes, over the whole group where others
    /// were merged into one. Whoever took part before networks were noted counts as one of their own. Waits for the
    /// database.
    public Map<QuestionId, Integer> telling(InfoSessionId infoSession) {
        return jdbi.withHandle(handle -> {
            var networks = new HashMap<QuestionId, Integer>();
            handle.createQuery("""
                            with recursive root as (
                                select tally.question from question_tally tally
                                    join question on question.id = tally.question and question.merged_into is null
                                where tally.info_session = :session and tally.votes >= :votes
                                order by tally.votes desc limit :most
                            ), member (root, id) as (
                                select question, question from root
                                union all
                                select member.root, question.id
                                from member join question on question.merged_into = member.id
                            ), voter as (
                                select distinct member.root, vote.voter
                                from member join vote on vote.question = member.id where vote.cast_on
                            )
                            select voter.root, count(*) as votes,
                                count(distinct author.network) + count(*) filter (where author.network is null) as networks
                            from voter join author on author.id = voter.voter
                            group by voter.root
                            having count(*) >= :votes and count(*) >= :ratio
                                * (count(distinct author.network) + count(*) filter (where author.network is null))
                            """)
                    .bind("session", infoSession.value())
                    .bind("votes", TELLING_VOTES)
                    .bind("ratio", TELLING_RATIO)
                    .bind("most", QUESTIONS_MAX)
                    .map((row, _) ->
                            networks.put(new QuestionId(row.getObject("root", UUID.class)), row.getInt("networks")))
                    .list();
            return Map.copyOf(networks);
        });
    }
}
