package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.rostrum.testing.Network;

/// Everybody is behind a network that lets no socket through: nobody notices.
@ExtendWith(Doors.class)
class BlockedSocketsIT {

    private static final String SALARY = "What is the salary of a medic?";
    private static final String PARENTS = "Puis-je être affecté près de mes parents?";
    private static final String NIGHT = "Do I work at night?";

    /// A page finds its way after two sockets have failed.
    private static final LocatorAssertions.IsVisibleOptions IN_TIME =
            new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

    /// The graphic does not trust what is older than 45 seconds.
    private static final double LONG_ENOUGH_MS = 50_000;

    @Test
    void an_evening_without_sockets(Theatre theatre, Evening evening) throws IOException {
        try (var network = Network.withoutSocketsBefore(theatre.address())) {
            // Given: a question that is on air and on the picture
            var aired = evening.published(SALARY, Language.ENGLISH);
            evening.decides("air", aired, Map.of("graphic", true));
            var picture = theatre.personBehind(network, Language.ENGLISH).opens("/overlay/" + evening.code());
            picture.sees(SALARY);
            var vito = theatre.personBehind(network, Language.FRENCH).opens("/s/" + evening.code());
            var vera = theatre.personBehind(network, Language.ENGLISH).opens("/s/" + evening.code());
            var maya = evening.invited("Maya", "moderator", theatre.personBehind(network, Language.ENGLISH))
                    .opens("/desk/" + evening.code());
            assertThat(maya.page().getByText("Connected")).isVisible(IN_TIME);

            // When
            vito.writes("Your question", "Votre question", PARENTS).presses("Send", "Envoyer");

            // Then
            vito.seesAgain("Received.", "Reçue. Une personne de l’équipe la lira.");
            assertThat(maya.question(PARENTS)).isVisible(IN_TIME);

            // When
            maya.question(PARENTS).focus();
            maya.question(PARENTS)
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Publish").setExact(true))
                    .click();

            // Then
            assertThat(vera.button("Show 1 new question", "Afficher 1 nouvelle question")
                            .or(vera.question(PARENTS))
                            .first())
                    .isVisible(IN_TIME);
            vera.reloads().sees(PARENTS);

            // When
            vera.button("Me too: " + PARENTS, "Moi aussi : " + PARENTS).click();

            // Then
            assertThat(maya.question(PARENTS).getByText("2 people want this answered"))
                    .isVisible(IN_TIME);

            // When
            evening.asked(NIGHT, Language.ENGLISH);
            assertThat(maya.question(NIGHT)).isVisible(IN_TIME);
            evening.revokes("Maya");

            // Then
            maya.seesAgain("Your personal link no longer works here.", "");
            maya.doesNotSee(NIGHT).doesNotSee(PARENTS);

            // Then: the graphic has had nothing new to tell all the while, and is still there
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                assertThat(picture.page().getByText(SALARY).first()).isVisible();
                return ((Number) picture.page().evaluate("performance.now()")).doubleValue() > LONG_ENOUGH_MS;
            });
            picture.sees(SALARY);
        }
    }
}
