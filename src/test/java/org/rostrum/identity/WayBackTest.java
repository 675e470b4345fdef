package org.rostrum.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WayBackTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/host",
                "/host/ABC234",
                "/host/ABC234?speed=10&cast=everyone",
                "/desk/abc234",
                "/stage/ABC234?theme=dark",
                "/sign-in/in"
            })
    void a_page_for_staff_is_gone_back_to(String page) {
        assertThat(WayBack.to(page)).isEqualTo(page);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "host",
                "//evil.example",
                "//host",
                "/host//evil.example",
                "/host/@evil.example",
                "/host?to=//evil.example",
                "/host#x",
                "/host\n",
                "https://evil.example/host",
                "/sign-in",
                "/api/me",
            })
    void any_other_place_is_not(String place) {
        assertThat(WayBack.to(place)).isEqualTo("/host");
    }
}
