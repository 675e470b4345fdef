package org.rostrum.question;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.Role;
import org.rostrum.screening.ScreenedText;

/// Everything that can be asked of a question. Those that are [Decision]s name the revision they were taken on.
public sealed interface QuestionCommand {

    Set<Role> MODERATION = Set.of(Role.MODERATOR);
    Set<Role> TEAM = Set.of(Role.MODERATOR, Role.PANELIST);
    Set<Role> AUDIENCE = Set.of(Role.VIEWER);

    /// The roles that may give it; a host may give what moderators and panelists may.
    default Set<Role> by() {
        return MODERATION;
    }

    /// The question it is about, where it names one.
    Optional<QuestionId> subject();

    /// Other questions it names, which the rule will want to look at.
    default Optional<QuestionId> other() {
        return Optional.empty();
    }

    /// Whether the rule will want to look at what its subject is merged into, and at what goes along with it.
    default boolean concernsGroup() {
        return false;
    }

    /// Whether it brings a new question into the world.
    default boolean isAsking() {
        return false;
    }

    /// A new question from the audience.
    record Ask(
            QuestionId question,
            ScreenedText text,
            Language language,
            @Nullable ScreenedText name) implements QuestionCommand {
        @Override
        public Set<Role> by() {
            return AUDIENCE;
        }

        @Override
        public boolean isAsking() {
            return true;
        }

        @Override
        public Optional<QuestionId> subject() {
            return Optional.of(question);
        }
    }

    /// A question added by the team, published at once.
    record AskFor(QuestionId question, ScreenedText text, Language language, Origin origin) implements QuestionCommand {
        @Override
        public boolean isAsking() {
            return true;
        }

        @Override
        public Optional<QuestionId> subject() {
            return Optional.of(question);
        }
    }

    /// The asker takes their question back.
    record Withdraw(QuestionId question) implements QuestionCommand {
        @Override
        public boolean concernsGroup() {
            return true;
        }

        @Override
        public Set<Role> by() {
            return AUDIENCE;
        }

        @Override
        public Optional<QuestionId> subject() {
            return Optional.of(question);
        }
    }

    /// Moves a queued question before another, or to the end. Order raises no revision and names none: the last
    /// mover wins, as on a table.
    record Move(QuestionId question, @Nullable QuestionId before) implements QuestionCommand {
        @Override
        public Set<Role> by() {
            return TEAM;
        }

        @Override
        public Optional<QuestionId> subject() {
            return Optional.of(question);
        }

        @Override
        public Optional<QuestionId> other() {
            return Optional.ofNullable(before);
        }
    }

    /// Says which language a question is written in. Names no revision: the last one to say so wins, as with order.
    record SetLanguage(QuestionId question, Language language) implements QuestionCommand {
        @Override
        public Optional<QuestionId> subject() {
            return Optional.of(question);
        }
    }

    /// Takes back one's own step, which the entry at `seq` records, on every question it touched.
    record Undo(long seq) implements QuestionCommand {
        @Override
        public Set<Role> by() {
            return TEAM;
        }

        @Override
        public Optional<QuestionId> subject() {
            return Optional.empty();
        }
    }

    /// A step on one question, taken on what its `revision` said.
    sealed interface Decision extends QuestionCommand {
        QuestionId question();

        int revision();

        /// Whether its goal is a mark on the question, and not a status.
        default boolean isOnMark() {
            return false;
        }

        @Override
        default Optional<QuestionId> subject() {
            return Optional.of(question());
        }
    }

    record Hold(QuestionId question, int revision, @Nullable ScreenedText note) implements Decision {
        @Override
        public boolean isOnMark() {
            return true;
        }
    }

    record Release(QuestionId question, int revision) implements Decision {
        @Override
        public boolean isOnMark() {
            return true;
        }
    }

    record Approve(QuestionId question, int revision) implements Decision {}

    record Queue(QuestionId question, int revision, Place place) implements Decision {}

    record Unqueue(QuestionId question, int revision) implements Decision {}

    /// Puts a question on air; `replaces` is the one believed on air, answered in the same step.
    record Air(QuestionId question, int revision, @Nullable QuestionId replaces, boolean graphic) implements Decision {
        @Override
        public Set<Role> by() {
            return TEAM;
        }

        @Override
        public Optional<QuestionId> other() {
            return Optional.ofNullable(replaces);
        }
    }

    record Answer(QuestionId question, int revision, boolean inWriting) implements Decision {
        @Override
        public Set<Role> by() {
            return TEAM;
        }
    }

    record Later(QuestionId question, int revision) implements Decision {
        @Override
        public Set<Role> by() {
            return TEAM;
        }
    }

    /// A panelist gives a question back to the desk.
    record HandBack(
            QuestionId question, int revision, @Nullable ScreenedText note) implements Decision {
        @Override
        public Set<Role> by() {
            return Set.of(Role.PANELIST);
        }
    }

    record Reopen(QuestionId question, int revision) implements Decision {}

    record Dismiss(QuestionId question, int revision, DismissReason reason) implements Decision {}

    record Restore(QuestionId question, int revision) implements Decision {}

    record Merge(QuestionId question, int revision, QuestionId into) implements Decision {
        @Override
        public Optional<QuestionId> other() {
            return Optional.of(into);
        }
    }

    /// Takes a question out of the group it is merged into.
    record Unmerge(QuestionId question, int revision) implements Decision {
        @Override
        public boolean concernsGroup() {
            return true;
        }
    }

    record Pin(QuestionId question, int revision) implements Decision {
        @Override
        public boolean isOnMark() {
            return true;
        }
    }

    record Unpin(QuestionId question, int revision) implements Decision {
        @Override
        public boolean isOnMark() {
            return true;
        }
    }

    /// Where in the queue a question is put.
    enum Place {
        FIRST,
        LAST
    }
}
