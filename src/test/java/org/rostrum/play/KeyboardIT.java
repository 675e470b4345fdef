package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The way of a question from the audience to the answer by people who use no mouse.
@ExtendWith(Doors.class)
class KeyboardIT {

    private static final String NAVY = "Does the Navy need pharmacists?";
    private static final String RESERVE = "Can I serve part time while I study?";
    private static final String AGE = "Is there an age limit?";
    private static final String DOGS = "Are there veterinarians in the Forces?";

    @Test
    void a_viewer_asks_and_votes_with_the_keyboard_alone(Evening evening) {
        // Given
        evening.published(NAVY, Language.ENGLISH);
        var vera = evening.viewer(Language.ENGLISH).sees(NAVY);

        // When
        vera.tabsTo(vera.field("Your question", "Votre question"));
        vera.page().keyboard().insertText("Is there a uniform?");
        vera.types("Control+Enter");

        // Then
        vera.sees("Received. A moderator will read it.");
        assertThat(vera.field("Your question", "Votre question")).isFocused();

        // When
        var vote = vera.button("Me too: " + NAVY, "Moi aussi : " + NAVY);
        vera.tabsTo(vote).types("Space");

        // Then
        assertThat(vote).hasAttribute("aria-pressed", "true");
        assertThat(vote).isFocused();
        assertThat(vera.question(NAVY)).containsText("2 people want this answered");
    }

    @Test
    void a_moderator_decides_by_letters_and_the_focus_goes_to_the_next_question(Evening evening) {
        // Given
        evening.asked(RESERVE, Language.ENGLISH);
        evening.asked(AGE, Language.ENGLISH);
        evening.asked(DOGS, Language.ENGLISH);
        var viewer = evening.viewer(Language.FRENCH);
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(DOGS);
        viewer.sees("Aucune question pour l’instant. Posez la première.");

        // publish, and on to the next
        maya.tabsTo(maya.question(RESERVE)).types("a");
        assertThat(maya.question(AGE)).isFocused();
        viewer.sees(RESERVE);

        // down, up, and queue
        maya.types("j");
        assertThat(maya.question(DOGS)).isFocused();
        maya.types("k").types("q");
        assertThat(maya.question(DOGS)).isFocused();
        assertThat(maya.region("Queue 1", "File 1").getByText(AGE)).isVisible();

        // dismiss with the first reason
        maya.types("x").sees("Why dismiss this question?").types("1");
        maya.sees("All caught up. New questions appear here.");
        assertThat(maya.dialog()).hasCount(0);

        // undo it
        maya.types("z").sees("is back where it was.");
        assertThat(maya.region("To review 1", "À examiner 1").getByText(DOGS)).isVisible();

        // to the published ones, pin
        maya.types("2");
        assertThat(maya.question(RESERVE)).isFocused();
        maya.types("p");
        viewer.sees("Épinglée");

        // to the queue, on air and on the screen
        maya.types("3");
        assertThat(maya.question(AGE)).isFocused();
        maya.types("o");
        assertThat(viewer.region("Now answering", "Réponse en cours").getByText(AGE))
                .isVisible();
        maya.types("g").sees("Graphic on screen");

        // the help, and out of it
        maya.types("1").types("?");
        assertThat(maya.heading("Keyboard shortcuts", "Raccourcis clavier")).isVisible();
        maya.findsNoBarrier().types("Escape");
        assertThat(maya.dialog()).hasCount(0);
        assertThat(maya.question(DOGS)).isFocused();
    }

