package org.rostrum.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who counts as one network.
class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "192.0.2.7, ::ffff:192.0.2.7",
        "192.0.2.7, ::ffff:c000:207",
        "2001:db8:1:2::7, 2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:db8:1:2::7, 2001:0DB8:1:2:0:0:0:9",
        "fe80::1%eth0, fe80::2%no-such-interface",
    })
    void these_are_the_same_network(String one, String other) {
        assertThat(Network.of(one)).isEqualTo(Network.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.8",
        "192.0.2.7, ::192.0.2.7",
        "2001:db8:1:2::7, 2001:db8:1:3::7",
        "127.0.0.1, ::1",
    })
    void these_are_two_networks(String one, String other) {
        assertThat(Network.of(one)).isNotEqualTo(Network.of(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "unknown", "_hidden", "[::1]:80", "256.0.0.1", "%"})
    void what_is_no_address_is_a_network_of_its_own(String other) {
        assertThat(Network.of(other)).isEqualTo(Network.of(other)).isNotEqualTo(Network.of("192.0.2.7"));
    }

    @Test
    void a_network_cannot_be_read() {
        assertThat(Network.of("192.0.2.7").toString()).doesNotContain("192.0.2");
    }
}
