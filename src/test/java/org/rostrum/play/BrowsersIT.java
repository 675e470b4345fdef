package org.rostrum.play;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The pages in browsers that are not as new as the one they were written in, or in which something goes wrong.
@ExtendWith(Doors.class)
class BrowsersIT {

    private static final String SALARY = "What is the salary of a medic?";
    private static final String NIGHT = "Do I work at night?";

    /// Takes away what Safari 15.4, Chromium 103 or Firefox 102 does not have: the oldest that are promised.
    private static final String TAKE_AWAY = """
            (() => {
                const take = (owner, ...names) => names.forEach((name) => delete owner[name]);
                take(AbortSignal, 'timeout', 'any');
                take(Array, 'fromAsync');
                take(Array.prototype, 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with');
                take(String.prototype, 'isWellFormed', 'toWellFormed');
                take(Object, 'groupBy');
                take(Map, 'groupBy');
                take(Promise, 'withResolvers', 'try');
                take(Set.prototype, 'union', 'intersection', 'difference', 'isSubsetOf');
                take(URL, 'canParse', 'parse');
                take(Response, 'json');
                take(Intl, 'DurationFormat', 'Segmenter');
                take(Navigator.prototype, 'wakeLock', 'userActivation');
                take(globalThis, 'Iterator', 'scheduler', 'requestIdleCallback', 'CompressionStream');
                take(Element.prototype, 'checkVisibility', 'setHTMLUnsafe');
                take(HTMLElement.prototype, 'showPopover', 'hidePopover', 'togglePopover', 'popover', 'inert');
                take(HTMLDialogElement.prototype, 'requestClose', 'closedBy');
                take(Document.prototype, 'startViewTransition');
                take(CSS, 'highlights');
            })();""";

    @Test
    void a_page_that_fails_in_the_middle_says_so_and_can_be_loaded_again(Theatre theatre, Evening evening) {
        // Given
        evening.published(SALARY, Language.ENGLISH);
        var vera = evening.viewer(Language.ENGLISH).sees(SALARY);

        // When
        vera.page().evaluate("() => { Intl.PluralRules.prototype.select = () => { throw new Error('broken'); }; }");
        evening.published(NIGHT, Language.ENGLISH);

        // Then
        vera.sees("Something went wrong on this page.").doesNotSee(SALARY);

        // When
        vera.presses("Reload the page", "Recharger la page");

        // Then
        vera.sees(SALARY).sees(NIGHT);
    }

    @Test
    void everybody_gets_their_page_and_the_evening_goes_on(Theatre theatre, Evening evening) {
        // Given
        var question = evening.published(SALARY, Language.ENGLISH);
        var vera = onAnOldPhone(theatre).opens("/s/" + evening.code()).sees(SALARY);
        var maya = evening.invited("Maya", "moderator", onAnOldPhone(theatre))
                .opens("/desk/" + evening.code())
                .sees(SALARY);
        var paul = evening.invited("Paul", "panelist", onAnOldPhone(theatre))
                .opens("/stage/" + evening.code())
                .sees("No question yet.");
        var olga = evening.organizer();
        olga.page().addInitScript(TAKE_AWAY);
        olga.opens("/host/" + evening.code()).sees(Evening.TITLE);
        var picture = onAnOldPhone(theatre).opens("/overlay/" + evening.code());

        // When
        vera.writes("Your question", "Votre question", NIGHT).presses("Send", "Envoyer");
        var vote = vera.button("Me too: " + SALARY, "Moi aussi : " + SALARY);
        vote.click();

        // Then
        vera.sees("Received. A moderator will read it.");
        maya.sees(NIGHT);
        assertThat(vote).hasAttribute("aria-pressed", "true");

        // When
        evening.decides("air", question, Map.of("graphic", true));

        // Then
        paul.sees(SALARY);
        picture.sees(SALARY);
        for (var person : List.of(vera, maya, paul, olga)) {
            person.findsNoBarrier();
        }
    }

    private static Person onAnOldPhone(Theatre theatre) {
        var person = theatre.person(Language.ENGLISH);
        person.page().addInitScript(TAKE_AWAY);
        return person;
    }
}
