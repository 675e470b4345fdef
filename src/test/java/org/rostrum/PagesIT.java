package org.rostrum;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.microsoft.playwright.options.AriaRole;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.Browser;
import org.rostrum.testing.PackagedServer;

/// The built pages as the packaged server hands them out, and as a browser sees them.
class PagesIT {

    private static final Pattern SCRIPT = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"");

    @TempDir
    static Path folder;

    private static PackagedServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        server = PackagedServer.start(folder);
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/s/ABC234",
                "/desk/ABC234",
                "/stage/ABC234",
                "/overlay/ABC234",
                "/host",
                "/host/ABC234",
                "/join"
            })
    void each_address_of_a_page_gives_html_that_is_asked_for_again(String path) {
        given().baseUri(base())
                .get(path)
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header(
                        "Content-Security-Policy",
                        containsString("ws://" + server.address().getAuthority()))
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .body(containsString("<script type=\"module\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/s/ABC234", "/desk/ABC234", "/host"})
    void a_page_is_asked_for_again_also_after_an_answer_without_a_body(String path) {
        var changed = given().baseUri(base())
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .header("Last-Modified");

        given().baseUri(base()).head(path).then().statusCode(200).header("Cache-Control", "no-cache");
        given().baseUri(base())
                .header("If-Modified-Since", changed)
                .get(path)
                .then()
                .statusCode(304)
                .header("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @CsvSource({"br, br", "'gzip, deflate, br, zstd', br", "gzip, gzip", "'br;q=0, gzip', gzip"})
    void what_bears_a_hash_is_sent_as_the_build_has_compressed_it(String accepted, String coding) {
        var html = given().baseUri(base()).get("/s/ABC234").asString();
        var script = SCRIPT.matcher(html);
        assertThat(script.find()).isTrue();

        var answer = given().baseUri(base())
                .config(RestAssured.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", accepted)
                .get(script.group(1));

        answer.then()
                .statusCode(200)
                .contentType("text/javascript;charset=UTF-8")
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("Content-Encoding", equalTo(coding))
                .header("Content-Length", not(equalTo("0")))
                .header("Vary", equalToIgnoringCase("Accept-Encoding"))
                .header("Content-Security-Policy", nullValue())
                .header("Permissions-Policy", nullValue());
        given().baseUri(base())
                .header("Accept-Encoding", accepted)
                .head(script.group(1))
                .then()
                .statusCode(200)
                .header("Content-Encoding", equalTo(coding));
    }

    @Test
    void a_script_is_the_same_however_it_is_sent() {
        var html = given().baseUri(base()).get("/s/ABC234").asString();
        var script = SCRIPT.matcher(html);
        assertThat(script.find()).isTrue();

        var plain = given().baseUri(base())
                .config(RestAssured.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", "identity")
                .get(script.group(1));

        plain.then().statusCode(200).header("Content-Encoding", not(equalTo("br")));
        assertThat(given().baseUri(base())
                        .header("Accept-Encoding", "gzip")
                        .get(script.group(1))
                        .asString())
                .isEqualTo(plain.asString());
    }

    @Test
    void what_bears_a_hash_is_kept_for_good_and_sent_compressed() {
        var html = given().baseUri(base()).get("/join").asString();
        var script = SCRIPT.matcher(html);
        assertThat(script.find()).isTrue();

        given().baseUri(base())
                .header("Accept-Encoding", "gzip")
                .get(script.group(1))
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("Content-Encoding", equalTo("gzip"));
    }

    /// Browsers ask for the two without being told of them.
    @ParameterizedTest
    @CsvSource({"/icon.svg, image/svg+xml", "/favicon.ico, image/svg+xml", "/apple-touch-icon.png, image/png"})
    void icons_are_there_and_asked_for_again(String path, String type) {
        given().baseUri(base())
                .get(path)
                .then()
                .statusCode(200)
                .contentType(startsWith(type))
                .header("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/assets/room-00000000.js", "/assets/", "/api/nowhere", "/ws/nowhere", "/nowhere", "/nowhere.js"
            })
    void what_is_not_there_is_not_found_and_no_page(String path) {
        var answer = given().baseUri(base()).get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.asString()).doesNotContain("<script");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-CA", "fr-CA"})
    void the_first_page_is_accessible_and_without_complaints(String language) {
        try (var window = browser.window(server.address(), language)) {
            // When
            window.page().navigate("/");
            assertThat(window.page().getByRole(AriaRole.TEXTBOX)).isVisible();

            // Then
            assertThat(window.page().locator("html")).hasAttribute("lang", Pattern.compile(language.substring(0, 2)));
            window.requireAccessible();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void the_host_link_lets_the_person_at_the_console_in() throws Exception {
        // Given
        var file = folder.resolve("host-link");
        await().until(() -> Files.exists(file));
        var link = URI.create(Files.readString(file).strip());

        try (var window = browser.window(server.address(), "en-CA")) {
            // When
            window.page().navigate(link.getPath() + "#" + link.getFragment());
            var enter = window.page().getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON);
            assertThat(enter).isVisible();
            window.requireAccessible();
            enter.click();

            // Then
            window.page().waitForURL("**/host");
            assertThat(window.page().request().get("/api/me").text()).contains("\"role\":\"host\"");
            assertThat(window.complaints()).noneMatch(complaint -> complaint.contains("Content Security Policy"));
        }
    }

    private static String base() {
        return server.address().toString();
    }
}
