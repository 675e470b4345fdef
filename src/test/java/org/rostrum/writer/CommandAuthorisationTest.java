package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.START;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Role;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.InfoSessionLife;
import org.rostrum.infosession.Localized;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.Status;
import org.rostrum.refusal.Refused;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.PaperSession;
import org.rostrum.testing.People;

/// Who may give which command in which phase, in full: every command × every role × every phase. A new command, a
/// new switch or a new role fails here until it has its lines.
class CommandAuthorisationTest {

    /// One line for a command and some roles; one word for all phases, or one for each in their order (draft,
    /// scheduled, open, live, closed, archived). `yes` means that the command does what it is for.
    private static final String TABLE = """
            ask          viewer                   questions-closed questions-closed yes yes questions-closed archived
            ask          panelist,moderator,host  not-allowed
            withdraw     viewer                   yes yes yes yes yes archived
            withdraw     panelist,moderator,host  not-allowed
            askFor       viewer,panelist          not-allowed
            askFor       moderator                yes yes yes yes yes archived
            askFor       host                     yes
            hold         viewer,panelist          not-allowed
            hold         moderator                yes yes yes yes yes archived
            hold         host                     yes
            release      viewer,panelist          not-allowed
            release      moderator                yes yes yes yes yes archived
            release      host                     yes
            approve      viewer,panelist          not-allowed
            approve      moderator                yes yes yes yes yes archived
            approve      host                     yes
            queue        viewer,panelist          not-allowed
            queue        moderator                yes yes yes yes yes archived
            queue        host                     yes
            unqueue      viewer,panelist          not-allowed
            unqueue      moderator                yes yes yes yes yes archived
            unqueue      host                     yes
            move         viewer                   not-allowed
            move         panelist,moderator       yes yes yes yes yes archived
            move         host                     yes
            air          viewer                   not-allowed
            air          panelist,moderator       yes yes yes yes yes archived
            air          host                     yes
            answer       viewer                   not-allowed
            answer       panelist,moderator       yes yes yes yes yes archived
            answer       host                     yes
            later        viewer                   not-allowed
            later        panelist,moderator       yes yes yes yes yes archived
            later        host                     yes
            handBack     viewer,moderator         not-allowed
            handBack     panelist                 yes yes yes yes yes archived
            handBack     host                     yes
            reopen       viewer,panelist          not-allowed
            reopen       moderator                yes yes yes yes yes archived
            reopen       host                     yes
            dismiss      viewer,panelist          not-allowed
            dismiss      moderator                yes yes yes yes yes archived
            dismiss      host                     yes
            restore      viewer,panelist          not-allowed
            restore      moderator                yes yes yes yes yes archived
            restore      host                     yes
            merge        viewer,panelist          not-allowed
            merge        moderator                yes yes yes yes yes archived
            merge        host                     yes
            pin          viewer,panelist          not-allowed
            pin          moderator                yes yes yes yes yes archived
            pin          host                     yes
            unpin        viewer,panelist          not-allowed
            unpin        moderator                yes yes yes yes yes archived
            unpin        host                     yes
            unmerge      viewer,panelist          not-allowed
            unmerge      moderator                yes yes yes yes yes archived
            unmerge      host                     yes
            setLanguage  viewer,panelist          not-allowed
            setLanguage  moderator                yes yes yes yes yes archived
            setLanguage  host                     yes
            undo         viewer                   not-allowed
            undo         panelist,moderator       yes yes yes yes yes archived
            undo         host                     yes
            movePhase    viewer,panelist          not-allowed
            movePhase    moderator                not-allowed
            movePhase    host                     yes
            notify       viewer,panelist          not-allowed
            notify       moderator                yes yes yes yes yes archived
            notify       host                     yes
            replan       viewer,panelist          not-allowed
            replan       moderator                not-allowed
            replan       host                     yes
            flip:intakePaused       viewer,panelist           not-allowed
            flip:intakePaused       moderator                 yes yes yes yes yes archived
            flip:intakePaused       host                      yes
            flip:votingPaused       viewer,panelist           not-allowed
            flip:votingPaused       moderator                 yes yes yes yes yes archived
            flip:votingPaused       host                      yes
            flip:slowMode           viewer,panelist           not-allowed
            flip:slowMode           moderator                 yes yes yes yes yes archived
            flip:slowMode           host                      yes
            flip:hidden             viewer,panelist           not-allowed
            flip:hidden             moderator                 yes yes yes yes yes archived
            flip:hidden             host                      yes
            flip:graphic            viewer,panelist           not-allowed
            flip:graphic            moderator                 yes yes yes yes yes archived
            flip:graphic            host                      yes
            flip:premoderation      viewer,panelist,moderator not-allowed
            flip:premoderation      host                      yes
            flip:voting             viewer,panelist,moderator not-allowed
            flip:voting             host                      yes
            flip:names              viewer,panelist,moderator not-allowed
            flip:names              host                      yes
            flip:tellDisrespectful  viewer,panelist,moderator not-allowed
            flip:tellDisrespectful  host                      yes
            """;

