package org.rostrum.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "http://example.org,            http,  example.org, 80",
        "https://example.org,           https, example.org, 443",
        "HTTPS://Example.ORG:8443,      https, example.org, 8443",
        "http://192.168.0.7:8080,       http,  192.168.0.7, 8080",
        "http://[::1]:8080,             http,  [::1],       8080",
    })
    void an_origin_is_read_with_its_port_spelt_out(String text, String scheme, String host, int port) {
        assertThat(Origin.parse(text)).contains(new Origin(scheme, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "example.org",
                "file:///etc/passwd",
                "chrome-extension://abcdef",
                "http://",
                "http://user@example.org",
                "http://exa mple.org",
                "http://example.org:99999",
                "javascript:alert(1)"
            })
    void what_is_no_origin_of_a_page_is_not_read(String text) {
        assertThat(Origin.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org,      example.org,      true",
        "https://example.org,      example.org:443,  true",
        "https://example.org,      EXAMPLE.org,      true",
        "http://example.org:8080,  example.org:8080, true",
        "http://example.org,       example.org:8080, false",
        "http://example.org,       evil.example.org, false",
        "http://example.org,       example.org.evil, false",
        "http://example.org,       evil@example.org, false",
    })
    void an_origin_knows_whether_a_host_header_names_it(String origin, String host, boolean expected) {
        assertThat(Origin.parse(origin).orElseThrow().isAt(host)).isEqualTo(expected);
    }

    @Test
    void the_port_is_part_of_an_origin() {
        assertThat(Origin.parse("http://example.org:8080")).isNotEqualTo(Origin.parse("http://example.org:8081"));
    }
}
