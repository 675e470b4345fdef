package org.rostrum.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
        var key = key();
        var grants = Stream.generate(() -> Secret.random(random)).limit(3).toList();

        // When
        var header = List.of(
                "theme=dark; " + pair(Cookies.setParticipant(key, false)), pair(Cookies.setGrants(grants, false)));

        // Then
        assertThat(Cookies.participant(header)).containsExactly(key.text());
        assertThat(Cookies.grants(header)).isEqualTo(grants);
    }

    @Test
    void cookies_are_out_of_reach_of_scripts_and_other_sites() {
        assertThat(Cookies.setParticipant(key(), false))
                .contains("; HttpOnly", "; SameSite=Lax", "; Path=/;")
                .doesNotContain("Secure");
        assertThat(Cookies.setGrants(List.of(Secret.random(random)), true))
                .contains("; HttpOnly", "; SameSite=Lax", "; Secure");
    }

    @Test
    void over_tls_the_names_are_ones_that_no_other_host_can_set() {
        assertThat(Cookies.setParticipant(key(), true)).startsWith("__Host-rostrum_participant=");
        assertThat(Cookies.setGrants(List.of(Secret.random(random)), true)).startsWith("__Host-rostrum_grants=");
        assertThat(Cookies.setParticipant(key(), false)).startsWith("rostrum_participant=");
    }

    @Test
    void beside_such_a_name_the_plain_one_says_nothing() {
        // Given
        var ours = Secret.random(random);
        var planted = Secret.random(random);

        // When
        var header = List.of("rostrum_grants=" + planted.text() + "; __Host-rostrum_grants=" + ours.text()
                + "; rostrum_participant=planted; __Host-rostrum_participant=ours");

        // Then
        assertThat(Cookies.grants(header)).containsExactly(ours);
        assertThat(Cookies.participant(header)).containsExactly("ours");
        assertThat(Cookies.participant(header, false)).containsExactly("planted");
    }

    @Test
    void under_the_plain_name_nobody_is_known_over_tls() {
        assertThat(Cookies.participant(List.of("rostrum_participant=planted"), true))
                .isEmpty();
    }

    @Test
    void grants_that_somebody_planted_take_no_place_of_good_ones() {
        // Given
        var junk = Stream.generate(() -> Secret.random(random)).limit(32).toList();
        var good = Secret.random(random);

        // When
        var header = List.of(pair(Cookies.setGrants(junk, false)) + "; rostrum_grants=" + good.text());

        // Then
        assertThat(Cookies.grants(header)).contains(good);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rostrum_participant",
                "xrostrum_participant=AAAAAAAAAAAAAAAAAAAAAA",
            })
    void what_is_no_key_is_not_read(String header) {
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

    private ParticipantKey key() {
        return ParticipantKey.mint(random, Instant.EPOCH, (short) 1, SigningSecret.random(1, random, Instant.EPOCH));
    }

    private static String pair(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }
}
