package org.rostrum.screening;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// A text that has passed screening: in Unicode normal form C, on one line, trimmed, within its length, free of
/// control characters and of the bidirectional embeddings, overrides and isolates (U+202A–202E, U+2066–2069) with
/// which a text could change how the page around it reads. Marks that writing needs (LRM, RLM, joiners) stay.
public record ScreenedText(String value) {

    /// Length of a question, in code points.
    public static final int QUESTION_MIN = 3;

    public static final int QUESTION_MAX = 500;

    /// From this length the asker is advised to be brief.
    public static final int QUESTION_ADVICE_FROM = 200;

    public static final int NAME_MAX = 40;
    public static final int NOTE_MAX = 500;

    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\\t\\n\\x0B\\f\\r\\x85\\u2028\\u2029]");
    private static final Pattern UNWANTED = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");
    private static final Pattern EDGE = Pattern.compile("^[\\s\\u00A0\\u3000]+|[\\s\\u00A0\\u3000]+$");

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
        var clean = Normalizer.normalize(UNWANTED.matcher(oneLine).replaceAll(""), Normalizer.Form.NFC);
        var trimmed = EDGE.matcher(clean).replaceAll("");
        int length = trimmed.codePointCount(0, trimmed.length());
        if (length < min) {
            throw new Refused(RefusalCode.TOO_SHORT, "at least " + min + " characters are needed");
        }
        if (length > max) {
            throw new Refused(RefusalCode.TOO_LONG, "at most " + max + " characters are taken, not " + length);
        }
        return new ScreenedText(trimmed);
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
