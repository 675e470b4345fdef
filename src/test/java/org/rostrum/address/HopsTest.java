package org.rostrum.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopsTest {

    private static final Hops HOPS =
            Hops.through(List.of("127.0.0.1", " 10.1.0.0/16", "2001:db8:1::/48", "proxy.internal"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "203.0.113.7                                | 203.0.113.7",
                "198.51.100.1, 203.0.113.7                  | 203.0.113.7",
                "10.1.2.3, 127.0.0.1, 203.0.113.7           | 203.0.113.7",
                "198.51.100.1, 203.0.113.7, 10.1.2.3        | 203.0.113.7",
                "203.0.113.7,10.1.255.255,10.1.0.0          | 203.0.113.7",
                "203.0.113.7, 10.2.0.1                      | 10.2.0.1",
                "198.51.100.1, 203.0.113.7:49152            | 203.0.113.7",
                "2001:db8:7::9, 2001:db8:1::2               | 2001:db8:7:0:0:0:0:9",
                "'198.51.100.1, [2001:db8:7::9]:443'        | 2001:db8:7:0:0:0:0:9",
                "::ffff:203.0.113.7                         | 203.0.113.7",
                "198.51.100.1, unknown                      | 127.0.0.1",
                "198.51.100.1, unknown, 10.1.2.3            | 10.1.2.3",
                "10.1.2.3                                   | 10.1.2.3",
                "''                                         | 127.0.0.1",
                "'198.51.100.1,'                            | 127.0.0.1"
            })
    void the_client_is_the_first_from_the_right_that_is_no_trusted_proxy(String header, String client) {
        assertThat(HOPS.client("127.0.0.1", List.of(header))).isEqualTo(client);
    }

    @Test
    void several_headers_are_one_list_and_none_names_the_peer() {
        assertThat(HOPS.client("127.0.0.1", List.of("198.51.100.1", "203.0.113.7, 10.1.2.3")))
                .isEqualTo("203.0.113.7");
        assertThat(HOPS.client("127.0.0.1", List.of())).isEqualTo("127.0.0.1");
    }

    @Test
    void a_server_that_believes_everybody_must_not_start() {
        assertThat(of(Map.of())).isEmpty();
        assertThat(of(Map.of("proxy-address-forwarding", "true")))
                .get()
                .asString()
                .contains("trusted-proxies");
        assertThat(of(Map.of("proxy-address-forwarding", "true", "trusted-proxies", "127.0.0.1")))
                .isEmpty();
        assertThat(of(Map.of(
                        "proxy-address-forwarding", "true", "trusted-proxies", "127.0.0.1", "allow-forwarded", "true")))
                .get()
                .asString()
                .contains("X-Forwarded-For");
    }

    private static Optional<String> of(Map<String, String> settings) {
        var builder = new io.smallrye.config.SmallRyeConfigBuilder().withMapping(ForwardingConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("quarkus.http.proxy." + name, value));
        return builder.build().getConfigMapping(ForwardingConfig.class).objection();
    }
}