    @Test
    void what_nobody_has_reviewed_goes_on_air_by_two_presses_only(Evening evening) {
        // Given
        evening.asked(DOGS, Language.ENGLISH);
        evening.asked(AGE, Language.ENGLISH);
        var viewer = evening.viewer(Language.FRENCH).sees("Aucune question pour l’instant. Posez la première.");
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(AGE);
        var again = "Nobody has reviewed this question. Press O again to publish it and put it on air.";

        // one press, and any other key
        maya.tabsTo(maya.question(DOGS)).types("o").sees(again);
        maya.findsNoBarrier().types("j");
        maya.doesNotSee(again);
        assertThat(maya.question(AGE)).isFocused();

        // one press on each of two
        maya.types("o").sees(again).types("k").types("o").sees(again);
        assertThat(maya.page().getByText("Nothing is on air.")).isVisible();
        viewer.doesNotSee(DOGS).doesNotSee(AGE);

        // the second press
        maya.types("o");
        assertThat(viewer.region("Now answering", "Réponse en cours").getByText(DOGS))
                .isVisible();
        assertThat(maya.question(AGE)).isFocused();
        viewer.doesNotSee(AGE);
    }

    @Test
    void what_nobody_has_reviewed_goes_on_air_from_its_menu_by_a_second_button_only(Evening evening) {
        // Given
        evening.asked(DOGS, Language.ENGLISH);
        var viewer = evening.viewer(Language.FRENCH).sees("Aucune question pour l’instant. Posez la première.");
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(DOGS);

        // When
        maya.question(DOGS).click();
        maya.question(DOGS)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("More…"))
                .click();
        maya.page().getByText("Put on air and show").click();

        // Then
        var publishes = maya.button("Publish, put on air and show", "Publier, mettre à l’antenne et afficher");
        assertThat(publishes).isVisible();
        assertThat(maya.page().getByText("Nothing is on air.")).isVisible();
        viewer.doesNotSee(DOGS);

        // When
        publishes.click();

        // Then
        assertThat(viewer.region("Now answering", "Réponse en cours").getByText(DOGS))
                .isVisible();
        maya.sees("Graphic on screen");
    }

    @Test
    void a_letter_does_nothing_where_no_question_has_the_focus_and_after_it_was_switched_off(Evening evening) {
        // Given
        evening.asked(DOGS, Language.ENGLISH);
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(DOGS);

        // When
        maya.types("a");
        maya.tabsTo(maya.button("Keys: on", "Raccourcis : activés")).types("Enter");
        maya.tabsTo(maya.question(DOGS)).types("a").types("q");
        evening.asked(AGE, Language.ENGLISH);

        // Then
        maya.sees(AGE);
        assertThat(maya.region("To review 2", "À examiner 2").getByText(DOGS)).isVisible();
    }

    @Test
    void a_clicker_takes_the_next_question_on_air_and_takes_it_back(Evening evening) {
        // Given
        evening.queued(AGE, Language.ENGLISH);
        evening.queued(DOGS, Language.ENGLISH);
        var viewer = evening.viewer(Language.ENGLISH);
        var onAir = viewer.region("Now answering", "Réponse en cours");
        var paul = evening.panelist("Paul", Language.FRENCH).sees("À jour à").sees(AGE);
        var clicker = paul.page().getByRole(AriaRole.SWITCH);

        // When
        paul.tabsTo(clicker).types("Enter");
        assertThat(clicker).isChecked();
        paul.reloads().sees("À jour à").sees(AGE).types("PageDown");

        // Then
        assertThat(onAir).containsText(AGE);
        assertThat(onNow(paul)).containsText(AGE);

        // When
        hasRested(paul).types("PageDown");

        // Then
        assertThat(onAir).containsText(DOGS);
        assertThat(onNow(paul)).containsText(DOGS);

        // When
        hasRested(paul).types("PageUp");

        // Then
        assertThat(onAir).containsText(AGE);
        assertThat(onNow(paul)).containsText(AGE);
    }

    /// The step is confirmed, and a second has passed: a clicker's second press right after the first is taken for a
    /// bounce.
    private static Person hasRested(Person panelist) {
        panelist.sees("est à l’antenne.");
        assertThat(onNow(panelist)).not().containsText("0:00");
        return panelist;
    }

    private static Locator onNow(Person panelist) {
        return panelist.region("Now", "Maintenant");
    }
}
