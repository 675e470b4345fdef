package org.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.address.PublicAddress;

class OriginCheckTest {

    @ParameterizedTest(name = "Origin {0}, Host {1}, Sec-Fetch-Site {2}: ours {3}")
    @CsvSource({
        // a browser on one of our pages
        "https://questions.example.org, questions.example.org, same-origin, true",
        "https://questions.example.org, questions.example.org, ,            true",
        // a proxy that rewrites Host
        "https://questions.example.org, backend:8080,          same-origin, true",
        // no browser
        ",                              localhost:8080,        ,            true",
        // a browser that leaves Origin out on our own page, or the address bar
        ",                              localhost:8080,        same-origin, true",
        ",                              localhost:8080,        none,        true",
        // somebody else's page
        "https://evil.example,          questions.example.org, cross-site,  false",
        "https://evil.example,          questions.example.org, ,            false",
        "https://questions.example.org, questions.example.org, cross-site,  false",
        ",                              questions.example.org, cross-site,  false",
        ",                              questions.example.org, same-site,   false",
        "https://other.example.org,     questions.example.org, same-site,   false",
        "https://questions.example.org.evil.example, questions.example.org, , false",
        "https://evilquestions.example.org, questions.example.org, ,        false",
        "http://questions.example.org:8081, questions.example.org, ,        false",
        // the right name by the wrong scheme, towards a proxy that rewrites Host
        "http://questions.example.org,  backend:8080,          ,            false",
        // a page from elsewhere than the public address, although the request went to the same place
        "http://localhost:8080,         localhost:8080,        same-origin, false",
        "http://127.0.0.1:8080,         127.0.0.1:8080,        ,            false",
        "http://192.168.1.20:8080,      192.168.1.20:8080,     same-origin, false",
        "http://questions.example.org,  questions.example.org, same-origin, false",
        "https://questions.example.org:8443, questions.example.org:8443, ,  false",
        "http://evil.example:8080,      evil.example:8080,     same-origin, false",
        // another server on this machine
        "http://localhost:9090,         localhost:8080,        same-site,   false",
        "http://localhost:9090,         localhost:8080,        ,            false",
        // sandboxed frames, files, extensions, nonsense
        "null,                          questions.example.org, ,            false",
        "file://,                       questions.example.org, ,            false",
        "chrome-extension://abc,        questions.example.org, ,            false",
        "https://evil.example@questions.example.org, questions.example.org, , false",
        "%%%,                           questions.example.org, ,            false",
        "'',                            questions.example.org, ,            false",
    })
    void only_our_own_pages_and_what_is_no_browser_may_change_something(
            String origin, String host, String site, boolean ours) {
        assertThat(isOurs(configured("https://questions.example.org"), origin, host, site))
                .isEqualTo(ours);
    }

    @ParameterizedTest(name = "Origin {0}, Host {1}, Sec-Fetch-Site {2}: ours {3}")
    @CsvSource({
        "http://localhost:8080,         localhost:8080,        same-origin, true",
        "http://127.0.0.1:8080,         127.0.0.1:8080,        ,            true",
        // a name that only the local network knows
        "http://registry.local:8080,    registry.local:8080,   same-origin, true",
        "http://localhost:9090,         localhost:8080,        ,            false",
        "https://evil.example,          localhost:8080,        ,            false",
    })
    void where_no_public_address_is_set_this_machine_is_the_place(
            String origin, String host, String site, boolean ours) {
        var unset = new OriginCheck(new PublicAddress(Optional.empty(), "0.0.0.0", () -> 8080));

        assertThat(isOurs(unset, origin, host, site)).isEqualTo(ours);
        assertThat(isOurs(configured("http://localhost:8080"), origin, host, site))
                .isEqualTo(ours);
    }

    private static OriginCheck configured(String url) {
        return new OriginCheck(new PublicAddress(Optional.of(URI.create(url)), "0.0.0.0", () -> 8080));
    }

    private static boolean isOurs(OriginCheck check, String origin, String host, String site) {
        var headers = new HashMap<String, String>();
        headers.put("Origin", origin);
        headers.put("Host", host);
        headers.put("Sec-Fetch-Site", site);
        return check.isOurOwn(headers::get);
    }
}
