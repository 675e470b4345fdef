package org.rostrum.identity;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something on record that matters when an incident is looked into. Holds no token, key, join code, address or text.
///
/// @param actor the id of who did it, as the journal has it; absent where nobody is known
/// @param name what they are called, or whom a link is for
/// @param role of that name
/// @param subject the link it is about
/// @param infoSession absent for the whole installation
/// @param times how often, for what is counted rather than told one by one
public record SecurityEvent(
        @Nullable Instant at,
        Kind kind,
        @Nullable String actor,
        @Nullable String name,
        @Nullable Role role,
        @Nullable String subject,
        @Nullable InfoSessionId infoSession,
        int times) {

    /// What happened.
    public enum Kind {
        LINK_MADE,
        LINK_OPENED,
        LINK_REVOKED,
        /// A token that opens nothing; counted.
        LINK_REFUSED,
        SIGNED_IN,
        SIGN_IN_FAILED,
        SIGNED_OUT,
        /// A request of another site's page; counted.
        ORIGIN_REFUSED,
        /// Somebody without the right; counted.
        ROLE_REFUSED,
        /// Somebody beyond a limit; counted.
        LIMIT_HIT,
        SECRET_CHANGED;

        /// As it is written, such as `linkMade`.
        public String word() {
            var words = name().toLowerCase(Locale.ROOT).split("_", -1);
            var text = new StringBuilder(words[0]);
            for (int i = 1; i < words.length; i++) {
                text.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
            }
            return text.toString();
        }
    }

    /// Somebody does something to a link.
    static SecurityEvent of(Kind kind, Actor.Staff by, Invitation link) {
        return new SecurityEvent(
                null, kind, by.id(), link.name(), link.role(), link.id().toString(), link.infoSession(), 1);
    }

    /// Whoever has the link does something with it.
    static SecurityEvent of(Kind kind, Invitation link) {
        return new SecurityEvent(
                null,
                kind,
                link.id().toString(),
                link.name(),
                link.role(),
                link.id().toString(),
                link.infoSession(),
                1);
    }

    /// Whoever has a grant does something with it.
    static SecurityEvent of(Kind kind, Grant grant) {
        return new SecurityEvent(
                null,
                kind,
                grant.invitation().toString(),
                grant.name(),
                grant.role(),
                grant.invitation().toString(),
                grant.infoSession(),
                1);
    }

    /// Something of which only the kind, and perhaps a name, is known.
    static SecurityEvent of(Kind kind, @Nullable String actor, @Nullable String name, int times) {
        return new SecurityEvent(null, kind, actor, name, null, null, null, times);
    }
}
