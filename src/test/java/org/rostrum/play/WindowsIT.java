package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What somebody is doing is left alone: by their other windows, by a reload and by what others do.
@ExtendWith(Doors.class)
class WindowsIT {

    private static final String PENSION = "When do I get a pension?";
    private static final String HOCKEY = "Is there a hockey team?";
    private static final String DENTIST = "Do you need dentists?";
    private static final String DRAFT = "Faut-il savoir nager pour";

    @Test
    void two_windows_of_one_viewer_show_the_same(Evening evening) {
        // Given
        evening.published(PENSION, Language.ENGLISH);
        var left = evening.viewer(Language.FRENCH).sees(PENSION);
        left.writes("Your question", "Votre question", HOCKEY).presses("Send", "Envoyer");
        left.sees("Reçue. Une personne de l’équipe la lira.");
        var right = left.anotherWindow().opens("/s/" + evening.code()).sees(PENSION);

        // When
        left.button("Me too: " + PENSION, "Moi aussi : " + PENSION).click();

        // Then
        assertThat(right.button("Me too: " + PENSION, "Moi aussi : " + PENSION)).hasAttribute("aria-pressed", "true");
        assertThat(right.question(PENSION)).containsText("2 personnes veulent une réponse");
        right.chooses("My questions", "Mes questions").sees(HOCKEY);
    }

    @Test
    void a_draft_survives_a_reload_and_the_other_language(Evening evening) {
        // Given
        var vito = evening.viewer(Language.FRENCH);
        vito.writes("Your question", "Votre question", DRAFT);

        // When
        vito.reloads();

        // Then
        assertThat(vito.field("Your question", "Votre question")).hasValue(DRAFT);

        // When
        vito.page().getByText("English").click();

        // Then
        assertThat(vito.page().getByLabel("Your question")).hasValue(DRAFT);
    }

    @Test
    void new_questions_wait_until_they_are_asked_for_and_nothing_moves(Evening evening) {
        // Given
        evening.published(PENSION, Language.ENGLISH);
        var vera = evening.viewer(Language.ENGLISH).sees(PENSION);
        var before = vera.question(PENSION).boundingBox();

        // When
        evening.published(HOCKEY, Language.ENGLISH);
        evening.published(DENTIST, Language.ENGLISH);

        // Then
        var show = vera.button("Show 2 new questions", "Afficher 2 nouvelles questions");
        assertThat(show).isVisible();
        assertThat(vera.question(HOCKEY)).hasCount(0);
        assertThat(vera.question(PENSION).boundingBox())
                .usingRecursiveComparison()
                .isEqualTo(before);

        // When
        show.click();

        // Then
        vera.sees(HOCKEY).sees(DENTIST);
        assertThat(show).hasCount(0);
    }

    @Test
    void whose_link_is_taken_back_sees_nothing_of_the_team_any_more(Evening evening) {
        // Given
        evening.asked(PENSION, Language.ENGLISH);
        evening.queued(HOCKEY, Language.ENGLISH);
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(PENSION);
        var paul = evening.panelist("Paul", Language.FRENCH).sees(HOCKEY);
        var milo = evening.moderator("Milo", Language.ENGLISH).sees(PENSION);

        // When
        evening.revokes("Maya");
        evening.revokes("Paul");

        // Then
        maya.sees("Your personal link no longer works here.").doesNotSee(PENSION);
        paul.sees("Votre lien personnel ne donne plus accès à cette page.").doesNotSee(HOCKEY);
        milo.sees(PENSION);
        assertThat(milo.page().getByText("Connected")).isVisible();
    }

    @Test
    void what_others_do_moves_nobodys_focus(Evening evening) {
        // Given
        var question = evening.asked(PENSION, Language.ENGLISH);
        evening.asked(HOCKEY, Language.ENGLISH);
        var vera = evening.viewer(Language.ENGLISH);
        vera.field("Your question", "Votre question").focus();
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(PENSION);
        maya.question(PENSION).focus();

        // When
        evening.decides("approve", question, Map.of());
        evening.decides("air", question, Map.of());
        evening.decides("notice", Map.of("en", "Welcome!"));

        // Then
        vera.sees("Welcome!");
        assertThat(vera.field("Your question", "Votre question")).isFocused();
        var row = maya.region("To review 1", "À examiner 1")
                .getByRole(AriaRole.ARTICLE)
                .filter(new Locator.FilterOptions().setHasText(PENSION));
        assertThat(row).containsText("by Host");
        assertThat(row).isFocused();
    }

