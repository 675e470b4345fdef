package org.rostrum.vote;

import org.rostrum.question.AuthorId;
import org.rostrum.question.QuestionId;

/// What there is one vote of: a voter's on a question.
record Choice(QuestionId question, AuthorId voter) {}
