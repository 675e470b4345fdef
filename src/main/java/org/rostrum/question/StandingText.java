package org.rostrum.question;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.UnknownWord;

/// The one-column form of a standing, for the step that can still be undone: its components in order, parted by
/// semicolons, absent ones empty. Nothing ever searches in it.
final class StandingText {

    private static final int COMPONENTS = 8;

    private StandingText() {}

    static String write(Standing standing) {
        return String.join(
                ";",
                standing.status().name(),
                Boolean.toString(standing.held()),
                Boolean.toString(standing.pinned()),
                Long.toString(standing.rank()),
                text(standing.mergedInto()),
                text(standing.reason()),
                Boolean.toString(standing.inWriting()),
                standing.language().name());
    }

    static Standing read(String text) {
        var parts = text.split(";", COMPONENTS);
        return new Standing(
                UnknownWord.read(Status.class, parts[0]),
                Boolean.parseBoolean(parts[1]),
                Boolean.parseBoolean(parts[2]),
                Long.parseLong(parts[3]),
                present(parts[4]).map(UUID::fromString).map(QuestionId::new).orElse(null),
                present(parts[5])
                        .map(word -> UnknownWord.read(DismissReason.class, word))
                        .orElse(null),
                Boolean.parseBoolean(parts[6]),
                UnknownWord.read(Language.class, parts[7]));
    }

    private static String text(@Nullable Object component) {
        return component == null ? "" : component.toString();
    }

    private static Optional<String> present(String part) {
        return part.isEmpty() ? Optional.empty() : Optional.of(part);
    }
}
