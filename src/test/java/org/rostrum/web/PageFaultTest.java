package org.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What of a page's fault may stand in a log.
class PageFaultTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            TypeError: x is undefined                                     | TypeError: x is undefined
            SyntaxError: Unexpected token 'J', "Je suis né…" is not valid | SyntaxError: Unexpected token *, * is not valid
            TypeError: "half a quotation of what I wrote                  | TypeError: *
            NetworkError at https://example.org/desk/K7M2QX?x=1           | NetworkError at *
            Error: session K7M2QX of marie@example.org, 613 555-0199      | Error: session * of * 613 555-*
            Error: é\u0007😀 <b>bold</b>                                   | Error: *
            """)
    void is_the_kind_of_fault_and_nobodys_words(String message, String logged) {
        assertThat(PageFault.of("room", message, null).message()).isEqualTo(logged);
    }

    @Test
    void a_line_break_begins_no_line_of_its_own() {
        assertThat(PageFault.of("room", "a\n2026-11-21 ERROR\r\n\tb", null).message())
                .isEqualTo("a *-11-21 * b");
    }

    @Test
    void is_short() {
        assertThat(PageFault.of("room", "x ".repeat(20_000), null).message()).hasSizeLessThanOrEqualTo(120);
    }

    @ParameterizedTest
    @CsvSource({
        "room.4f2a.js:1:2345,            unknown",
        "room-4f2a_B.js:1:2345,          room-4f2a_B.js:1:2345",
        "https://example.org/a.js:1:2,   unknown",
        "a.js:1:2 and more,              unknown"
    })
    void says_where_only_by_a_script_a_line_and_a_column(String at, String logged) {
        assertThat(PageFault.of("desk", "Error", at).at()).isEqualTo(logged);
    }

    @ParameterizedTest
    @CsvSource({"DESK,desk", "sign-in,sign-in", "K7M2QX,other", ",other"})
    void says_which_page_only_of_ours(String page, String logged) {
        assertThat(PageFault.of(page, "Error", null).page()).isEqualTo(logged);
    }
}
