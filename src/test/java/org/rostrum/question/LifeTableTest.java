package org.rostrum.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Role;
import org.rostrum.question.QuestionCommand.Place;
import org.rostrum.refusal.Refused;
import org.rostrum.testing.PaperSession;
import org.rostrum.testing.People;

/// Walks the whole table of steps: every status, every command, every role. The table is written from the rules for
/// people (the glossary's steps of a question) and knows nothing of the code.
class LifeTableTest {

    /// A status: the question goes there. `=`: the goal is reached already. `*`: a mark changes and the status
    /// stays. `!`: wrong-status. `?`: to this role there is no such question. A role in none of a command's lines
    /// may not give it. A question that is merged, dismissed or withdrawn was published before.
    private static final String TABLE = """
            command     role       PENDING   HELD      PUBLISHED QUEUED    ON_AIR    ANSWERED  MERGED DISMISSED WITHDRAWN
            withdraw    viewer     WITHDRAWN WITHDRAWN WITHDRAWN WITHDRAWN !         !         !      !         =
            hold        moderator  *         =         !         !         !         !         !      !         !
            hold        host       *         =         !         !         !         !         !      !         !
            release     moderator  =         *         !         !         !         !         !      !         !
            release     host       =         *         !         !         !         !         !      !         !
            approve     moderator  PUBLISHED PUBLISHED =         =         =         =         !      !         !
            approve     host       PUBLISHED PUBLISHED =         =         =         =         !      !         !
            queueLast   moderator  QUEUED    QUEUED    QUEUED    =         !         !         !      !         !
            queueLast   host       QUEUED    QUEUED    QUEUED    =         !         !         !      !         !
            queueFirst  moderator  QUEUED    QUEUED    QUEUED    =         !         !         !      !         !
            queueFirst  host       QUEUED    QUEUED    QUEUED    =         !         !         !      !         !
            unqueue     moderator  !         !         =         PUBLISHED !         !         !      !         !
            unqueue     host       !         !         =         PUBLISHED !         !         !      !         !
            move        moderator  !         !         !         *         !         !         !      !         !
            move        panelist   ?         ?         !         *         !         !         !      !         !
            move        host       !         !         !         *         !         !         !      !         !
            air         moderator  ON_AIR    ON_AIR    ON_AIR    ON_AIR    =         ON_AIR    !      !         !
            air         panelist   ?         ?         ON_AIR    ON_AIR    =         ON_AIR    !      !         !
            air         host       ON_AIR    ON_AIR    ON_AIR    ON_AIR    =         ON_AIR    !      !         !
            answer      moderator  !         !         ANSWERED  ANSWERED  ANSWERED  =         !      !         !
            answer      panelist   ?         ?         ANSWERED  ANSWERED  ANSWERED  =         !      !         !
            answer      host       !         !         ANSWERED  ANSWERED  ANSWERED  =         !      !         !
            later       moderator  !         !         !         =         QUEUED    !         !      !         !
            later       panelist   ?         ?         !         =         QUEUED    !         !      !         !
            later       host       !         !         !         =         QUEUED    !         !      !         !
            handBack    panelist   ?         ?         =         PUBLISHED PUBLISHED !         !      !         !
            handBack    host       !         !         =         PUBLISHED PUBLISHED !         !      !         !
            reopen      moderator  !         !         =         !         !         PUBLISHED !      !         !
            reopen      host       !         !         =         !         !         PUBLISHED !      !         !
            dismiss     moderator  DISMISSED DISMISSED DISMISSED DISMISSED DISMISSED DISMISSED !      =         !
            dismiss     host       DISMISSED DISMISSED DISMISSED DISMISSED DISMISSED DISMISSED !      =         !
            restore     moderator  =         =         !         !         !         !         !      PENDING   !
            restore     host       =         =         !         !         !         !         !      PENDING   !
            merge       moderator  MERGED    MERGED    MERGED    MERGED    !         !         =      !         !
            merge       host       MERGED    MERGED    MERGED    MERGED    !         !         =      !         !
            unmerge     moderator  =         =         =         =         =         =         PENDING !      !
            unmerge     host       =         =         =         =         =         =         PENDING !      !
            pin         moderator  !         !         *         *         *         *         !      !         !
            pin         host       !         !         *         *         *         *         !      !         !
            unpin       moderator  !         !         =         =         =         =         !      !         !
            unpin       host       !         !         =         =         =         =         !      !         !
            setLanguage moderator  *         *         *         *         *         *         !      *         !
            setLanguage host       *         *         *         *         *         *         !      *         !
            """;

    private static final Map<String, BiFunction<PaperSession, QuestionId, QuestionCommand>> COMMANDS = commands();

