package org.rostrum.infosession;

import org.rostrum.identity.Role;

/// Everything that can be asked of an information session itself.
public sealed interface InfoSessionCommand {

    /// The least role that may give it; a host may give all of them.
    Role by();

    /// Takes the session to another phase.
    record MovePhase(Phase to) implements InfoSessionCommand {
        @Override
        public Role by() {
            return Role.HOST;
        }
    }

    /// Sets a switch.
    record Flip(Switch which, boolean on) implements InfoSessionCommand {
        @Override
        public Role by() {
            return which.flippedBy();
        }
    }

    /// Puts a message to the audience in the place of the one before; an empty text removes it.
    record Notify(Localized text) implements InfoSessionCommand {
        @Override
        public Role by() {
            return Role.MODERATOR;
        }
    }

    /// Replaces what the organizer planned.
    record Replan(InfoSession.Plan plan) implements InfoSessionCommand {
        @Override
        public Role by() {
            return Role.HOST;
        }
    }
}
