package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The stage view where there is little room: on phones on their side, and magnified up to 400 % (WCAG 1.4.10).
@ExtendWith(Doors.class)
class SmallStageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SENTENCE = "Do I still go through the whole officer training in Saint-Jean? ";
    private static final String LONGEST = SENTENCE.repeat(8).substring(0, 499) + "?";
    private static final String SHORT = "Is there a pension?";
    private static final String AFTER = "Is there a choice of base after the first posting?";
    private static final double READABLE_PX = 18;

    /// Where everything stands once the page is scrolled to its end: what lies over or under what, and whether anything
    /// cuts the question off.
    private static final String PLACES = """
            () => {
                scrollTo(0, document.documentElement.scrollHeight);
                const text = document.querySelector('#now').closest('section').querySelector('.text p');
                const box = (element) => element.getBoundingClientRect();
                const parts = [...document.querySelectorAll('header, section, footer')]
                    .filter((part) => part.getClientRects().length > 0);
                const faults = parts.slice(1).flatMap((part, i) =>
                    box(part).top < box(parts[i]).bottom - 1 ? [`${part.className} lies over what is above it`] : []);
                for (let around = text.parentElement; around !== null; around = around.parentElement) {
                    const { overflowX, overflowY } = getComputedStyle(around);
                    const cut = box(text).bottom > box(around).bottom + 2 || box(text).right > box(around).right + 2;
                    if (cut && (around.tagName === 'SECTION' || overflowX !== 'visible' || overflowY !== 'visible')) {
                        faults.push(`${around.tagName} ${around.className} cuts the question off`);
                    }
                }
                if (text.scrollHeight > text.clientHeight + 4 || getComputedStyle(text).display !== 'block') {
                    faults.push('the question ends early');
                }
                const size = Number.parseFloat(getComputedStyle(text).fontSize);
                const wide = document.documentElement.scrollWidth;
                const foot = box(document.querySelector('footer')).height / innerHeight;
                const sticky = getComputedStyle(document.querySelector('footer')).position === 'sticky';
                return JSON.stringify({ faults, size, wide, taken: sticky ? foot : 0 });
            }
            """;

    @ParameterizedTest
    @CsvSource({"320, 256", "480, 320", "667, 375", "683, 384", "844, 390", "390, 844"})
    void the_whole_question_can_be_read_and_every_button_reached(int width, int height, Evening evening)
            throws JsonProcessingException {
        // Given
        var first = evening.queued(LONGEST, Language.ENGLISH);
        var second = evening.queued(SHORT, Language.ENGLISH);
        evening.queued(AFTER, Language.ENGLISH);
        evening.decides("air", first, Map.of());
        var paul = evening.panelist("Paul", Language.FRENCH).sees(LONGEST);

        // When
        paul.page().setViewportSize(width, height);

        // Then
        isWhole(paul, width);
        for (var button : paul.page()
                .getByRole(AriaRole.CONTENTINFO)
                .getByRole(AriaRole.BUTTON)
                .all()) {
            button.scrollIntoViewIfNeeded();
            assertThat(button).isInViewport();
        }

        // When
        evening.decides("air", second, Map.of("replaces", first));

        // Then
        paul.sees(SHORT);
        assertThat(paul.region("Now", "Maintenant")).containsText(SHORT);
        isWhole(paul, width);
        paul.findsNoBarrier();
    }

    @Test
    void a_page_key_scrolls_a_magnified_stage_and_puts_nothing_on_air(Evening evening) {
        // Given
        evening.queued(LONGEST, Language.ENGLISH);
        var paul = evening.panelist("Paul", Language.ENGLISH).sees(LONGEST);
        paul.page().setViewportSize(320, 256);

        // When
        paul.types("PageDown");

        // Then
        paul.page().waitForFunction("() => document.scrollingElement.scrollTop > 100");
        paul.doesNotSee("Clicker: on", "Télécommande : activée");
        evening.viewer(Language.ENGLISH).sees("The panel is not answering a question right now.");
    }

    @Test
    void a_page_key_on_a_stage_that_is_whole_says_that_the_clicker_is_off(Evening evening) {
        // Given
        evening.queued(SHORT, Language.ENGLISH);
        var paul = evening.panelist("Paul", Language.ENGLISH).sees(SHORT);

        // When
        paul.types("PageDown");

        // Then
        paul.sees("The clicker is off.");
        evening.viewer(Language.ENGLISH).sees("The panel is not answering a question right now.");
    }

    private record Places(List<String> faults, double size, int wide, double taken) {}

    private static void isWhole(Person panelist, int width) throws JsonProcessingException {
        var page = panelist.page();
        // Type is fitted to the space once the space is known.
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        var places = JSON.readValue((String) page.evaluate(PLACES), Places.class);
        assertThat(places.faults()).isEmpty();
        assertThat(places.size()).isGreaterThanOrEqualTo(READABLE_PX);
        assertThat(places.wide()).isLessThanOrEqualTo(width);
        assertThat(places.taken()).isLessThan(1.0 / 3);
    }
}