    private static final List<Phase> PHASES = List.of(Phase.values());

    /// What a session and a question in it are made ready for, and the command itself.
    private record Attempt(Status status, BiFunction<PaperSession, QuestionId, QuestionCommand> command) {}

    private static final Map<String, Attempt> ON_QUESTIONS = Map.ofEntries(
            attempt("ask", Status.PENDING, (_, _) -> asking(newId(), "When do you hire?")),
            attempt("withdraw", Status.PUBLISHED, (_, q) -> new QuestionCommand.Withdraw(q)),
            attempt(
                    "askFor",
                    Status.PENDING,
                    (_, _) -> new QuestionCommand.AskFor(
                            newId(), ScreenedText.question("When do you hire?"), Language.EN, Origin.AHEAD)),
            attempt("hold", Status.PENDING, (p, q) -> new QuestionCommand.Hold(q, p.revision(q), null)),
            attempt("release", Status.PENDING, CommandAuthorisationTest::releaseHeld),
            attempt("approve", Status.PENDING, (p, q) -> new QuestionCommand.Approve(q, p.revision(q))),
            attempt(
                    "queue",
                    Status.PENDING,
                    (p, q) -> new QuestionCommand.Queue(q, p.revision(q), QuestionCommand.Place.LAST)),
            attempt("unqueue", Status.QUEUED, (p, q) -> new QuestionCommand.Unqueue(q, p.revision(q))),
            attempt("move", Status.QUEUED, (p, q) -> new QuestionCommand.Move(q, null)),
            attempt("air", Status.QUEUED, (p, q) -> new QuestionCommand.Air(q, p.revision(q), null, false)),
            attempt("answer", Status.ON_AIR, (p, q) -> new QuestionCommand.Answer(q, p.revision(q), false)),
            attempt("later", Status.ON_AIR, (p, q) -> new QuestionCommand.Later(q, p.revision(q))),
            attempt("handBack", Status.ON_AIR, (p, q) -> new QuestionCommand.HandBack(q, p.revision(q), null)),
            attempt("reopen", Status.ANSWERED, (p, q) -> new QuestionCommand.Reopen(q, p.revision(q))),
            attempt(
                    "dismiss",
                    Status.PUBLISHED,
                    (p, q) -> new QuestionCommand.Dismiss(q, p.revision(q), DismissReason.COMPLAINT)),
            attempt("restore", Status.DISMISSED, (p, q) -> new QuestionCommand.Restore(q, p.revision(q))),
            attempt("merge", Status.PENDING, (p, q) -> new QuestionCommand.Merge(q, p.revision(q), p.asked())),
            attempt("pin", Status.PUBLISHED, (p, q) -> new QuestionCommand.Pin(q, p.revision(q))),
            attempt("unpin", Status.PUBLISHED, CommandAuthorisationTest::unpinPinned),
            attempt("unmerge", Status.MERGED, (p, q) -> new QuestionCommand.Unmerge(q, p.revision(q))),
            attempt("setLanguage", Status.PENDING, (p, q) -> new QuestionCommand.SetLanguage(q, Language.FR)),
            attempt("undo", Status.QUEUED, (p, q) -> new QuestionCommand.Undo(p.seq())));

