package org.rostrum.identity;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Reads and writes our two cookies. Both are out of reach of scripts and are not sent with what other sites embed or
/// post. Over TLS their names begin with `__Host-`, which browsers let nobody set but this very host (RFC 6265bis,
/// section 4.1.3.2): a page of a neighbouring name cannot plant one. Where there is one, it alone counts; the plain
/// names are those of plain HTTP, and of what was set before there were any others.
final class Cookies {

    private static final String PARTICIPANT = "rostrum_participant";
    private static final String GRANTS = "rostrum_grants";
    private static final String OURS_ALONE = "__Host-";
    private static final String BETWEEN_GRANTS = ".";

    /// Of a browser that collects more the oldest are forgotten: 32 are 736 of the 4 096 bytes a cookie may have.
    private static final int MOST_GRANTS = 32;

    /// A head may have 20 KB: more grants than this do not fit beside anything else.
    private static final int MOST_READ = 512;

    /// A participant's own questions are found again for this long; longer than any series of sessions.
    private static final Duration PARTICIPANT_KEPT = Duration.ofDays(180);

    /// Grants end by themselves; the cookie only has to outlive them.
    private static final Duration GRANTS_KEPT = Duration.ofDays(365);

    private Cookies() {}

    /// What the browser bears as a participant's key, each once. Of several nobody can tell which is whose.
    static List<String> participant(List<String> cookieHeaders) {
        var ours = values(cookieHeaders, OURS_ALONE + PARTICIPANT);
        return ours.isEmpty() ? values(cookieHeaders, PARTICIPANT) : ours;
    }

    /// The same under the name that the server would give it now.
    static List<String> participant(List<String> cookieHeaders, boolean secure) {
        return values(cookieHeaders, named(PARTICIPANT, secure));
    }

    /// What is under the plain name, which over TLS a neighbouring name may have planted.
    static List<String> plainParticipant(List<String> cookieHeaders) {
        return values(cookieHeaders, PARTICIPANT);
    }

    /// The grants' secrets, oldest first. Somebody else may have planted more of them: whether one is good is for the
    /// database to say, and what is not takes no other's place.
    static List<Secret> grants(List<String> cookieHeaders) {
        var ours = values(cookieHeaders, OURS_ALONE + GRANTS);
        return (ours.isEmpty() ? values(cookieHeaders, GRANTS) : ours)
                .stream()
                        .flatMap(value -> Arrays.stream(value.split("\\.", MOST_READ)))
                        .flatMap(part -> Secret.parse(part).stream())
                        .distinct()
                        .limit(MOST_READ)
                        .toList();
    }

    static String setParticipant(ParticipantKey key, boolean secure) {
        return set(PARTICIPANT, key.text(), PARTICIPANT_KEPT, secure);
    }

    /// @param secrets the oldest first
    static String setGrants(List<Secret> secrets, boolean secure) {
        var value = secrets.stream()
                .skip(Math.max(0, secrets.size() - MOST_GRANTS))
                .map(Secret::text)
                .collect(Collectors.joining(BETWEEN_GRANTS));
        return set(GRANTS, value, GRANTS_KEPT, secure);
    }

    /// Takes the grants out of the browser, under both names.
    static List<String> dropGrants(boolean secure) {
        var plain = set(GRANTS, "", Duration.ZERO, false);
        return secure ? List.of(plain, set(GRANTS, "", Duration.ZERO, true)) : List.of(plain);
    }

    private static String set(String name, String value, Duration kept, boolean secure) {
        return named(name, secure) + "=" + value + "; Max-Age=" + kept.toSeconds() + "; Path=/; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : "");
    }

    private static String named(String name, boolean secure) {
        return secure ? OURS_ALONE + name : name;
    }

    private static List<String> values(List<String> cookieHeaders, String name) {
        return cookieHeaders.stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .distinct()
                .toList();
    }
}
