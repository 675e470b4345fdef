package org.rostrum.infosession;

import org.jspecify.annotations.Nullable;

/// A text in English, French or both; blank counts as absent.
public record Localized(@Nullable String en, @Nullable String fr) {

    public static final Localized NONE = new Localized(null, null);

    public Localized {
        en = en == null || en.isBlank() ? null : en.strip();
        fr = fr == null || fr.isBlank() ? null : fr.strip();
    }

    /// Whether it is there in both languages.
    public boolean isComplete() {
        return en != null && fr != null;
    }

    public boolean isEmpty() {
        return en == null && fr == null;
    }

    /// The longer of the two, in code points.
    public int codePoints() {
        return Math.max(codePoints(en), codePoints(fr));
    }

    private static int codePoints(@Nullable String text) {
        return text == null ? 0 : text.codePointCount(0, text.length());
    }
}
