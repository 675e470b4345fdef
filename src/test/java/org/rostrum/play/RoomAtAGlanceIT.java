package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a viewer finds without scrolling while a question is on air: how to ask, and where the others' questions begin.
@ExtendWith(Doors.class)
class RoomAtAGlanceIT {

    private static final String ON_AIR = "Do medical technicians get their civilian paramedic licence?";
    private static final String PENSION = "When do I get a pension?";

    @ParameterizedTest
    @CsvSource({"390, 844", "1366, 768", "320, 640"})
    void the_way_to_ask_is_in_view_and_the_first_question_not_far(int width, int height, Evening evening) {
        // Given
        evening.decides("air", evening.queued(ON_AIR, Language.ENGLISH), Map.of());
        evening.published(PENSION, Language.ENGLISH);
        var vito = evening.viewer(Language.FRENCH);

        // When
        vito.page().setViewportSize(width, height);
        vito.sees(ON_AIR).sees(PENSION);

        // Then
        var send = vito.button("Send", "Envoyer");
        assertThat(bottom(send)).as("the way to ask").isLessThan(height);
        assertThat(top(vito.question(PENSION))).as("the first question").isLessThan(height * 1.2);

        // When
        vito.writes("Your question", "Votre question", "Y a-t-il un test physique?");

        // Then
        assertThat(vito.page().getByRole(AriaRole.GROUP).filter(new Locator.FilterOptions().setHasText("Langue de la")))
                .isVisible();
        vito.sees("Aucun nom ni courriel requis.");
        vito.findsNoBarrier();
        send.click();
        vito.sees("Reçue.");
    }

    @Test
    void a_reader_by_keys_comes_past_the_head_and_from_question_to_question(Evening evening) {
        // Given
        evening.published(PENSION, Language.ENGLISH);
        var vera = evening.viewer(Language.ENGLISH).sees(PENSION);

        // When
        vera.tabsTo(vera.page().getByText("Skip to the questions")).types("Enter");

        // Then
        assertThat(vera.region("Questions", "Questions")).isFocused();
        assertThat(vera.heading(PENSION, PENSION)).isVisible();
    }

    @Test
    void on_paper_there_are_questions_and_what_became_of_them_and_nothing_to_press(Evening evening) {
        // Given
        evening.decides("air", evening.queued(ON_AIR, Language.ENGLISH), Map.of());
        evening.decides("answer", evening.published(PENSION, Language.ENGLISH), Map.of());
        var vera = evening.viewer(Language.ENGLISH).sees(PENSION);

        // When
        vera.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

        // Then
        vera.sees(ON_AIR).sees(PENSION).sees(Pattern.compile("Answered live at"));
        assertThat(vera.page().locator("main :is(button, select, textarea, input):visible"))
                .hasCount(0);
        assertThat(vera.page().getByText("Have my screen reader")).isHidden();
    }

    private static double top(Locator element) {
        return element.boundingBox().y;
    }

    private static double bottom(Locator element) {
        var box = element.boundingBox();
        return box.y + box.height;
    }
}
