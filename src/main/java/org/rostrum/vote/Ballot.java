package org.rostrum.vote;

import org.rostrum.question.QuestionId;

/// One participant's vote on one question: `n` is the participant's own counter for the question, from 1, and a
/// ballot with a lower one than that stored changes nothing. `on` false takes the vote back.
public record Ballot(QuestionId question, int n, boolean on) {

    public Ballot {
        if (n < 1) {
            throw new IllegalArgumentException("a ballot's counter starts at 1");
        }
    }
}
