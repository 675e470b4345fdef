package org.rostrum.screening;

/// What a text may hold without showing it. Left out are the characters that change how the page around a text reads
/// (bidirectional embeddings, overrides and isolates), that hide other text in it (tags but those of a flag, private
/// use, variation selectors where they select nothing, joiners in a row), and that pile up beyond their line.
final class Invisible {

    static final int BRAILLE_BLANK = 0x2800;

    /// UTS #39, section 5.4: no more than four nonspacing marks in a row. Unicode's own stream-safe format (UAX #15)
    /// allows thirty, which reach over several lines.
    private static final int MARKS_MOST = 4;

    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int CANCEL_TAG = 0xE007F;

    /// Letters and digits of a flag's region, as in `gbsct`.
    private static final int FLAG_TAGS_MOST = 6;

    private Invisible() {}

    /// Whether a code point leaves a mark on the screen by itself. Marks need something to stand on.
    static boolean isSeen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT,
                    Character.CONTROL,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK -> false;
            default -> !Character.isSpaceChar(codePoint) && codePoint != BRAILLE_BLANK;
        };
    }

    /// The text without what is left out.
    static String leftOut(String text) {
        var points = text.codePoints().toArray();
        var kept = new StringBuilder(text.length());
        int marks = 0;
        int before = ' ';
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            if (point == BLACK_FLAG) {
                int end = endOfFlag(points, i);
                kept.append(new String(points, i, end - i));
                i = end - 1;
                before = point;
                marks = 0;
                continue;
            }
            marks = isMark(point) ? marks + 1 : 0;
            if (isNeverWanted(point)
                    || marks > MARKS_MOST
                    || (isSelector(point) && !selects(point, before))
                    || (isJoinerOrDirection(point) && isJoinerOrDirection(before))) {
                continue;
            }
            kept.appendCodePoint(point);
            before = point;
        }
        return kept.toString();
    }

    /// The tags after a black flag are its region's, where a cancel tag ends them.
    private static int endOfFlag(int[] points, int flag) {
        int end = flag + 1;
        while (end < points.length && end - flag <= FLAG_TAGS_MOST && isTagOfRegion(points[end])) {
            end++;
        }
        return end > flag + 1 && end < points.length && points[end] == CANCEL_TAG ? end + 1 : flag + 1;
    }

    private static boolean isTagOfRegion(int point) {
        return (point >= 0xE0030 && point <= 0xE0039) || (point >= 0xE0061 && point <= 0xE007A);
    }

    private static boolean isNeverWanted(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.PRIVATE_USE -> true;
            default -> isFormatWithoutUse(point) || isFiller(point) || isNoncharacter(point);
        };
    }

    private static boolean isFormatWithoutUse(int point) {
        return point == 0x00AD // soft hyphen
                || point == 0x200B // zero width space
                || (point >= 0x202A && point <= 0x202E) // embeddings and overrides
                || (point >= 0x2060 && point <= 0x206F) // word joiner, invisible operators, isolates, shapes of digits
                || point == 0xFEFF
                || (point >= 0xFFF0 && point <= 0xFFFB) // annotations, and ignorable ones that are not assigned
                || (point >= 0xE0000 && point <= 0xE00FF) // tags
                || (point >= 0xE01F0 && point <= 0xE0FFF);
    }

    /// Letters of Hangul that stand for none.
    private static boolean isFiller(int point) {
        return point == 0x115F || point == 0x1160 || point == 0x3164 || point == 0xFFA0;
    }

    private static boolean isNoncharacter(int point) {
        return (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFE) == 0xFFFE;
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) && !isSelector(point);
    }

    private static boolean isSelector(int point) {
        return (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0xE0100 && point <= 0xE01EF);
    }

    /// Whether a variation of the character before is known at all: of emoji, of Chinese characters, and of symbols
    /// of mathematics and letters of Myanmar and 'Phags-pa.
    private static boolean selects(int selector, int before) {
        if (selector == 0xFE0E || selector == 0xFE0F) {
            return Character.isEmoji(before);
        }
        var script = Character.UnicodeScript.of(before);
        return Character.isIdeographic(before)
                || (selector < 0xE0100
                        && (Character.getType(before) == Character.MATH_SYMBOL
                                || script == Character.UnicodeScript.MYANMAR
                                || script == Character.UnicodeScript.PHAGS_PA));
    }

    private static boolean isJoinerOrDirection(int point) {
        return (point >= 0x200C && point <= 0x200F) || point == 0x061C;
    }
}
