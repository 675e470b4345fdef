package org.rostrum.vote;

import org.rostrum.identity.InfoSessionId;
import org.rostrum.question.AuthorId;
import org.rostrum.question.QuestionId;

/// A ballot with its voter and session known, as it is written.
record Cast(InfoSessionId infoSession, QuestionId question, AuthorId voter, int n, boolean on) {}
