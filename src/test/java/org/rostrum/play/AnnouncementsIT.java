package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How often a screen reader is spoken to: what ticks on a page is never in a live region.
@ExtendWith(Doors.class)
class AnnouncementsIT {

    private static final String QUESTION = "When do I get a pension?";
    private static final Pattern LOST = Pattern.compile("Reconnecting|offline");
    private static final long MINUTE_MS = 60_000;
    private static final int MOST_IN_A_MINUTE = 12;

    /// Counts from now on how often what the page's live regions say changes.
    private static final String COUNT = """
            () => {
                const said = () => [...document.querySelectorAll('[role=status], [role=alert], [role=log], [aria-live]')]
                    .map((region) => region.textContent.trim()).join('|');
                let before = said();
                window.announced = [];
                new MutationObserver(() => {
                    const now = said();
                    if (now !== before) {
                        window.announced.push(now);
                        before = now;
                    }
                }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
            }
            """;

    @Test
    void a_page_of_the_team_without_network_says_so_and_not_every_second_how_long(Evening evening) {
        // Given
        evening.asked(QUESTION, Language.ENGLISH);
        evening.decides("air", evening.queued("Is there a hockey team?", Language.ENGLISH), Map.of());
        var hana = evening.invited("Hana", "host", evening.organizer());

        for (var page : new String[] {"/host/", "/desk/", "/stage/", "/s/"}) {
            var window = hana.anotherWindow();
            window.page().clock().install();
            window.opens(page + evening.code()).sees(Evening.TITLE, Evening.TITRE);
            var lost = window.page().locator("[role=status]", new Page.LocatorOptions().setHasText(LOST));
            assertThat(lost).hasCount(0);

            // When
            window.page().evaluate(COUNT);
            window.isOffline(true);
            assertThat(lost).not().hasCount(0);
            window.page().clock().runFor(MINUTE_MS);

            // Then
            assertThat((Iterable<?>) window.page().evaluate("() => window.announced"))
                    .as("what %s says in a minute", page)
                    .hasSizeBetween(1, MOST_IN_A_MINUTE);
            window.isOffline(false);
            window.page().close();
        }
    }
}
