package org.rostrum.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.rostrum.testing.HttpContract;

/// A session that is live already, prepared through HTTP: for plays that are about something else than how it came
/// about. What it does is done when a method returns.
final class Evening {

    static final String TITLE = "Medical careers: an evening of questions";
    static final String TITRE = "Carrières médicales : une soirée de questions";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Theatre theatre;
    private final Person organizer;
    private final String code;

    private Evening(Theatre theatre, Person organizer, String code) {
        this.theatre = theatre;
        this.organizer = organizer;
        this.code = code;
    }

    /// Creates a session with the server's host link, which is thereby used. Nothing is announced yet.
    static Evening planned(Theatre theatre) throws IOException {
        var organizer = theatre.person(Language.ENGLISH);
        var token = theatre.hostLink().replaceFirst(".*#", "");
        post(organizer.requests(), "/api/join", Map.of("token", token));
        return planned(theatre, organizer);
    }

    /// A further session by the same organizer, as yet a draft.
    Evening another() {
        return planned(theatre, organizer);
    }

    private static Evening planned(Theatre theatre, Person organizer) {
        var plan = post(
                organizer.requests(),
                "/api/sessions",
                Map.of(
                        "titles", Map.of("en", TITLE, "fr", TITRE),
                        "descriptions",
                                Map.of(
                                        "en", "Doctors, nurses and medics of the Forces answer what you want to know.",
                                        "fr", "Médecins, infirmières et médics des Forces répondent à vos questions."),
                        "startsAt", "2026-11-25T00:00:00.000Z",
                        "endsAt", "2026-11-25T01:30:00.000Z",
                        "timeZone", "America/Toronto",
                        "streamUrl", "https://stream.example/medical"));
        return new Evening(theatre, organizer, plan.path("code").textValue());
    }

    String code() {
        return code;
    }

    Person organizer() {
        return organizer;
    }

    /// Every step from the draft to the live session.
    void goesLive() {
        for (var phase : new String[] {"scheduled", "open", "live"}) {
            moves(phase);
        }
    }

    void moves(String phase) {
        command(organizer.requests(), "desk", "movePhase", Map.of("to", phase));
    }

    /// A decision of the organizer's, as the protocol names it.
    void decides(String name, Map<String, ?> body) {
        command(organizer.requests(), "desk", name, body);
    }

    /// A decision about a question that has been given to nobody else meanwhile.
    void decides(String name, String question, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("question", question);
        body.put("revision", revisionOf(question));
        command(organizer.requests(), "desk", name, body);
    }

    /// A moderator at the desk, who has come by a personal link.
    Person moderator(String name, Language language) {
        return invited(name, "moderator", theatre.person(language)).opens("/desk/" + code);
    }

    /// A panelist before the stage view.
    Person panelist(String name, Language language) {
        return invited(name, "panelist", theatre.person(language)).opens("/stage/" + code);
    }

    /// Somebody who has opened nothing yet.
    Person stranger(Language language) {
        return theatre.person(language);
    }

    Person viewer(Language language) {
        return theatre.person(language).opens("/s/" + code);
    }

    /// Gives somebody a part in this session.
    Person invited(String name, String role, Person person) {
        post(person.requests(), "/api/join", Map.of("token", link(name, role).replaceFirst(".*#", "")));
        return person;
    }

    /// The path of a new personal link.
    String link(String name, String role) {
        var link = post(organizer.requests(), "/api/sessions/" + code + "/links", Map.of("role", role, "name", name));
        return link.path("url").textValue().replaceFirst(".*/join", "/join");
    }

    /// Takes the link back by which somebody came.
    void revokes(String name) {
        var path = "/api/sessions/" + code + "/links";
        for (var link : parsed("GET", organizer.requests().get(path)).path("links")) {
            if (name.equals(link.path("name").textValue())) {
                parsed(
                        "DELETE",
                        organizer.requests().delete(path + "/" + link.path("id").textValue()));
            }
        }
    }

    /// A question that waits for review, from somebody who is not seen again.
    ///
    /// @return its id
    String asked(String text, Language language) {
        return asked(theatre.messenger(), text, language);
    }

    /// The same, from somebody who can read what becomes of it.
    String asked(Person viewer, String text) {
        return asked(viewer.requests(), text, viewer.language());
    }

    private String asked(APIRequestContext asker, String text, Language language) {
        post(asker, "/api/participant", Map.of());
        var question = UUID.randomUUID().toString();
        command(asker, "room", "ask", Map.of("question", question, "text", text, "language", language.code()));
        return question;
    }

    /// The same, published.
    String published(String text, Language language) {
        var question = asked(text, language);
        decides("approve", question, Map.of());
        return question;
    }

    /// The same, last in the queue.
    String queued(String text, Language language) {
        var question = asked(text, language);
        decides("queue", question, Map.of("place", "last"));
        return question;
    }

    /// How often a text was stored in this session, whatever became of it since.
    long count(String text) {
        var rows = desk().path("questions");
        long found = 0;
        for (var row : rows) {
            found += text.equals(row.path("text").textValue()) ? 1 : 0;
        }
        return found;
    }

    private int revisionOf(String question) {
        for (var row : desk().path("questions")) {
            if (question.equals(row.path("id").textValue())) {
                return row.path("revision").intValue();
            }
        }
        throw new IllegalArgumentException("no question " + question);
    }

    private JsonNode desk() {
        return parsed("GET", organizer.requests().get("/api/sessions/" + code + "/desk"));
    }

    private void command(APIRequestContext sender, String audience, String name, Map<String, ?> body) {
        var message = Map.of("type", "command", "id", UUID.randomUUID().toString(), "name", name, "body", body);
        post(sender, "/api/sessions/" + code + "/commands?audience=" + audience, message);
    }

    private static JsonNode post(APIRequestContext sender, String path, Map<String, ?> body) {
        return parsed("POST", sender.post(path, RequestOptions.create().setData(body)));
    }

    private static JsonNode parsed(String method, APIResponse response) {
        var answer =
                new HttpContract.Answer(response.status(), response.headers().get("content-type"), response.text());
        HttpContract.heard(method, URI.create(response.url()).getPath(), answer);
        assertThat(response.ok()).as("%s: %s", response.url(), response.text()).isTrue();
        try {
            return JSON.readTree(response.text().isEmpty() ? "{}" : response.text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(response.url(), e);
        }
    }
}
