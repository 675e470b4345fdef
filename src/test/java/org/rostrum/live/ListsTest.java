package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.hub.HandHub;
import org.rostrum.identity.Invitations;
import org.rostrum.identity.Role;
import org.rostrum.journal.Digest;
import org.rostrum.journal.Head;
import org.rostrum.question.Language;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PaperSession;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.writer.Command;
import org.rostrum.writer.Writers;

/// Lists, pages and values at their edges: what there is not is refused with its code.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ListsTest {

    @Inject
    Writers writers;

    @Inject
    Invitations invitations;

    @TestHTTPResource
    URI server;

    private Stand stand;
    private HttpBrowser desk;
    private QuestionId withdrawn;

    @BeforeEach
    void a_question_was_withdrawn() throws IOException {
        stand = new Stand(writers, invitations, server);
        var link = invitations.invite(
                People.HANA,
                stand.session.id(),
                Role.MODERATOR,
                "Mo",
                Instant.now().plus(Duration.ofHours(1)));
        desk = new HttpBrowser(server).open(link.url());
        withdrawn = PaperSession.newId();
        stand.give(
                VERA,
                new Command.OnQuestion(
                        new QuestionCommand.Ask(withdrawn, ScreenedText.question("Was it asked?"), Language.EN, null)));
        stand.give(VERA, new Command.OnQuestion(new QuestionCommand.Withdraw(withdrawn)));
    }

    @Test
    void the_desk_has_a_list_of_what_was_withdrawn() throws IOException {
        // When
        var snapshot = desk.snapshot(code(), "desk");
        var page = HttpBrowser.ok(desk.get(path("desk/page?list=withdrawn")));

        // Then
        for (var answer : List.of(snapshot, page)) {
            assertThat(answer.path("questions").findValuesAsText("id")).containsExactly(withdrawn.toString());
        }
        assertThat(snapshot.path("more").has("withdrawn")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "room/page?list=dismissed",
                "room/page?list=merged",
                "room/page?list=withdrawn",
                "room/page?list=pending",
                "room/page?after=none",
                "desk/page?after=none",
                "desk/page?list=none"
            })
    void a_list_or_cursor_that_there_is_not_is_refused(String what) throws IOException {
        // When
        var answer = desk.get(path(what));

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(HttpBrowser.code(answer)).isEqualTo("bad-value");
    }

    @Test
    void a_message_that_is_empty_and_a_revision_that_there_is_not_are_refused() throws IOException {
        // When
        var empty = command("notice", Map.of("en", " "));
        var nothing = command("approve", Map.of("question", UUID.randomUUID(), "revision", 0));

        // Then
        assertThat(empty).isEqualTo("too-short");
        assertThat(nothing).isEqualTo("bad-value");
    }

    @Test
    void the_row_of_a_conflict_is_that_of_the_writer_where_the_news_of_it_is_still_on_its_way() {
        // Given
        var paper = new PaperSession(anInfoSession().live());
        var question = PaperSession.newId();
        var asked = paper.give(VERA, PaperSession.asking(question, "Is it new?"));
        var stored = new Stored(
                new Head(new UUID(0, 1), 1, 0, Digest.NONE),
                paper.session(),
                paper.rows(),
                asked.texts(),
                List.of(),
                List.of());
        var live = new LiveSession(stored, new HandHub(Map.of()).hub());

        // When
        paper.give(MAYA, new QuestionCommand.Approve(question, 1));
        var row = live.read(replica -> replica.viewNoOlderThan(Audience.DESK, paper.row(question)));

        // Then
        assertThat(((Projection.Shown) row).view().text()).contains("\"revision\":2", "\"status\":\"published\"");
    }

    private String command(String name, Map<String, ?> body) throws IOException {
        var id = UUID.randomUUID().toString();
        return HttpBrowser.code(desk.postWrong(
                path("commands?audience=desk"), Map.of("type", "command", "id", id, "name", name, "body", body)));
    }

    private String code() {
        return stand.session.code().value();
    }

    private String path(String what) {
        return "/api/sessions/" + code() + "/" + what;
    }
}
