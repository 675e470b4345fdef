package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// A whole evening, in acts: from the first link that the server prints to the end of the session. Hana organizes,
/// Maya and Milo moderate, Paul answers; Vera, Vito, Viola and Victor watch. Milo, Vito and Viola do so in French. At
/// the end of each act nobody's page has a barrier.
@ExtendWith(Doors.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlayIT {

    private static final String PAY = "Do I get paid during basic training?";
    private static final String EYES = "Est-ce que je peux porter des lunettes?";
    private static final String GLASSES = "Peut-on s'enrôler si on porte des lunettes?";
    private static final String COUSIN = "My cousin Bob was refused last year, why?";
    private static final String BORDEN = "How long is the course in Borden?";
    private static final String TITLE = "An evening with the medics";
    private static final String TITRE = "Une soirée avec les médics";

    private Theatre theatre;
    private Person hana;
    private Person maya;
    private Person milo;
    private Person paul;
    private Person vera;
    private Person vito;
    private Person viola;
    private Person victor;
    private Person picture;
    private String code;

    @BeforeAll
    void everybody_takes_their_place(Theatre theatre) {
        this.theatre = theatre;
        hana = theatre.person(Language.ENGLISH);
        maya = theatre.person(Language.ENGLISH);
        milo = theatre.person(Language.FRENCH);
        paul = theatre.person(Language.ENGLISH);
        vera = theatre.person(Language.ENGLISH);
        vito = theatre.person(Language.FRENCH, Screen.PHONE);
        viola = theatre.person(Language.FRENCH);
        victor = theatre.person(Language.ENGLISH, Screen.TABLET);
        picture = theatre.person(Language.ENGLISH);
    }

    @Test
    @Order(1)
    void the_organizer_comes_by_the_printed_link_and_creates_the_session_in_both_languages() throws Exception {
        hana.opens(theatre.hostLink()).sees("This link is only for you. Do not pass it on.");
        hana.findsNoBarrier();
        hana.page().getByText("Enter as organizer").click();

        hana.sees("No information session yet.").findsNoBarrier();
        hana.presses("Create a session", "Créer une séance")
                .writes("Title in English", "Titre en anglais", TITLE)
                .findsNoBarrier();
        hana.presses("Create a session", "Créer une séance");
        assertThat(hana.heading(TITLE, TITLE)).isVisible();
        code = hana.page().url().replaceFirst(".*/host/", "");

        hana.presses("Schedule", "Mettre à l’horaire").sees("Enter this title; only a draft can go without it.");
        assertThat(hana.field("Title in French", "Titre en français")).isFocused();
        vera.opens("/s/" + code).sees("This session isn’t open yet.").findsNoBarrier();

        hana.writes("Title in French", "Titre en français", TITRE)
                .presses("Schedule", "Mettre à l’horaire")
                .sees("The audience sees when it begins; nobody can ask yet.")
                .findsNoBarrier();
    }

    @Test
    @Order(2)
    void the_audience_comes_by_code_and_by_address_and_reads_its_own_language() {
        vera.opens("/").findsNoBarrier();
        vera.writes("Join code", "Code de la séance", "no-one").presses("Enter", "Entrer");
        vera.sees("We can’t find a session with this code. Check the letters and try again.");
        vera.writes("Join code", "Code de la séance", code.toLowerCase(Locale.ROOT))
                .presses("Enter", "Entrer");
        vito.opens("/s/" + code);
        viola.opens("/s/" + code);
        victor.opens("/s/" + code);

        assertThat(vera.heading(TITLE, TITRE)).isVisible();
        vera.sees("Questions are not open yet.").findsNoBarrier();
        assertThat(vito.heading(TITLE, TITRE)).isVisible();
        vito.sees("La période de questions n’est pas encore ouverte.").findsNoBarrier();

        hana.presses("Open questions", "Ouvrir les questions");
        vera.sees("Ask now.").sees("No questions yet. Ask the first one.").findsNoBarrier();
        vito.sees("Posez vos questions dès maintenant.").findsNoBarrier();
    }

    @Test
    @Order(3)
    void the_team_comes_by_personal_links() {
        enters(maya, linkFor("Maya", "Moderator"), "Enter as moderator: Maya");
        enters(milo, linkFor("Milo", "Moderator"), "Entrer à la modération : Milo");
        enters(paul, linkFor("Paul", "Panelist or emcee"), "Enter as panelist: Paul");

        maya.sees("Private – do not share this screen")
                .sees("All caught up. New questions appear here.")
                .sees("Milo")
                .findsNoBarrier();
        milo.sees("Privé – ne partagez pas cet écran").sees("Maya").findsNoBarrier();
        paul.sees("No question yet. The moderators are choosing one.").findsNoBarrier();
        picture.opens("/overlay/" + code);

        var ready = hana.region("Ready?", "Tout est prêt?").getByRole(AriaRole.LISTITEM);
        assertThat(ready.filter(having("Two people are at the moderation desk")))
                .containsText("ready");
        assertThat(ready.filter(having("The stage view is open"))).containsText("ready");
        hana.presses("Go live", "Passer en direct").sees("The audience asks and votes; the stage answers.");
        hana.findsNoBarrier();
        vera.sees("The panel is not answering a question right now.");
        vito.sees("Les panélistes ne répondent à aucune question pour le moment.");
    }

    @Test
    @Order(4)
    void what_viewers_ask_is_at_both_desks_and_nowhere_else() {
        asks(vera, PAY);
        asks(vito, EYES);
        asks(viola, GLASSES);
        asks(victor, COUSIN);

        vera.sees("Received. A moderator will read it.").findsNoBarrier();
        vito.sees("Reçue. Une personne de l’équipe la lira.").findsNoBarrier();
        for (var desk : new Person[] {maya, milo}) {
            var review = desk.region("To review 4", "À examiner 4");
            assertThat(review.getByText(PAY)).isVisible();
            assertThat(review.getByText(EYES)).isVisible();
            assertThat(review.getByText(GLASSES)).isVisible();
            assertThat(review.getByText(COUSIN)).isVisible();
        }
        maya.findsNoBarrier();
        milo.findsNoBarrier();
        assertThat(vera.question(EYES)).hasCount(0);
        paul.doesNotSee(EYES);
    }

    @Test
    @Order(5)
    void moderators_publish_queue_merge_and_dismiss_and_each_asker_reads_their_fate() {
        step(maya, PAY, "Publish", "Publier");
        maya.sees("published.");
        vera.sees(PAY).sees("1 person wants this answered");
        vera.chooses("My questions", "Mes questions");
        assertThat(vera.page().getByText("Published", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        vito.sees(PAY).sees("en anglais");

        step(milo, EYES, "Ajouter à la file", "Ajouter à la file");
        assertThat(maya.region("Queue 1", "File 1").getByText(EYES)).isVisible();
        viola.presses("Show 1 new question", "Afficher 1 nouvelle question").sees(EYES);
        vito.chooses("My questions", "Mes questions").sees("Publiée");

        fromMenu(milo, GLASSES, "Merge into…", "Regrouper avec…");
        milo.findsNoBarrier();
        milo.dialog()
                .getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName(EYES))
                .check();
        milo.presses("Merge", "Regrouper");
        viola.chooses("My questions", "Mes questions")
                .sees(Pattern.compile("Regroupée avec la question nº\\s\\d+, où votre voix compte\\. Publiée"))
                .findsNoBarrier();
        vito.chooses("All", "Toutes");
        assertThat(vito.question(EYES)).containsText("2 personnes veulent une réponse");

        step(maya, COUSIN, "Dismiss…", "Écarter…");
        maya.sees("Why dismiss this question?").findsNoBarrier();
        maya.dialog()
                .getByText("Personal information", new Locator.GetByTextOptions().setExact(true))
                .click();
        victor.chooses("My questions", "Mes questions")
                .sees("Not published. To protect privacy, questions with personal details are not published.")
                .sees("This has no effect on any application.")
                .findsNoBarrier();
        maya.sees("All caught up. New questions appear here.");
        milo.sees("Écartée – par Maya");
        for (var viewer : new Person[] {vera, vito, viola}) {
            viewer.chooses("All", "Toutes");
            assertThat(viewer.question(COUSIN)).hasCount(0);
            assertThat(viewer.question(GLASSES)).hasCount(0);
        }
    }

    @Test
    @Order(6)
    void a_vote_is_counted_once_for_everybody_and_can_be_taken_back() {
        var vote = victor.chooses("All", "Toutes").button("Me too: " + EYES, "Moi aussi : " + EYES);
        vote.click();
        assertThat(vote).hasAttribute("aria-pressed", "true");
        assertThat(victor.question(EYES)).containsText("3 people want this answered");
        assertThat(vito.question(EYES)).containsText("3 personnes veulent une réponse");
        assertThat(milo.question(EYES)).containsText("3 personnes veulent une réponse");

        vote.click();
        assertThat(vote).hasAttribute("aria-pressed", "false");
        assertThat(vito.question(EYES)).containsText("2 personnes veulent une réponse");

        vote.click();
        assertThat(vito.question(EYES)).containsText("3 personnes veulent une réponse");
        victor.findsNoBarrier();
    }

    @Test
    @Order(7)
    void the_panelist_takes_a_question_on_air_and_the_picture_shows_it_only_when_it_is_wanted() {
        step(maya, PAY, "Add to queue", "Ajouter à la file");
        paul.sees(EYES).sees("in French").findsNoBarrier();
        pressesOnStage(paul, "Take this question");

        assertThat(vera.region("Now answering", "Réponse en cours").getByText(EYES))
                .isVisible();
        assertThat(viola.region("Now answering", "Réponse en cours").getByText(EYES))
                .isVisible();
        vito.chooses("My questions", "Mes questions").sees("On y répond en ce moment");
        assertThat(maya.region("On air", "À l’antenne").getByText(EYES)).isVisible();
        maya.sees("Not on screen");
        assertThat(picture.page().locator("body")).hasText("");

        maya.presses("Show on screen", "Afficher à l’écran");
        picture.sees(EYES).findsNoBarrier();
        milo.sees("À l’écran").presses("Remove from screen", "Retirer de l’écran");
        assertThat(picture.page().locator("body")).hasText("");
        maya.presses("Show on screen", "Afficher à l’écran");
        picture.sees(EYES);
        paul.sees("On screen").findsNoBarrier();
        for (var person : new Person[] {vera, vito, maya, milo, hana}) {
            person.findsNoBarrier();
        }
    }

    @Test
    @Order(8)
    void the_next_question_ends_the_one_before_in_one_step() {
        pressesOnStage(paul, "Next question");

        paul.sees(PAY);
        assertThat(vera.region("Now answering", "Réponse en cours").getByText(PAY))
                .isVisible();
        vera.chooses("My questions", "Mes questions").sees("Being answered now").findsNoBarrier();
        vito.sees(Pattern.compile("Réponse donnée en direct à\\s\\d{1,2}\\sh")).findsNoBarrier();
        picture.doesNotSee(EYES);

        pressesOnStage(paul, "Mark as answered");
        vera.sees(Pattern.compile("Answered live at\\s\\d{1,2}:\\d\\d\\s[ap]\\.m\\."))
                .sees("The panel is not answering a question right now.");
        assertThat(picture.page().locator("body")).hasText("");
        vera.chooses("Answered", "Réponses données").sees(EYES).sees(PAY).findsNoBarrier();
        maya.sees("Nothing is on air.").presses("Done", "Traitées").sees(EYES).findsNoBarrier();
    }

    @Test
    @Order(9)
    void a_message_to_the_audience_is_read_by_each_in_their_language() {
        fromTopMenu(maya, "Message to the audience…", "Message au public…");
        maya.findsNoBarrier();
        maya.presses("Last call", "Dernier appel").presses("Send the message", "Envoyer le message");

        vera.sees("Last call: questions close in five minutes.").findsNoBarrier();
        vito.sees("Dernier appel : la période de questions se termine dans cinq minutes.")
                .findsNoBarrier();
        fromTopMenu(milo, "Remove the message", "Retirer le message");
        assertThat(vera.page().getByRole(AriaRole.COMPLEMENTARY)).hasCount(0);
    }

    @Test
    @Order(10)
    void everything_can_be_hidden_at_once_and_shown_again() {
        milo.types("F8");
        maya.sees("Hidden from the audience").findsNoBarrier();
        vera.sees("The questions will be back in a moment.").doesNotSee(EYES).findsNoBarrier();
        victor.sees("The questions will be back in a moment.");
        assertThat(victor.question(EYES)).hasCount(0);
        viola.sees("Les questions seront de retour dans un instant.").findsNoBarrier();
        paul.sees("Hidden from the audience").findsNoBarrier();

        fromTopMenu(maya, "Show again", "Réafficher");
        vera.sees(EYES);
        viola.chooses("All", "Toutes").sees(EYES).doesNotSee("Les questions seront de retour dans un instant.");
    }

    @Test
    @Order(11)
    void the_end_closes_asking_and_voting_and_everybody_reads_what_became_of_their_question() {
        asks(victor, BORDEN);
        victor.chooses("My questions", "Mes questions").sees("Received. A moderator will read it.");
        step(maya, BORDEN, "Publish", "Publier");
        asks(vera, EYES);
        var vote = viola.button("Me too: " + BORDEN, "Moi aussi : " + BORDEN);
        viola.presses("Show 1 new question", "Afficher 1 nouvelle question");
        assertThat(vote).isVisible();

        hana.presses("End the session…", "Terminer la séance…");
        hana.sees("There will be no more questions or votes. You can reopen it.")
                .findsNoBarrier();
        hana.dialog()
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("End the session"))
                .click();

        hana.sees("No more questions or votes. Moderators can still tidy up.").findsNoBarrier();
        vera.sees("The session has ended. Questions are closed.").findsNoBarrier();
        vito.sees("La séance est terminée. La période de questions est close.").findsNoBarrier();
        assertThat(vera.field("Your question", "Votre question")).hasCount(0);
        assertThat(vote).hasCount(0);
        viola.sees(BORDEN);
        victor.sees("Not answered during the session");
        vera.chooses("My questions", "Mes questions").sees("Not reached before the session ended");
        maya.sees("Ended").findsNoBarrier();
        paul.sees("Ended").findsNoBarrier();
    }

    /// Presses a button that stands on a question's row at the desk.
    private static void step(Person moderator, String question, String english, String french) {
        moderator.question(question).focus();
        moderator
                .question(question)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions()
                                .setName(moderator.language().of(english, french))
                                .setExact(true))
                .click();
    }

    private static void fromMenu(Person moderator, String question, String english, String french) {
        step(moderator, question, "More…", "Autres actions…");
        moderator
                .page()
                .getByRole(
                        AriaRole.MENUITEM,
                        new Page.GetByRoleOptions().setName(moderator.language().of(english, french)))
                .click();
    }

    private static void fromTopMenu(Person moderator, String english, String french) {
        var menu = moderator.page().getByRole(AriaRole.BANNER);
        menu.getByText("Menu", new Locator.GetByTextOptions().setExact(true)).click();
        menu.getByRole(AriaRole.GROUP)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions()
                                .setName(moderator.language().of(english, french)))
                .click();
    }

    /// The stage's buttons bear the key that presses them as well.
    private static void pressesOnStage(Person panelist, String name) {
        panelist.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .click();
    }

    private String linkFor(String name, String role) {
        hana.writes("Name of the person", "Nom de la personne", name);
        hana.field("Role", "Rôle").selectOption(role);
        hana.presses("Create a personal link", "Créer un lien personnel");
        var link = hana.page().getByLabel(Pattern.compile(name + "’s link"));
        assertThat(link).isVisible();
        var path = link.inputValue().replaceFirst(".*/join", "/join");
        hana.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("I have sent it.*" + name)))
                .click();
        assertThat(link).hasCount(0);
        return path;
    }

    private static void enters(Person person, String link, String button) {
        person.opens(link);
        person.findsNoBarrier();
        person.presses(button, button);
    }

    private static void asks(Person viewer, String text) {
        viewer.writes("Your question", "Votre question", text).presses("Send", "Envoyer");
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
