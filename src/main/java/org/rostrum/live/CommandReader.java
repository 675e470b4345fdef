package org.rostrum.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Localized;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.screening.ScreenedText;
import org.rostrum.vote.Ballot;
import org.rostrum.writer.Command;

/// The wire's names of commands and the fields of each. This table, and not the names of our classes, is the
/// protocol.
final class CommandReader {

    private static final Map<String, Function<Body, Intent>> READERS = new TreeMap<>(Map.ofEntries(
            question(
                    "ask",
                    body -> new QuestionCommand.Ask(
                            id(body),
                            ScreenedText.question(body.text("text")),
                            body.constant("language", Language.class),
                            body.optionalText("name")
                                    .filter(name -> !name.isBlank())
                                    .map(ScreenedText::name)
                                    .orElse(null))),
            question("withdraw", body -> new QuestionCommand.Withdraw(id(body))),
            question(
                    "askFor",
                    body -> new QuestionCommand.AskFor(
                            id(body),
                            ScreenedText.question(body.text("text")),
                            body.constant("language", Language.class),
                            body.constant("origin", Origin.class))),
            question("approve", body -> new QuestionCommand.Approve(id(body), revision(body))),
            question("hold", body -> new QuestionCommand.Hold(id(body), revision(body), note(body, "note"))),
            question("release", body -> new QuestionCommand.Release(id(body), revision(body))),
            question(
                    "queue",
                    body -> new QuestionCommand.Queue(
                            id(body), revision(body), body.constant("place", QuestionCommand.Place.class))),
            question("unqueue", body -> new QuestionCommand.Unqueue(id(body), revision(body))),
            question("move", body -> new QuestionCommand.Move(id(body), other(body, "before"))),
            question(
                    "air",
                    body -> new QuestionCommand.Air(
                            id(body), revision(body), other(body, "replaces"), body.optionalFlag("graphic"))),
            question(
                    "answer",
                    body -> new QuestionCommand.Answer(id(body), revision(body), body.optionalFlag("inWriting"))),
            question("later", body -> new QuestionCommand.Later(id(body), revision(body))),
            question("handBack", body -> new QuestionCommand.HandBack(id(body), revision(body), note(body, "reason"))),
            question("reopen", body -> new QuestionCommand.Reopen(id(body), revision(body))),
            question(
                    "dismiss",
                    body -> new QuestionCommand.Dismiss(
                            id(body), revision(body), body.constant("reason", DismissReason.class))),
            question("restore", body -> new QuestionCommand.Restore(id(body), revision(body))),
            question(
                    "merge",
                    body -> new QuestionCommand.Merge(id(body), revision(body), new QuestionId(body.uuid("into")))),
            question("unmerge", body -> new QuestionCommand.Unmerge(id(body), revision(body))),
            question("pin", body -> new QuestionCommand.Pin(id(body), revision(body))),
            question("unpin", body -> new QuestionCommand.Unpin(id(body), revision(body))),
            question(
                    "setLanguage",
                    body -> new QuestionCommand.SetLanguage(id(body), body.constant("language", Language.class))),
            question("undo", body -> new QuestionCommand.Undo(body.longInteger("seq"))),
            session(
                    "flip",
                    body -> new InfoSessionCommand.Flip(
                            Switch.ofWire(body.text("switch")).orElseThrow(() -> Body.bad("switch")), body.flag("on"))),
            session(
                    "notice",
                    body -> new InfoSessionCommand.Notify(new Localized(notice(body, "en"), notice(body, "fr")))),
            session(
                    "movePhase",
                    body -> new InfoSessionCommand.MovePhase(
                            Phase.ofWire(body.text("to")).orElseThrow(() -> Body.bad("to")))),
            session("plan", body -> new InfoSessionCommand.Replan(plan(body))),
            Map.entry("vote", body -> new Intent.Vote(ballot(body)))));

    private CommandReader() {}

    /// The names of all commands, in alphabetical order.
    static Set<String> names() {
        return READERS.keySet();
    }

    /// Reads a command.
    ///
    /// @throws Refused `unknown-command`, `malformed`, `bad-value`, or what screening says of a text
    static Intent read(String name, ObjectNode body) {
        var reader = READERS.get(name);
        if (reader == null) {
            throw new Refused(RefusalCode.UNKNOWN_COMMAND, "there is no such command");
        }
        return reader.apply(new Body(body));
    }

    /// What an organizer plans, as the body of `plan` and of a new session holds it.
    static InfoSession.Plan plan(Body body) {
        var zone = body.zone("timeZone");
        return new InfoSession.Plan(
                body.localized("titles"),
                body.localized("descriptions"),
                body.optionalLocalTime("startsAt", zone),
                body.optionalLocalTime("endsAt", zone),
                zone,
                body.optionalText("streamUrl").filter(url -> !url.isBlank()).orElse(null));
    }

    /// SHA-256, in hexadecimal, of a command's name and body with the body's keys in alphabetical order.
    static String digest(String name, ObjectNode body) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(sorted(body).toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        var fields = new TreeMap<String, JsonNode>();
        object.properties().forEach(entry -> fields.put(entry.getKey(), sorted(entry.getValue())));
        var copy = object.objectNode();
        fields.forEach(copy::set);
        return copy;
    }

    private static Map.Entry<String, Function<Body, Intent>> question(
            String name, Function<Body, QuestionCommand> reader) {
        return Map.entry(name, body -> new Intent.Journalled(new Command.OnQuestion(reader.apply(body))));
    }

    private static Map.Entry<String, Function<Body, Intent>> session(
            String name, Function<Body, InfoSessionCommand> reader) {
        return Map.entry(name, body -> new Intent.Journalled(new Command.OnInfoSession(reader.apply(body))));
    }

    private static QuestionId id(Body body) {
        return new QuestionId(body.uuid("question"));
    }

    private static int revision(Body body) {
        int revision = body.integer("revision");
        if (revision < 1) {
            throw Body.bad("revision");
        }
        return revision;
    }

    private static @Nullable QuestionId other(Body body, String field) {
        return body.optionalUuid(field).map(QuestionId::new).orElse(null);
    }

    private static @Nullable ScreenedText note(Body body, String field) {
        return body.optionalText(field)
                .filter(text -> !text.isBlank())
                .map(ScreenedText::note)
                .orElse(null);
    }

    private static @Nullable String notice(Body body, String field) {
        var text = body.optionalText(field).orElse(null);
        if (text != null && text.isBlank()) {
            throw new Refused(RefusalCode.TOO_SHORT, field + " has at least 1 character where it is there");
        }
        return text;
    }

    private static Ballot ballot(Body body) {
        int n = body.integer("n");
        if (n < 1) {
            throw Body.bad("n");
        }
        return new Ballot(id(body), n, body.flag("on"));
    }
}