    private static Map.Entry<String, Attempt> attempt(
            String name, Status status, BiFunction<PaperSession, QuestionId, QuestionCommand> command) {
        return Map.entry(name, new Attempt(status, command));
    }

    private static QuestionCommand releaseHeld(PaperSession paper, QuestionId question) {
        paper.give(People.MAYA, new QuestionCommand.Hold(question, paper.revision(question), null));
        return new QuestionCommand.Release(question, paper.revision(question));
    }

    private static QuestionCommand unpinPinned(PaperSession paper, QuestionId question) {
        paper.give(People.MAYA, new QuestionCommand.Pin(question, paper.revision(question)));
        return new QuestionCommand.Unpin(question, paper.revision(question));
    }

    private static final Map<String, Function<InfoSession, InfoSessionCommand>> ON_SESSIONS = onSessions();

    private static Map<String, Function<InfoSession, InfoSessionCommand>> onSessions() {
        var all = new HashMap<String, Function<InfoSession, InfoSessionCommand>>();
        all.put("movePhase", session -> new InfoSessionCommand.MovePhase(neighbour(session.phase())));
        all.put("notify", _ -> new InfoSessionCommand.Notify(new Localized("Last call", "Dernier appel")));
        all.put("replan", session -> new InfoSessionCommand.Replan(withoutTimes(session.plan())));
        for (var each : Switch.values()) {
            all.put("flip:" + each.wire(), session -> new InfoSessionCommand.Flip(each, !session.isOn(each)));
        }
        return all;
    }

    private static Phase neighbour(Phase phase) {
        return phase == Phase.ARCHIVED ? Phase.CLOSED : PHASES.get(PHASES.indexOf(phase) + 1);
    }

    private static InfoSession.Plan withoutTimes(InfoSession.Plan plan) {
        return new InfoSession.Plan(
                plan.titles(), plan.descriptions(), null, null, plan.timeZone(), "https://stream.example/live");
    }

    record Cell(String command, Role role, Phase phase, String outcome) {
        @Override
        public String toString() {
            return "%s by %s in %s: %s".formatted(command, role.wire(), phase.wire(), outcome);
        }
    }

    static List<Cell> cells() {
        return TABLE.lines()
                .map(line -> line.split(" +"))
                .flatMap(line -> Stream.of(line[1].split(","))
                        .map(CommandAuthorisationTest::role)
                        .flatMap(role -> Arrays.stream(Phase.values())
                                .map(phase -> new Cell(
                                        line[0],
                                        role,
                                        phase,
                                        line.length == 3 ? line[2] : line[2 + PHASES.indexOf(phase)]))))
                .toList();
    }

