package org.rostrum.writer;

import org.rostrum.identity.Role;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.InfoSessionLife;
import org.rostrum.question.Glance;
import org.rostrum.question.Life;
import org.rostrum.question.QuestionCommand;

/// A command of either family that is journalled.
public sealed interface Command {

    /// Refuses a command that the role may never give. It was never carried out either, so this is the whole answer.
    ///
    /// @throws org.rostrum.refusal.Refused `not-allowed`
    void requireRole(Role role);

    /// Refuses what would be refused on what the glance shows, whoever of that role gives it.
    ///
    /// @throws org.rostrum.refusal.Refused as [Life#requirePossible] and [InfoSessionLife#requireAllowed]
    void requirePossible(Glance glance, Role role);

    record OnQuestion(QuestionCommand command) implements Command {
        @Override
        public void requireRole(Role role) {
            Life.requireRole(command, role);
        }

        @Override
        public void requirePossible(Glance glance, Role role) {
            Life.requirePossible(glance, command, role);
        }
    }

    record OnInfoSession(InfoSessionCommand command) implements Command {
        @Override
        public void requireRole(Role role) {
            InfoSessionLife.requireRole(command, role);
        }

        @Override
        public void requirePossible(Glance glance, Role role) {
            InfoSessionLife.requireAllowed(glance.session(), command, role);
        }
    }
}
