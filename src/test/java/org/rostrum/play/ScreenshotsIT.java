package org.rostrum.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every page on every screen, in both languages, light and dark, as pictures for people to look at:
/// `target/screenshots/<page>-<screen>-<language>-<scheme>.png`. What a machine can say of them is asserted as well:
/// nothing is wider than the screen.
@ExtendWith(Doors.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScreenshotsIT {

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String LONG =
            "If I already have a bachelor's degree in nursing and two years in an emergency department, do I still go "
                    + "through the whole officer training in Saint-Jean, and how long am I away from home before I "
                    + "start working in a hospital again?";
    private static final String ON_AIR = "Do medical technicians get their civilian paramedic licence?";
    private static final String TURNS = "Is there a choice of base after the first posting?";

    /// Whether a picture shows all that can be scrolled to.
    private enum Extent {
        WHOLE_PAGE,
        ONE_SCREEN
    }

    private Theatre theatre;
    private Evening evening;
    private Evening over;
    private Evening announced;

    @BeforeAll
    void a_busy_evening(Theatre theatre, Evening evening) {
        this.theatre = theatre;
        this.evening = evening;
        evening.published(LONG, Language.ENGLISH);
        evening.published("Combien de temps dure la formation d'adjoint médical?", Language.FRENCH);
        var answered = evening.published("Can I choose between Army, Navy and Air Force?", Language.ENGLISH);
        evening.decides("answer", answered, Map.of());
        evening.decides("pin", evening.published("Where do I apply?", Language.ENGLISH), Map.of());
        var first = evening.queued(ON_AIR, Language.ENGLISH);
        evening.queued("Est-ce que je peux poursuivre mes études de médecine aux frais des Forces?", Language.FRENCH);
        evening.queued(LONG.replace("Saint-Jean", "Borden"), Language.ENGLISH);
        evening.queued(TURNS, Language.ENGLISH);
        evening.decides("air", first, Map.of("graphic", true));
        evening.asked("What is the pay of a nursing officer in the first year?", Language.ENGLISH);
        evening.asked("Faut-il être bilingue pour devenir officier?", Language.FRENCH);
        evening.asked(LONG.replace("nursing", "pharmacy"), Language.ENGLISH);
        evening.decides(
                "notice",
                Map.of(
                        "en", "We received more questions than we can answer tonight. Your vote helps us choose.",
                        "fr", "Nous avons reçu plus de questions que nous ne pouvons en traiter ce soir. Votez!"));
        announced = evening.another();
        announced.moves("scheduled");
        over = evening.another();
        over.moves("scheduled");
        over.moves("open");
        over.published("Where do I apply?", Language.ENGLISH);
        over.moves("live");
        over.moves("closed");
    }

    @ParameterizedTest
    @EnumSource
    void the_pages_of_the_audience(Language language) {
        var viewer = theatre.person(language);
        evening.asked(viewer, language.of("Is there a fitness test?", "Y a-t-il un test physique?"));

        viewer.opens("/").sees("Join a session", "Participer à une séance");
        pictures(viewer, "landing", Extent.WHOLE_PAGE);
        viewer.opens("/s/" + evening.code()).sees(ON_AIR);
        pictures(viewer, "room", Extent.WHOLE_PAGE);
        viewer.chooses("My questions", "Mes questions").sees("Received.", "Reçue.");
        pictures(viewer, "room-mine", Extent.WHOLE_PAGE);
        viewer.opens("/s/" + announced.code()).sees(Evening.TITLE, Evening.TITRE);
        pictures(viewer, "room-scheduled", Extent.WHOLE_PAGE);
        viewer.opens("/s/" + over.code()).sees("Where do I apply?");
        pictures(viewer, "room-over", Extent.WHOLE_PAGE);
        viewer.opens("/s/NOBODY").sees("We can’t find a session with this code.", "Ce code est inconnu.");
        pictures(viewer, "room-unknown", Extent.WHOLE_PAGE);
        viewer.opens("/overlay/" + evening.code()).sees(ON_AIR);
        pictures(viewer, "overlay", Extent.ONE_SCREEN);
    }

    @ParameterizedTest
    @EnumSource
    void the_pages_of_the_team(Language language) {
        var hana = evening.invited("Hana", "host", theatre.person(language));

        hana.opens(evening.link("Paul Tremblay", "panelist")).sees("Paul Tremblay");
        pictures(hana, "join", Extent.WHOLE_PAGE);
        hana.opens("/desk/" + evening.code()).sees(ON_AIR);
        pictures(hana, "desk", Extent.ONE_SCREEN);
        hana.question("nursing officer").focus();
        hana.types("x").sees("Why dismiss this question?", "Pourquoi écarter cette question?");
        pictures(hana, "desk-dismiss", Extent.ONE_SCREEN);
        over.invited("Hana", "host", hana)
                .opens("/desk/" + over.code())
                .sees("Nothing is on air.", "Rien à l’antenne.");
        pictures(hana, "desk-quiet", Extent.ONE_SCREEN);
        hana.opens("/host/" + evening.code()).sees("Personal links", "Liens personnels");
        pictures(hana, "host", Extent.WHOLE_PAGE);
        for (var theme : List.of("light", "dark")) {
            hana.opens("/stage/" + evening.code() + "?theme=" + theme).sees(ON_AIR);
            pictures(hana, "stage-" + theme, Extent.ONE_SCREEN);
        }
    }

    private static void pictures(Person person, String name, Extent extent) {
        var tooWide = new ArrayList<String>();
        for (var screen : Screen.values()) {
            person.page().setViewportSize(screen.width(), screen.height());
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                person.isIn(scheme);
                var file = Stream.of(name, screen.name(), person.language().code(), scheme.name())
                        .map(part -> part.toLowerCase(Locale.ROOT))
                        .reduce((start, end) -> start + "-" + end)
                        .orElseThrow();
                person.page()
                        .screenshot(new Page.ScreenshotOptions()
                                .setPath(PICTURES.resolve(file + ".png"))
                                .setAnimations(ScreenshotAnimations.DISABLED)
                                .setFullPage(extent == Extent.WHOLE_PAGE));
                var width = (Number) person.page().evaluate("document.documentElement.scrollWidth");
                if (width.intValue() > screen.width()) {
                    tooWide.add(file + " is " + width + " wide");
                }
            }
        }
        assertThat(tooWide).isEmpty();
    }
}
