package org.rostrum.question;

/// One stored text of a question: its wording, the asker's name or a note. Never changed once written; a new
/// wording is a new version.
public record QuestionText(QuestionId question, int version, String body) {}
