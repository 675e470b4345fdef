package org.rostrum.play;

/// The language that somebody's browser asks for.
enum Language {
    ENGLISH("en-CA"),
    FRENCH("fr-CA");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    /// The two letters that addresses and files bear.
    String code() {
        return tag.substring(0, 2);
    }

    /// The one of the two that a page in this language shows.
    String of(String english, String french) {
        return this == ENGLISH ? english : french;
    }
}
