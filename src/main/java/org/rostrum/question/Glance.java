package org.rostrum.question;

import java.util.Optional;
import org.rostrum.infosession.InfoSession;

/// What can be seen of an information session without asking the database: enough to tell that a command cannot
/// succeed, not that it will.
public interface Glance {

    InfoSession session();

    Optional<QuestionRow> find(QuestionId id);
}