    @Test
    void a_question_decided_by_another_while_a_dialog_asks_gives_the_focus_to_the_next_of_its_list(Evening evening) {
        // Given
        var question = evening.asked(PENSION, Language.ENGLISH);
        evening.asked(HOCKEY, Language.ENGLISH);
        evening.published(DENTIST, Language.ENGLISH);
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(PENSION).sees(DENTIST);
        var review = maya.region("To review 2", "À examiner 2");
        review.getByRole(AriaRole.ARTICLE)
                .filter(new Locator.FilterOptions().setHasText(PENSION))
                .focus();
        maya.types("x").sees("Why dismiss this question?");

        // When
        evening.decides("approve", question, Map.of());
        assertThat(maya.page()).hasTitle(Pattern.compile("^\\(1\\) "));
        maya.types("1");

        // Then
        assertThat(maya.question(HOCKEY)).isFocused();
        var row = maya.region("To review 1", "À examiner 1")
                .getByRole(AriaRole.ARTICLE)
                .filter(new Locator.FilterOptions().setHasText(PENSION));
        assertThat(row).containsText("by Host");
        assertThat(row).containsText("Now: Published.");
        assertThat(maya.question(HOCKEY)).isFocused();

        // When
        maya.types("k");
        assertThat(row).isFocused();
        maya.types("o").sees("“Put on air” is not possible here.");
        maya.types("j").types("a");

        // Then
        assertThat(maya.region("Published 3", "Publiées 3")).isVisible();
        assertThat(maya.page().getByText("Nothing is on air.")).isVisible();
    }

    @Test
    void a_question_decided_by_another_under_an_open_menu_or_dialog_leaves_the_focus_in_its_list(Evening evening) {
        // Given
        var first = evening.asked(PENSION, Language.ENGLISH);
        var second = evening.asked(HOCKEY, Language.ENGLISH);
        evening.asked(DENTIST, Language.ENGLISH);
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(PENSION).sees(DENTIST);
        maya.question(PENSION).focus();
        maya.types("s").sees("Note for the other moderators (optional)");

        // When
        evening.decides("approve", first, Map.of());
        assertThat(maya.page()).hasTitle(Pattern.compile("^\\(2\\) "));
        maya.types("Escape");

        // Then
        var gone = maya.region("To review 2", "À examiner 2")
                .getByRole(AriaRole.ARTICLE)
                .filter(new Locator.FilterOptions().setHasText(PENSION));
        assertThat(gone).isFocused();

        // When
        maya.types("j");
        assertThat(maya.question(HOCKEY)).isFocused();
        maya.tabsTo(maya.button("More…", "Autres actions…").first()).types("Enter");
        evening.decides("approve", second, Map.of());
        assertThat(maya.page()).hasTitle(Pattern.compile("^\\(1\\) "));
        maya.types("Escape");

        // Then
        assertThat(maya.region("To review 1", "À examiner 1").locator(":focus")).hasCount(1);
    }

    @Test
    void a_plan_that_is_not_saved_is_not_left_without_a_question(Evening evening) {
        // Given
        var asked = new ArrayList<String>();
        var hana = evening.organizer().anotherWindow();
        hana.opens("/host/" + evening.another().code())
                .writes("Title in English", "Titre en anglais", "An evening that is not");
        hana.page().onDialog(dialog -> {
            asked.add(dialog.type());
            dialog.dismiss();
        });

        // When
        hana.page().getByText("Français").click();

        // Then
        assertThat(asked).containsExactly("beforeunload");
        assertThat(hana.field("Title in English", "Titre en anglais")).hasValue("An evening that is not");
    }

    @Test
    void what_a_moderator_writes_survives_the_other_language_and_a_reload(Evening evening) {
        // Given
        var maya = evening.moderator("Maya", Language.ENGLISH).sees("All caught up. New questions appear here.");
        maya.presses("+ Add a question", "+ Ajouter une question")
                .writes("Question", "Question", HOCKEY)
                .types("Escape");

        // When
        maya.page().getByText("Français").click();
        maya.sees("Tout est examiné.").reloads();
        maya.sees("Tout est examiné.");
        maya.page().getByText("+ Ajouter une question").click();

        // Then
        assertThat(maya.dialog().getByLabel("Question").first()).hasValue(HOCKEY);
    }

    @ParameterizedTest
    @CsvSource({"ENGLISH,1093,614,6", "FRENCH,1093,614,6", "ENGLISH,1366,768,9", "FRENCH,1366,768,9"})
    void a_moderator_sees_many_questions_at_once_and_looking_at_one_moves_no_other(
            Language language, int width, int height, int rows, Evening evening) {
        // Given
        for (var number = 1; number <= rows; number++) {
            evening.asked(number + ": " + PENSION + " " + HOCKEY + " " + DENTIST, Language.ENGLISH);
        }
        evening.decides("air", evening.published(PENSION, Language.ENGLISH), Map.of());
        var maya = evening.moderator("Maya", language).sees(rows + ": " + PENSION);
        maya.page().setViewportSize(width, height);
        var review = maya.page().locator("[data-spot=review] article");
        assertThat(review).hasCount(rows);
        var list = maya.page().locator("[data-spot=review] ul").boundingBox();
        var last = review.last().boundingBox();

        // Then
        assertThat(last.y + last.height).isLessThanOrEqualTo(list.y + list.height);

        // When
        review.first().hover();
        review.first().focus();

        // Then
        assertThat(review.first().getByRole(AriaRole.BUTTON)).not().hasCount(0);
        assertThat(review.last().boundingBox()).usingRecursiveComparison().isEqualTo(last);
    }
}
