package org.rostrum.identity;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads and writes our two cookies. Both are out of reach of scripts and are not sent with what other sites embed or
/// post.
final class Cookies {

    private static final String PARTICIPANT = "rostrum_participant";
    private static final String GRANTS = "rostrum_grants";
    private static final String BETWEEN_GRANTS = ".";

    /// Of a browser that collects more the oldest are forgotten: 32 are 736 of the 4 096 bytes a cookie may have.
    private static final int MOST_GRANTS = 32;

    /// A participant's own questions are found again for this long; longer than any series of sessions.
    private static final Duration PARTICIPANT_KEPT = Duration.ofDays(180);

    /// Grants end by themselves; the cookie only has to outlive them.
    private static final Duration GRANTS_KEPT = Duration.ofDays(365);

    private Cookies() {}

    static Optional<Secret> participant(List<String> cookieHeaders) {
        return values(cookieHeaders, PARTICIPANT)
                .flatMap(value -> Secret.parse(value).stream())
                .findFirst();
    }

    /// The grants' secrets, oldest first.
    static List<Secret> grants(List<String> cookieHeaders) {
        return values(cookieHeaders, GRANTS)
                .flatMap(value -> Arrays.stream(value.split("\\.", MOST_GRANTS + 1)))
                .flatMap(part -> Secret.parse(part).stream())
                .distinct()
                .limit(MOST_GRANTS)
                .toList();
    }

    static String setParticipant(Secret key, boolean secure) {
        return set(PARTICIPANT, key.text(), PARTICIPANT_KEPT, secure);
    }

    static String setGrants(List<Secret> secrets, boolean secure) {
        var value = secrets.stream()
                .skip(Math.max(0, secrets.size() - MOST_GRANTS))
                .map(Secret::text)
                .collect(Collectors.joining(BETWEEN_GRANTS));
        return set(GRANTS, value, GRANTS_KEPT, secure);
    }

    private static String set(String name, String value, Duration kept, boolean secure) {
        return name + "=" + value + "; Max-Age=" + kept.toSeconds() + "; Path=/; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : "");
    }

    private static Stream<String> values(List<String> cookieHeaders, String name) {
        return cookieHeaders.stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1));
    }
}
