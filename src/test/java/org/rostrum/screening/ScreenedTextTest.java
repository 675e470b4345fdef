package org.rostrum.screening;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.Refusals.refusal;

import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

class ScreenedTextTest {

    private static final String FIREFIGHTER = "\uD83D\uDC69\u200D\uD83D\uDE92";

    private static RefusalCode refused(String raw) {
        return refusal(() -> ScreenedText.question(raw)).code();
    }

    private static String taken(String raw) {
        return ScreenedText.question(raw).value();
    }

    @Nested
    class given_lengths_in_code_points {

        @Test
        void three_and_five_hundred_are_taken() {
            assertThat(taken("Why")).isEqualTo("Why");
            assertThat(taken("😀".repeat(500))).hasSize(1000);
        }

        @Test
        void two_are_too_few_even_with_blanks_around() {
            assertThat(refused(" \u00A0ab \n")).isEqualTo(RefusalCode.TOO_SHORT);
        }

        @Test
        void five_hundred_and_one_are_too_many() {
            assertThat(refused("😀".repeat(501))).isEqualTo(RefusalCode.TOO_LONG);
        }

        @Test
        void what_normal_form_joins_counts_as_one() {
            assertThat(refused("e\u0301e\u0301")).isEqualTo(RefusalCode.TOO_SHORT);
            assertThat(taken("e\u0301".repeat(500))).isEqualTo("é".repeat(500));
        }
    }

