package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The network is cut and comes back, the server is killed and comes back: nothing is lost, nothing is there twice, and
/// everybody is told how things stand.
@ExtendWith(Doors.class)
class NetworkIT {

    private static final String PARENTS = "Puis-je être affecté près de mes parents?";
    private static final String SALARY = "What is the salary of a medic?";
    private static final String NIGHT = "Do I work at night?";

    /// A participant may ask once in 15 seconds.
    private static final Duration COUNTDOWN = Duration.ofSeconds(15);

    @Test
    void a_page_is_served_over_the_socket(Theatre theatre, Evening evening) {
        var viewer = theatre.person(Language.ENGLISH);

        var socket = viewer.page().waitForWebSocket(() -> viewer.opens("/s/" + evening.code()));
        var frame = socket.waitForFrameReceived(() -> viewer.sees("No questions yet. Ask the first one."));

        assertThat(frame.text()).contains("\"type\":\"");
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void a_viewer_without_network_keeps_writing_and_the_question_is_sent_once_when_it_is_back(Evening evening) {
        // Given
        evening.published(SALARY, Language.ENGLISH);
        var vito = evening.viewer(Language.FRENCH).sees(SALARY);

        // When
        vito.isOffline(true);
        vito.sees("Vous êtes hors ligne. Votre texte est conservé sur cet appareil.");
        vito.writes("Your question", "Votre question", PARENTS).presses("Send", "Envoyer");

        // Then
        vito.sees("Conservée sur cet appareil. Pas encore envoyée.");
        assertThat(vito.field("Your question", "Votre question")).hasValue(PARENTS);
        vito.findsNoBarrier();

        // When
        evening.published(NIGHT, Language.ENGLISH);
        vito.isOffline(false);

        // Then
        vito.sees("Reçue. Une personne de l’équipe la lira.");
        vito.presses("Show 1 new question", "Afficher 1 nouvelle question").sees(NIGHT);
        vito.doesNotSee("Vous êtes hors ligne. Votre texte est conservé sur cet appareil.");
        assertThat(evening.count(PARENTS)).isOne();
    }

    @Test
    void a_question_that_comes_too_soon_counts_down_and_is_sent_by_itself(Evening evening) {
        // Given
        var vito = evening.viewer(Language.FRENCH);
        vito.writes("Your question", "Votre question", PARENTS).presses("Send", "Envoyer");
        vito.sees("Reçue. Une personne de l’équipe la lira.");

        // When
        vito.writes("Your question", "Votre question", NIGHT).presses("Send", "Envoyer");

        // Then
        var seconds = Pattern.compile("Sera envoyée dans (\\d+) secondes?\\.");
        vito.sees(seconds).findsNoBarrier();
        var first = secondsOf(vito, seconds);
        await().atMost(COUNTDOWN).until(() -> secondsOf(vito, seconds) < first);
        vito.seesAgain("Received. A moderator will read it.", "Reçue. Une personne de l’équipe la lira.");
        assertThat(vito.field("Your question", "Votre question")).hasValue("");
        assertThat(evening.count(NIGHT)).isOne();
    }

    @Test
    void a_question_that_waits_can_be_changed_before_it_is_sent(Evening evening) {
        var vera = evening.viewer(Language.ENGLISH);
        vera.writes("Your question", "Votre question", PARENTS).presses("Send", "Envoyer");
        vera.sees("Received. A moderator will read it.");
        vera.writes("Your question", "Votre question", NIGHT).presses("Send", "Envoyer");

        vera.presses("Edit", "Modifier");
        vera.writes("Your question", "Votre question", SALARY).presses("Send", "Envoyer");

        vera.seesAgain("Received. A moderator will read it.", "Reçue. Une personne de l’équipe la lira.");
        assertThat(evening.count(SALARY)).isOne();
        assertThat(evening.count(NIGHT)).isZero();
    }

    @Test
    void a_vote_and_a_withdrawal_without_network_are_kept_and_sent_when_it_is_back(Evening evening) {
        // Given
        evening.published(SALARY, Language.ENGLISH);
        var vera = evening.viewer(Language.ENGLISH).sees(SALARY);
        vera.writes("Your question", "Votre question", NIGHT).presses("Send", "Envoyer");
        vera.sees("Received. A moderator will read it.");

        // When
        vera.isOffline(true);
        vera.sees("You are offline. What you wrote is kept on this device.");
        var vote = vera.button("Me too: " + SALARY, "Moi aussi : " + SALARY);
        vote.click();

        // Then
        assertThat(vote).hasAttribute("aria-pressed", "true");
        vera.sees("Your vote will be sent as soon as the connection is back.").findsNoBarrier();

        // When
        vera.chooses("My questions", "Mes questions").presses("Withdraw my question", "Retirer ma question");
        vera.presses("Go back", "Revenir").presses("Withdraw my question", "Retirer ma question");
        vera.presses("Withdraw it", "La retirer");

        // Then
        vera.sees("It will be withdrawn as soon as the connection is back.").findsNoBarrier();

        // When
        vera.isOffline(false);

        // Then
        vera.seesAgain("You withdrew this question.", "Vous avez retiré cette question.");
        vera.chooses("All", "Toutes");
        assertThat(vote).hasAttribute("aria-pressed", "true");
        vera.doesNotSee("Your vote will be sent as soon as the connection is back.");
        assertThat(evening.viewer(Language.ENGLISH).question(SALARY).getByText("2 people want this answered"))
                .isVisible();
    }

    private static int secondsOf(Person person, Pattern sentence) {
        var found = sentence.matcher(person.page().locator("form").innerText());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    @Test
    void a_moderator_without_network_decides_and_the_decision_is_taken_once_when_it_is_back(Evening evening) {
        // Given
        evening.asked(SALARY, Language.ENGLISH);
        var vera = evening.viewer(Language.ENGLISH).sees("No questions yet. Ask the first one.");
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(SALARY);

        // When
        maya.isOffline(true);

        // Then
        maya.sees(Pattern.compile("Reconnecting – what you see is \\d+ seconds? old"));

        // When
        maya.question(SALARY).focus();
        maya.question(SALARY)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Publish"))
                .click();
        maya.sees("Publish – waiting for connection").findsNoBarrier();
        evening.asked(NIGHT, Language.ENGLISH);
        maya.isOffline(false);

        // Then
        maya.sees("Connected");
        assertThat(maya.region("Published 1", "Publiées 1").getByText(SALARY)).isVisible();
        assertThat(maya.region("To review 1", "À examiner 1").getByText(NIGHT)).isVisible();
        vera.sees(SALARY);
    }

    @Test
    void a_killed_server_that_comes_back_finds_everybody_where_they_were(Theatre theatre, Evening evening)
            throws Exception {
        // Given
        evening.asked(SALARY, Language.ENGLISH);
        var vera = evening.viewer(Language.ENGLISH);
        vera.sees("No questions yet. Ask the first one.");
        var maya = evening.moderator("Maya", Language.ENGLISH).sees(SALARY);
        var paul = evening.panelist("Paul", Language.FRENCH).sees("Pas encore de question.");

        // When
        theatre.killServer();

        // Then
        vera.sees("Reconnecting… You can keep writing.");
        maya.sees(Pattern.compile("Reconnecting – what you see is \\d+ seconds? old"));
        paul.sees("Connexion perdue – dernier état connu");

        // When
        vera.writes("Your question", "Votre question", NIGHT).presses("Send", "Envoyer");
        vera.sees("Kept on this device. Not sent yet.");
        maya.findsNoBarrier();
        theatre.startServerAgain();

        // Then
        vera.seesAgain("Received. A moderator will read it.", "Reçue.");
        vera.doesNotSee("Reconnecting… You can keep writing.");
        maya.seesAgain("Connected", "En ligne");
        assertThat(maya.region("To review 2", "À examiner 2").getByText(NIGHT)).isVisible();
        paul.seesAgain("Up to date at", "À jour à");
        assertThat(evening.count(NIGHT)).isOne();
    }
}
