package org.rostrum.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookiesTest {

    private final Random random = new Random(20261121);

    @Test
    void what_is_set_is_read_again() {
        // Given
        var key = Secret.random(random);
        var grants = Stream.generate(() -> Secret.random(random)).limit(3).toList();

        // When
        var header = List.of(
                "theme=dark; " + pair(Cookies.setParticipant(key, false)), pair(Cookies.setGrants(grants, false)));

        // Then
        assertThat(Cookies.participant(header)).contains(key);
        assertThat(Cookies.grants(header)).isEqualTo(grants);
    }

    @Test
    void cookies_are_out_of_reach_of_scripts_and_other_sites() {
        assertThat(Cookies.setParticipant(Secret.random(random), false))
                .contains("; HttpOnly", "; SameSite=Lax", "; Path=/;")
                .doesNotContain("Secure");
        assertThat(Cookies.setGrants(List.of(Secret.random(random)), true))
                .contains("; HttpOnly", "; SameSite=Lax", "; Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rostrum_participant",
                "rostrum_participant=",
                "rostrum_participant=short",
                "rostrum_participant=AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "rostrum_participant=AAAAAAAAAAAAAAAAAAAAAB",
                "rostrum_participant=AAAAAAAAAAAAAAAAAAAA%20",
                "xrostrum_participant=AAAAAAAAAAAAAAAAAAAAAA",
                "rostrum_participant=\"AAAAAAAAAAAAAAAAAAAAAA\""
            })
    void what_is_no_key_is_nobody(String header) {
        assertThat(Cookies.participant(List.of(header))).isEmpty();
    }

    @Test
    void broken_grants_do_not_spoil_good_ones() {
        var good = Secret.random(random);

        assertThat(Cookies.grants(List.of("rostrum_grants=..broken." + good.text() + ".")))
                .containsExactly(good);
    }

    @Test
    void a_browser_that_collects_grants_forgets_the_oldest() {
        // Given
        var many = Stream.generate(() -> Secret.random(random)).limit(40).toList();

        // When
        var kept = Cookies.grants(List.of(pair(Cookies.setGrants(many, false))));

        // Then
        assertThat(kept).isEqualTo(many.subList(8, 40));
    }

    @Test
    void a_secret_is_not_told_by_accident() {
        var secret = Secret.random(random);

        assertThat(secret.toString()).doesNotContain(secret.text());
    }

    private static String pair(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }
}
