package org.rostrum.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {

    private static final int PORT = 8080;

    @Test
    void links_bear_the_configured_address() {
        var address = configured("https://questions.example.org");

        assertThat(address.of("/s/ABC234")).isEqualTo(URI.create("https://questions.example.org/s/ABC234"));
        assertThat(address.isSecure()).isTrue();
    }

    @Test
    void a_trailing_slash_in_the_configuration_changes_nothing() {
        assertThat(configured("https://questions.example.org/").of("/join#x"))
                .isEqualTo(URI.create("https://questions.example.org/join#x"));
    }

    @Test
    void without_configuration_links_bear_this_machine_and_the_port() {
        var address = new PublicAddress(Optional.empty(), "0.0.0.0", () -> PORT);

        assertThat(address.base().getScheme()).isEqualTo("http");
        assertThat(address.base().getPort()).isEqualTo(PORT);
        assertThat(address.base().getHost()).isNotEqualTo("0.0.0.0");
        assertThat(address.isSecure()).isFalse();
        assertThat(address.addresses()).contains(URI.create("http://localhost:8080"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8080",
        "192.0.2.7, http://192.0.2.7:8080",
        "::1, http://[::1]:8080",
        "localhost, http://localhost:8080"
    })
    void a_server_that_listens_on_one_address_is_reached_there_and_nowhere_else(String host, URI only) {
        var address = new PublicAddress(Optional.empty(), host, () -> PORT);

        assertThat(address.base()).isEqualTo(only);
        assertThat(address.addresses()).containsExactly(only);
    }

    @Test
    void only_pages_from_the_configured_address_are_ours() {
        var address = configured("https://questions.example.org");

        assertThat(address.isOurs(new Origin("https", "questions.example.org", 443), null))
                .isTrue();
        assertThat(address.isOurs(new Origin("http", "questions.example.org", 80), "questions.example.org"))
                .isFalse();
        assertThat(address.isOurs(new Origin("http", "localhost", PORT), "localhost:8080"))
                .isFalse();
        assertThat(address.addresses()).containsExactly(URI.create("https://questions.example.org"));
    }

    @Test
    void an_address_of_this_machine_leaves_it_its_other_ones() {
        var address = configured("http://127.0.0.1:8080");

        assertThat(address.isOurs(new Origin("http", "localhost", PORT), null)).isTrue();
        assertThat(address.addresses()).contains(URI.create("http://localhost:8080"));
    }

    @Test
    void we_lead_back_to_the_configured_address_whatever_host_was_asked() {
        assertThat(configured("https://questions.example.org").ofOrAt("/done", "http://evil.example/api/sign-out"))
                .isEqualTo(URI.create("https://questions.example.org/done"));
        assertThat(new PublicAddress(Optional.empty(), "0.0.0.0", () -> PORT)
                        .ofOrAt("/done", "http://laptop:8080/api/sign-out"))
                .isEqualTo(URI.create("http://laptop:8080/done"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "questions.example.org",
                "ftp://questions.example.org",
                "https://questions.example.org/app",
                "https://questions.example.org?x=1",
                "https://questions.example.org#x",
                "https://user:secret@questions.example.org"
            })
    void an_address_that_links_cannot_bear_is_refused_at_the_start(String url) {
        assertThatThrownBy(() -> configured(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rostrum.public-url");
    }

    private static PublicAddress configured(String url) {
        return new PublicAddress(Optional.of(URI.create(url)), "0.0.0.0", () -> PORT);
    }
}
