package org.rostrum.vote;

import org.rostrum.identity.InfoSessionId;
import org.rostrum.question.QuestionId;

/// How many different people want a question answered, at one version of that count; a higher version is newer.
public record Tally(InfoSessionId infoSession, QuestionId question, int votes, long version) {}
