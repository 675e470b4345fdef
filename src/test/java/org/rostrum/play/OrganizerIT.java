package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the organizer's page of a session asks and keeps, on the smallest screen.
@ExtendWith(Doors.class)
class OrganizerIT {

    private static final int NARROW = 320;

    @Test
    void new_links_wait_until_they_are_sent_and_the_end_says_what_is_left(Theatre theatre, Evening evening) {
        // Given
        evening.asked("When do I get a pension?", Language.ENGLISH);
        evening.queued("Is there a hockey team?", Language.ENGLISH);
        var hana = evening.invited("Hana", "host", theatre.person(Language.FRENCH));
        hana.page().setViewportSize(NARROW, 640);
        hana.opens("/host/" + evening.code()).sees("Personal links", "Liens personnels");

        // When
        invites(hana, "Mona");
        invites(hana, "Émilie");

        // Then
        assertThat(hana.page().getByLabel(Pattern.compile("Lien personnel.*Mona.*")))
                .isVisible();
        hana.findsNoBarrier();
        isWhole(hana, "organizer-links");

        // When
        hana.presses("End the session…", "Terminer la séance…");

        // Then
        assertThat(hana.dialog()).containsText("1 question à examiner");
        assertThat(hana.dialog()).containsText("1 question dans la file");
        hana.findsNoBarrier();
        isWhole(hana, "organizer-end");
    }

    private static void invites(Person organizer, String name) {
        organizer.writes("Name of the person", "Nom de la personne", name);
        organizer.presses("Create a personal link", "Créer un lien personnel");
        assertThat(organizer.page().getByLabel(Pattern.compile("Lien personnel.*" + name + ".*")))
                .isVisible();
    }

    private static void isWhole(Person person, String picture) {
        person.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", picture + ".png"))
                        .setFullPage(true));
        var width = (Number) person.page().evaluate("document.documentElement.scrollWidth");
        assertThat(width.intValue()).isLessThanOrEqualTo(NARROW);
    }
}
