package org.rostrum.identity;

import org.jspecify.annotations.Nullable;

/// What the page of a personal link shows before and after its button is pressed, as the protocol writes it.
///
/// @param code the session's join code; absent for a host of the whole installation
record Entrance(
        String role,
        String name,
        @Nullable String code,
        @Nullable Titles titles) {

    record Titles(@Nullable String en, @Nullable String fr) {

        static @Nullable Titles of(@Nullable String en, @Nullable String fr) {
            return en == null && fr == null ? null : new Titles(en, fr);
        }
    }
}
