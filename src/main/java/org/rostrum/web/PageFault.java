package org.rostrum.web;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a page says went wrong in it, cut down to what tells one fault of ours from another. Anybody can
/// send anything, and a browser's message may quote what somebody typed: no quotation, address, code or
/// long number is left in it.
///
/// @param page one of ours, `other` where it is none
/// @param message at most 120 characters of plain ASCII
/// @param at script, line and column, `unknown` where there is none
record PageFault(String page, String message, String at) {

    private static final Set<String> PAGES =
            Set.of("index", "room", "desk", "stage", "overlay", "host", "join", "sign-in");
    private static final String OTHER = "other";
    private static final String UNKNOWN = "unknown";
    private static final int MESSAGE_MAX = 120;

    /// So much is looked at, whatever is sent.
    private static final int TAKEN_MAX = 1000;

    private static final Pattern AT = Pattern.compile("[a-zA-Z0-9_-]{1,60}\\.js:\\d{1,7}:\\d{1,7}");

    /// What somebody else's words stand in: quotation marks, and whatever follows one that is not closed.
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*+(\"|$)|'[^']*+('|$)|`[^`]*+(`|$)|“[^”]*+(”|$)");

    /// An address, a word of capitals and digits as a join code is, a number that could be somebody's.
    private static final Pattern TELLING = Pattern.compile("\\S*[@/\\\\]\\S*|\\b[A-Z0-9]{5,}\\b|\\d{4,}");

    private static final Pattern UNPRINTED = Pattern.compile("[^a-zA-Z0-9 .,:;()_$#+*=<>-]+");

    static PageFault of(@Nullable String page, @Nullable String message, @Nullable String at) {
        var name = page == null ? OTHER : page.toLowerCase(Locale.ROOT);
        return new PageFault(
                PAGES.contains(name) ? name : OTHER,
                plain(message == null ? "" : message),
                at != null && AT.matcher(at).matches() ? at : UNKNOWN);
    }

    private static String plain(String message) {
        var taken = message.length() > TAKEN_MAX ? message.substring(0, TAKEN_MAX) : message;
        var unquoted = QUOTED.matcher(taken).replaceAll("*");
        var silent = TELLING.matcher(unquoted).replaceAll("*");
        var ascii = UNPRINTED
                .matcher(silent)
                .replaceAll(" ")
                .replaceAll(" {2,}", " ")
                .strip();
        return ascii.length() > MESSAGE_MAX ? ascii.substring(0, MESSAGE_MAX) : ascii;
    }
}
