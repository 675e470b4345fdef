package org.rostrum.identity;

import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// What colleagues read as a person's name: one line of text, 1 to 80 characters.
final class PersonName {

    private static final int MAX = 80;

    private PersonName() {}

    /// A name as somebody typed it, trimmed.
    ///
    /// @throws Refused `too-short`, `too-long`, `not-text`
    static String require(String name) {
        var trimmed = name.strip();
        if (trimmed.isEmpty()) {
            throw new Refused(RefusalCode.TOO_SHORT, "A name has at least one character.");
        }
        if (trimmed.codePointCount(0, trimmed.length()) > MAX) {
            throw new Refused(RefusalCode.TOO_LONG, "A name has at most " + MAX + " characters.");
        }
        if (trimmed.codePoints().anyMatch(PersonName::isNoText)) {
            throw new Refused(RefusalCode.NOT_TEXT, "A name is one line of text.");
        }
        return trimmed;
    }

    /// A name as somebody else's system has it, without what is no text and cut where it is long; may be empty.
    static String tame(String name) {
        return name.codePoints()
                .filter(codePoint -> !isNoText(codePoint))
                .limit(MAX)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static boolean isNoText(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // invisible marks that turn text around; joiners, which many scripts need, stay
            case Character.FORMAT -> codePoint != 0x200C && codePoint != 0x200D;
            default -> false;
        };
    }
}