    @Nested
    class given_blanks {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a\r\nb c",
                    "a\nb c",
                    "a\rb c",
                    "a\tb c",
                    "a\u000Bb c",
                    "a\u0085b c",
                    "a\u2028b c",
                    "a\u2029b c"
                })
        void a_line_break_becomes_one_blank(String raw) {
            assertThat(taken(raw)).isEqualTo("a b c");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {" ", "\u00A0", "\u2003", "\u2009", "\u202F", "\u3000", "\u1680", "\uFEFF", "\n", "\u2029"})
        void every_kind_of_blank_falls_off_the_edges(String blank) {
            assertThat(taken(blank + "Who pays?" + blank + blank)).isEqualTo("Who pays?");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "    ",
                    "\u2003\u2003\u2003",
                    "\u200B\u200B\u200B",
                    "\u200D\u200E\u200F\u2060",
                    "\u00AD\u00AD\u00AD",
                    "\u3164\u3164\u3164",
                    "\uFFA0\uFFA0\uFFA0",
                    "\u115F\u1160\u115F",
                    "\u2800\u2800\u2800",
                    "\uFE0F\uFE0E\uFE00",
                    "\u0301\u0302\u0303",
                    "\u0903\u093E\u0903",
                    "\uE000\uF8FF\uE123",
                    "\uFDD0\uFFFE\uFFFF",
                    "\uDB40\uDC41\uDB40\uDC42\uDB40\uDC43",
                    "\uDB40\uDD00\uDB40\uDD01\uDB40\uDD02",
                    "\u180E\u061C\u2061"
                })
        void a_text_that_shows_nothing_is_too_short(String raw) {
            assertThat(refused(raw)).isEqualTo(RefusalCode.TOO_SHORT);
        }

        @Test
        @Timeout(value = 1, unit = SECONDS)
        void a_message_full_of_blanks_costs_no_time() {
            var blanks = " ".repeat(16_000);

            for (int i = 0; i < 100; i++) {
                assertThat(refused("a" + blanks + "b")).isEqualTo(RefusalCode.TOO_LONG);
            }
        }
    }

    @Nested
    class given_characters_that_are_not_text {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ab\u0000cd",
                    "abc\uD83D",
                    "\uDE00abc",
                    "a\uD83Dbc",
                    "abc\uDE00\uD83D",
                    "a\uD83D\uD83D\uDE00b"
                })
        void nul_and_half_characters_are_refused(String raw) {
            assertThat(refused(raw)).isEqualTo(RefusalCode.NOT_TEXT);
        }

        @ParameterizedTest
        @CsvSource({
            "abc\u0007def, abcdef",
            "abc\u009Fdef, abcdef",
            "abc\u202Edef\u202C, abcdef",
            "\u2066abc\u2069 def, abc def",
            "ab\uFEFFcd, abcd"
        })
        void controls_and_bidirectional_overrides_are_dropped(String raw, String expected) {
            assertThat(taken(raw)).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u0634\u0627\u200Cn", "abc\u200E!", "q " + FIREFIGHTER})
        void marks_that_writing_needs_stay(String raw) {
            assertThat(taken(raw)).isEqualTo(raw);
        }
    }

    @Nested
    class given_what_hides_or_piles_up {

        private static final String SCOTLAND = points(0x1F3F4, 0xE0067, 0xE0062, 0xE0073, 0xE0063, 0xE0074, 0xE007F);

        @ParameterizedTest
        @CsvSource({
            "ab\u00ADc\u200Bd, abcd",
            "a\u3164b\u115Fcd, abcd",
            "a\uE000b\uFDD0c\uFFFFd, abcd",
            "a\uFE0Fb\uFE01c, abc",
            "abc\u200D\u200C\u200D\u200Ed, abc\u200Dd",
            "\u2800abc\u2800, abc"
        })
        void it_is_left_out(String raw, String expected) {
            assertThat(taken(raw)).isEqualTo(expected);
        }

        @Test
        void text_in_tags_is_left_out_and_those_of_a_flag_stay() {
            assertThat(taken("abc" + points(0xE0068, 0xE0069, 0xE007F))).isEqualTo("abc");
            assertThat(taken(points(0x1F3F4, 0xE0068, 0xE0069) + "abc")).isEqualTo(points(0x1F3F4) + "abc");
            assertThat(taken("abc " + SCOTLAND)).isEqualTo("abc " + SCOTLAND);
            assertThat(taken("abc" + points(0xE0101, 0xE0102))).isEqualTo("abc");
        }

        @Test
        void four_marks_stand_on_one_letter_and_no_more() {
            assertThat(taken("ab" + "q" + "\u0323\u0301".repeat(100))
                            .codePoints()
                            .count())
                    .isEqualTo(3 + 4);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Où est l’école\u00A0? C’était «\u00A0là\u00A0»…",
                    "كَمْ مُدَّةُ التَّدْرِيبِ؟",
                    "क्या प्रशिक्षण निःशुल्क है?",
                    "ক্ষমা করবেন, প্রশিক্ষণ কতদিন?",
                    "می\u200Cخواهم بدانم",
                    "Thời gian đào tạo là bao lâu?",
                    "שָׁלוֹם לְכֻלָּם",
                    "훈련은 얼마나 걸리나요?",
                    "葛\uDB40\uDD00城市",
                    "ok 1\uFE0F\u20E3 ☎\uFE0F ❤\uFE0F",
                    "family 👨\u200D👩\u200D👧\u200D👦 🏳\uFE0F\u200D🌈 👍🏽 🇨🇦"
                })
        void real_writing_stays_whole(String raw) {
            assertThat(taken(raw)).isEqualTo(java.text.Normalizer.normalize(raw, java.text.Normalizer.Form.NFC));
        }

        private static String points(int... points) {
            return new String(points, 0, points.length);
        }
    }

    @Nested
    class given_names_and_notes {

        @Test
        void a_name_of_forty_is_taken_and_one_more_refused() {
            assertThat(ScreenedText.name("é".repeat(40)).value()).hasSize(40);
            assertThat(refusal(() -> ScreenedText.name("é".repeat(41))).code()).isEqualTo(RefusalCode.TOO_LONG);
        }

        @Test
        void a_blank_name_is_refused() {
            assertThat(refusal(() -> ScreenedText.name(" ")).code()).isEqualTo(RefusalCode.TOO_SHORT);
        }

        @Test
        void a_note_of_one_character_is_taken() {
            assertThat(ScreenedText.note("?").value()).isEqualTo("?");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261121})
    void whatever_passes_passes_again_unchanged(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            var raw = randomText(random);
            try {
                var once = taken(raw);
                assertThat(taken(once))
                        .as("seed %d, text %s", seed, escaped(raw))
                        .isEqualTo(once);
            } catch (Refused refused) {
                assertThat(refused.code())
                        .as("seed %d, text %s", seed, escaped(raw))
                        .isIn(RefusalCode.TOO_SHORT, RefusalCode.TOO_LONG, RefusalCode.NOT_TEXT);
            }
        }
    }

    /// Mostly from the corners of Unicode that matter here.
    private static String randomText(Random random) {
        var corners =
                " \t\r\n\u00A0\u0301\u0327\u0344\u200B\u200D\u2028\u202E\u2066\u3000\uFEFF\uD83D\uDE00aé\u1100\u1161"
                        + "\uFE0F\u200C\u20E31葛\u3164\u2800\u0323\u0301\uDB40\uDC67\uD83C\uDFF4≠=\u0338";
        var text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(8) == 0) {
                text.appendCodePoint(random.nextInt(0x110000));
            } else {
                text.append(corners.charAt(random.nextInt(corners.length())));
            }
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.chars().mapToObj("\\u%04x"::formatted).reduce("", String::concat);
    }
}
