package org.rostrum.database;

import org.jspecify.annotations.Nullable;

/// A word in the database that this version does not know, because a server of a later one has stored it. What it
/// stands in cannot be read here, and is not guessed either: it would be shown, and stored again, as something else.
public final class UnknownWord extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param of what kind of word it is, such as `Status`
    public UnknownWord(Class<?> of, String word) {
        this(of, word, null);
    }

    /// The same with what told of it.
    public UnknownWord(Class<?> of, String word, @Nullable Throwable cause) {
        super("no " + of.getSimpleName() + " is called " + word, cause);
    }

    /// The constant of that name.
    ///
    /// @throws UnknownWord where there is none
    public static <E extends Enum<E>> E read(Class<E> words, String word) {
        try {
            return Enum.valueOf(words, word);
        } catch (IllegalArgumentException e) {
            throw new UnknownWord(words, word, e);
        }
    }

    /// Whether a failure comes from one.
    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownWord) {
                return true;
            }
        }
        return false;
    }
}