    private static Role role(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role.wire().equals(word))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void every_command_by_every_role_in_every_phase(Cell cell) {
        var seen = ON_QUESTIONS.containsKey(cell.command()) ? onQuestion(cell) : onSession(cell);

        assertThat(seen).isEqualTo(cell.outcome());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void the_look_before_the_line_says_the_same(Cell cell) {
        var seen = ON_QUESTIONS.containsKey(cell.command()) ? beforeTheLine(cell) : beforeTheLineOnSession(cell);

        assertThat(seen).isEqualTo(cell.outcome());
    }

    private static String beforeTheLine(Cell cell) {
        var attempt = ON_QUESTIONS.get(cell.command());
        var paper = new PaperSession(anInfoSession().live());
        var command = new Command.OnQuestion(attempt.command().apply(paper, paper.in(attempt.status())));
        toPhase(paper, cell.phase());
        return outcome(() -> command.requirePossible(paper, cell.role()));
    }

    private static String beforeTheLineOnSession(Cell cell) {
        var paper = new PaperSession(anInfoSession().in(cell.phase()));
        var command = ON_SESSIONS.get(cell.command()).apply(paper.session());
        return outcome(() -> new Command.OnInfoSession(command).requirePossible(paper, cell.role()));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void what_a_role_may_in_no_phase_is_refused_without_a_look(Cell cell) {
        var attempt = ON_QUESTIONS.get(cell.command());
        var paper = new PaperSession(anInfoSession().live());
        var command = attempt == null
                ? new Command.OnInfoSession(ON_SESSIONS.get(cell.command()).apply(paper.session()))
                : new Command.OnQuestion(attempt.command().apply(paper, paper.in(attempt.status())));

        var seen = outcome(() -> command.requireRole(cell.role()));

        assertThat(seen).isEqualTo(cell.outcome().equals("not-allowed") ? "not-allowed" : "yes");
    }

    private static String onQuestion(Cell cell) {
        var attempt = ON_QUESTIONS.get(cell.command());
        var paper = new PaperSession(anInfoSession().live());
        var question = paper.in(attempt.status());
        if (cell.command().equals("undo") && cell.role() != Role.VIEWER) {
            paper.give(People.of(cell.role()), new QuestionCommand.Answer(question, paper.revision(question), false));
        }
        var command = attempt.command().apply(paper, question);
        paper.pass(Duration.ofMinutes(1));
        toPhase(paper, cell.phase());
        return outcome(() -> assertThat(
                        paper.give(People.of(cell.role()), command).storesNothing())
                .isFalse());
    }

    /// From live to wherever, by steps that the host may take.
    private static void toPhase(PaperSession paper, Phase phase) {
        var way = switch (phase) {
            case DRAFT -> List.of(Phase.OPEN, Phase.SCHEDULED, Phase.DRAFT);
            case SCHEDULED -> List.of(Phase.OPEN, Phase.SCHEDULED);
            case OPEN -> List.of(Phase.OPEN);
            case LIVE -> List.<Phase>of();
            case CLOSED -> List.of(Phase.CLOSED);
            case ARCHIVED -> List.of(Phase.CLOSED, Phase.ARCHIVED);
        };
        way.forEach(step -> paper.give(People.HANA, new InfoSessionCommand.MovePhase(step)));
    }

    private static String onSession(Cell cell) {
        var session = anInfoSession().in(cell.phase()).get();
        var command = ON_SESSIONS.get(cell.command()).apply(session);
        Actor actor = People.of(cell.role());
        return outcome(() -> assertThat(InfoSessionLife.decide(session, command, actor, START))
                .isNotEqualTo(session));
    }

    private static String outcome(Runnable attempt) {
        try {
            attempt.run();
            return "yes";
        } catch (Refused refused) {
            return refused.code().wire();
        }
    }

    @Test
    void the_table_has_every_command_role_and_phase_once() {
        // Given
        var expected = new HashSet<String>();
        for (var command : names()) {
            for (var role : Role.values()) {
                for (var phase : Phase.values()) {
                    expected.add(command + " " + role + " " + phase);
                }
            }
        }

        // When
        var written = cells().stream()
                .map(cell -> cell.command() + " " + cell.role() + " " + cell.phase())
                .toList();

        // Then
        assertThat(written).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    /// Every leaf of both sealed families by its own name; a flip for each switch, because who may flip differs.
    private static Set<String> names() {
        var types = new ArrayList<Class<?>>();
        leaves(QuestionCommand.class, types);
        leaves(InfoSessionCommand.class, types);
        var names = types.stream()
                .map(Class::getSimpleName)
                .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(names.remove("flip")).isTrue();
        Arrays.stream(Switch.values()).forEach(each -> names.add("flip:" + each.wire()));
        return names;
    }

    private static void leaves(Class<?> type, List<Class<?>> found) {
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(each -> leaves(each, found));
        } else {
            found.add(type);
        }
    }
}
