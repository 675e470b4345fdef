package org.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rostrum.address.PublicAddress;

class OriginCheckTest {

    private final OriginCheck check =
            new OriginCheck(new PublicAddress(Optional.of(URI.create("https://questions.example.org")), () -> 8080));

    @ParameterizedTest(name = "Origin {0}, Host {1}, Sec-Fetch-Site {2}: ours {3}")
    @CsvSource({
        // a browser on one of our pages
        "https://questions.example.org, questions.example.org, same-origin, true",
        "https://questions.example.org, questions.example.org, ,            true",
        "http://localhost:8080,         localhost:8080,        same-origin, true",
        "http://127.0.0.1:8080,         127.0.0.1:8080,        ,            true",
        "http://192.168.1.20:8080,      192.168.1.20:8080,     same-origin, true",
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
        var headers = new HashMap<String, String>();
        headers.put("Origin", origin);
        headers.put("Host", host);
        headers.put("Sec-Fetch-Site", site);

        assertThat(check.isOurOwn(headers::get)).isEqualTo(ours);
    }
}
