package org.rostrum.writer;

import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.question.QuestionCommand;

/// A command of either family that is journalled.
public sealed interface Command {

    record OnQuestion(QuestionCommand command) implements Command {}

    record OnInfoSession(InfoSessionCommand command) implements Command {}
}