    private static Map<String, BiFunction<PaperSession, QuestionId, QuestionCommand>> commands() {
        var all = new LinkedHashMap<String, BiFunction<PaperSession, QuestionId, QuestionCommand>>();
        all.put("withdraw", (_, q) -> new QuestionCommand.Withdraw(q));
        all.put("hold", (paper, q) -> new QuestionCommand.Hold(q, paper.revision(q), null));
        all.put("release", (paper, q) -> new QuestionCommand.Release(q, paper.revision(q)));
        all.put("approve", (paper, q) -> new QuestionCommand.Approve(q, paper.revision(q)));
        all.put("queueLast", (paper, q) -> new QuestionCommand.Queue(q, paper.revision(q), Place.LAST));
        all.put("queueFirst", (paper, q) -> new QuestionCommand.Queue(q, paper.revision(q), Place.FIRST));
        all.put("unqueue", (paper, q) -> new QuestionCommand.Unqueue(q, paper.revision(q)));
        all.put("move", (_, q) -> new QuestionCommand.Move(q, null));
        all.put("air", (paper, q) -> new QuestionCommand.Air(q, paper.revision(q), null, false));
        all.put("answer", (paper, q) -> new QuestionCommand.Answer(q, paper.revision(q), false));
        all.put("later", (paper, q) -> new QuestionCommand.Later(q, paper.revision(q)));
        all.put("handBack", (paper, q) -> new QuestionCommand.HandBack(q, paper.revision(q), null));
        all.put("reopen", (paper, q) -> new QuestionCommand.Reopen(q, paper.revision(q)));
        all.put("dismiss", (paper, q) -> new QuestionCommand.Dismiss(q, paper.revision(q), DismissReason.UNCLEAR));
        all.put("restore", (paper, q) -> new QuestionCommand.Restore(q, paper.revision(q)));
        all.put("merge", LifeTableTest::merge);
        all.put("unmerge", (paper, q) -> new QuestionCommand.Unmerge(q, paper.revision(q)));
        all.put("pin", (paper, q) -> new QuestionCommand.Pin(q, paper.revision(q)));
        all.put("unpin", (paper, q) -> new QuestionCommand.Unpin(q, paper.revision(q)));
        all.put("setLanguage", (_, q) -> new QuestionCommand.SetLanguage(q, Language.FR));
        return all;
    }

    /// Into where it is merged already, or into another that waits.
    private static QuestionCommand merge(PaperSession paper, QuestionId question) {
        var row = paper.row(question);
        var into = row.standing().mergedInto();
        return new QuestionCommand.Merge(question, row.revision(), into == null ? paper.asked() : into);
    }

    record Cell(String command, Role role, String place, String outcome) {
        @Override
        public String toString() {
            return "%s by %s on %s: %s".formatted(command, role.wire(), place, outcome);
        }
    }

    static Stream<Cell> cells() {
        var lines = TABLE.lines().map(line -> line.split(" +")).toList();
        var places = lines.getFirst();
        var outcomes = new LinkedHashMap<String, String>();
        for (var line : lines.subList(1, lines.size())) {
            for (int i = 2; i < places.length; i++) {
                outcomes.put(line[0] + " " + line[1] + " " + places[i], line[i]);
            }
        }
        var cells = new ArrayList<Cell>();
        for (var command : COMMANDS.keySet()) {
            for (var role : Role.values()) {
                for (var place : List.of(places).subList(2, places.length)) {
                    var outcome = outcomes.remove(command + " " + role.wire() + " " + place);
                    cells.add(new Cell(command, role, place, outcome == null ? "no" : outcome));
                }
            }
        }
        assertThat(outcomes).as("lines of unknown commands or roles").isEmpty();
        return cells.stream();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void every_cell_of_the_table(Cell cell) {
        // Given
        var paper = new PaperSession(anInfoSession().live());
        var question = place(paper, cell.place());
        var command = COMMANDS.get(cell.command()).apply(paper, question);
        var before = paper.row(question);
        var allBefore = paper.rows();
        var actor = People.of(cell.role());

        // When
        var seen = seen(paper, actor, command, before);

        // Then
        assertThat(seen).isEqualTo(cell.outcome());
        switch (cell.outcome()) {
            case "!", "?", "no", "=" -> assertThat(paper.rows()).isEqualTo(allBefore);
            case "*" -> assertThat(paper.revision(question)).isEqualTo(before.revision());
            default -> {
                var row = paper.row(question);
                assertThat(row.revision()).isEqualTo(before.revision() + 1);
                assertThat(row.decided())
                        .isEqualTo(new QuestionRow.Decided(
                                paper.caller(actor).key(), paper.caller(actor).name(), paper.now(), paper.seq()));
            }
        }
    }

    private static QuestionId place(PaperSession paper, String place) {
        if (place.equals("HELD")) {
            var question = paper.in(Status.PENDING);
            paper.give(People.MILO, new QuestionCommand.Hold(question, paper.revision(question), null));
            return question;
        }
        return paper.in(Status.valueOf(place));
    }

    private static String seen(PaperSession paper, Actor actor, QuestionCommand command, QuestionRow before) {
        var refused = catchThrowableOfType(Refused.class, () -> {
            var change = paper.give(actor, command);
            assertThat(change.storesNothing()).isEqualTo(change.already() != null);
        });
        if (refused != null) {
            return switch (refused.code()) {
                case NOT_ALLOWED -> "no";
                case WRONG_STATUS -> "!";
                case UNKNOWN_QUESTION -> "?";
                default -> refused.code().wire();
            };
        }
        var after = paper.row(before.id());
        if (after.equals(before)) {
            return "=";
        }
        return after.status() == before.status() ? "*" : after.status().name();
    }

    @Test
    void every_command_about_an_existing_question_has_its_lines() {
        var paper = new PaperSession(anInfoSession().live());
        var question = paper.asked();

        assertThat(COMMANDS.values().stream()
                        .map(command ->
                                command.apply(paper, question).getClass().getSimpleName())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(leaves(QuestionCommand.class)
                        .filter(name -> !List.of("Ask", "AskFor", "Undo").contains(name))
                        .toList());
    }

    private static Stream<String> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(LifeTableTest::leaves)
                : Stream.of(type.getSimpleName());
    }
}
