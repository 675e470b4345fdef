package org.rostrum.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonNameTest {

    private static final String ROCKET = "\uD83D\uDE80";
    private static final String ASTRONAUT = "\uD83D\uDC69\u200D" + ROCKET;

    @Test
    void a_name_of_somebody_elses_system_is_made_one_line_of_text() {
        assertThat(PersonName.tame(" Zoé Tremblay ")).isEqualTo("Zoé Tremblay");
        assertThat(PersonName.tame("A\u202Eb\u0000c\nd")).isEqualTo("Abcd");
        assertThat(PersonName.tame(ASTRONAUT)).isEqualTo(ASTRONAUT);
        assertThat(PersonName.tame("\r\n")).isEmpty();
    }

    @Test
    void a_long_name_is_cut_between_characters() {
        assertThat(PersonName.tame(ROCKET.repeat(100))).isEqualTo(ROCKET.repeat(80));
    }
}
