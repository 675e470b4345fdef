package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PaperSession;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.writer.Command;
import org.rostrum.writer.Outcome;
import org.rostrum.writer.Writers;

/// Sessions know nothing of each other: whatever one is asked for holds nothing of another, and who works in one is
/// let into none of the others.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class OtherSessionTest {

    private static final String MARKER = "canary";
    private static final String OWN = "What is asked here?";

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @TestHTTPResource
    URI server;

    private InfoSession marked;
    private InfoSession here;

    /// In the marked session there is a question at every stage of its life, in this one a single one.
    @BeforeEach
    void two_sessions() {
        var elsewhere = new Stand(writers, invitations, server);
        marked = elsewhere.session;
        give(elsewhere, People.HANA, new Command.OnInfoSession(new InfoSessionCommand.Flip(Switch.NAMES, true)));
        var ids = Stream.generate(PaperSession::newId).limit(7).toList();
        var name = ScreenedText.name(MARKER);
        for (int i = 0; i < ids.size(); i++) {
            var text = ScreenedText.question("A " + MARKER + " asks?");
            var ask = new QuestionCommand.Ask(ids.get(i), text, Language.EN, name);
            give(elsewhere, People.viewer(i + 1), new Command.OnQuestion(ask));
        }
        Stream.of(
                        new QuestionCommand.Hold(ids.get(1), 1, ScreenedText.note(MARKER)),
                        new QuestionCommand.Approve(ids.get(2), 1),
                        new QuestionCommand.Approve(ids.get(3), 1),
                        new QuestionCommand.Queue(ids.get(3), 2, QuestionCommand.Place.LAST),
                        new QuestionCommand.Approve(ids.get(4), 1),
                        new QuestionCommand.Air(ids.get(4), 2, null, true),
                        new QuestionCommand.Approve(ids.get(5), 1),
                        new QuestionCommand.Answer(ids.get(5), 2, true),
                        new QuestionCommand.Dismiss(ids.get(6), 1, DismissReason.OTHER))
                .forEach(decision -> give(elsewhere, People.MAYA, new Command.OnQuestion(decision)));
        var stand = new Stand(writers, invitations, server);
        here = stand.session;
        var own =
                new QuestionCommand.AskFor(PaperSession.newId(), ScreenedText.question(OWN), Language.EN, Origin.AHEAD);
        give(stand, People.MAYA, new Command.OnQuestion(own));
    }

    private static void give(Stand stand, Actor actor, Command command) {
        assertThat(stand.give(actor, command)).isInstanceOf(Outcome.Done.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "room",
                "overlay",
                "stage",
                "desk",
                "room/page?list=published",
                "room/page?list=answered&sort=votes",
                "desk/page?list=dismissed",
                "desk/page?list=answered",
                "desk/page?list=merged",
                "mine",
                "plan",
                "links",
                "ready",
                "questions.csv",
                "questions.csv?lang=fr",
                "qr.svg"
            })
    void whatever_its_host_asks_a_session_for_holds_nothing_of_another(String what) throws IOException {
        // When
        var answer = colleague(here, Role.HOST).get(path(here, what));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContainIgnoringCase(MARKER);
        assertThat(answer.headers().toString()).doesNotContainIgnoringCase(MARKER);
    }

    @Test
    void its_table_and_its_pictures_hold_its_own_and_the_other_ones_hold_theirs() throws IOException {
        // When
        var host = colleague(here, Role.HOST);
        var other = colleague(marked, Role.HOST);

        // Then
        for (var what : List.of("room", "desk", "questions.csv")) {
            assertThat(host.get(path(here, what)).body()).contains(OWN);
            assertThat(other.get(path(marked, what)).body()).contains(MARKER).doesNotContain(OWN);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void who_works_in_one_session_is_let_into_no_other(Role role) throws IOException {
        // Given
        var stranger = role == Role.VIEWER ? new HttpBrowser(server).participate() : colleague(here, role);

        // When
        for (var what :
                List.of("desk", "stage", "desk/page?list=dismissed", "questions.csv", "plan", "links", "ready")) {
            var answer = stranger.get(path(marked, what));

            // Then
            assertThat(answer.statusCode()).as(what).isIn(401, 403);
            assertThat(answer.body()).doesNotContainIgnoringCase(MARKER);
        }
    }

    private static String code(InfoSession session) {
        return session.code().value();
    }

    private static String path(InfoSession session, String what) {
        return "/api/sessions/" + code(session) + "/" + what;
    }

    private HttpBrowser colleague(InfoSession session, Role role) throws IOException {
        var link = invitations.invite(
                org.rostrum.testing.People.HANA,
                session.id(),
                role,
                "Mo",
                Instant.now().plus(Duration.ofHours(1)));
        return new HttpBrowser(server).open(link.url());
    }
}
