package org.rostrum.screening;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// A text that has passed screening: in Unicode normal form C, on one line, trimmed, within its length, with
/// something to see in it, free of control characters and of what [Invisible] says. Marks that writing needs (LRM,
/// RLM, joiners) stay.
public record ScreenedText(String value) {

    /// Length of a question, in code points.
    public static final int QUESTION_MIN = 3;

    public static final int QUESTION_MAX = 500;

    /// From this length the asker is advised to be brief.
    public static final int QUESTION_ADVICE_FROM = 200;

    public static final int NAME_MAX = 40;
    public static final int NOTE_MAX = 500;

    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\\t\\n\\x0B\\f\\r\\x85\\u2028\\u2029]");

    /// A question's text.
    ///
    /// @throws Refused `too-short`, `too-long`, or `not-text` for U+0000 and lone surrogates
    public static ScreenedText question(String raw) {
        return screen(raw, QUESTION_MIN, QUESTION_MAX);
    }

    /// The name a viewer chose to show.
    ///
    /// @throws Refused as [#question]
    public static ScreenedText name(String raw) {
        return screen(raw, 1, NAME_MAX);
    }

    /// A moderator's or panelist's note.
    ///
    /// @throws Refused as [#question]
    public static ScreenedText note(String raw) {
        return screen(raw, 1, NOTE_MAX);
    }

    private static ScreenedText screen(String raw, int min, int max) {
        requireText(raw);
        var oneLine = LINE_BREAK.matcher(raw).replaceAll(" ");
        var trimmed = trim(clean(oneLine));
        int length = trimmed.codePointCount(0, trimmed.length());
        if (length < min || trimmed.codePoints().noneMatch(Invisible::isSeen)) {
            throw new Refused(RefusalCode.TOO_SHORT, "at least " + min + " characters are needed");
        }
        if (length > max) {
            throw new Refused(RefusalCode.TOO_LONG, "at most " + max + " characters are taken, not " + length);
        }
        return new ScreenedText(trimmed);
    }

    /// Until nothing changes any more: what is left out may bring together what composes.
    private static String clean(String text) {
        var clean = Normalizer.normalize(text, Normalizer.Form.NFC);
        while (true) {
            var next = Normalizer.normalize(Invisible.leftOut(clean), Normalizer.Form.NFC);
            if (next.equals(clean)) {
                return clean;
            }
            clean = next;
        }
    }

    /// By hand: a pattern anchored at the end takes seconds for a message of 16 KiB that is mostly blanks.
    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == Invisible.BRAILLE_BLANK;
    }

    private static void requireText(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            var lone = Character.isHighSurrogate(c)
                    ? i + 1 == raw.length() || !Character.isLowSurrogate(raw.charAt(++i))
                    : Character.isLowSurrogate(c);
            if (c == 0 || lone) {
                throw new Refused(RefusalCode.NOT_TEXT, "the text holds U+0000 or half a character");
            }
        }
    }
}
