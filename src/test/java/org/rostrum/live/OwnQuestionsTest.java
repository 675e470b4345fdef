package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.hub.HandHub;
import org.rostrum.identity.Actor;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Digest;
import org.rostrum.journal.Head;
import org.rostrum.journal.JournalEntry;
import org.rostrum.pace.Network;
import org.rostrum.question.AuthorId;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.PaperSession;
import org.rostrum.wire.ServerMessage;
import org.rostrum.writer.EntryPayload;
import org.rostrum.writer.PayloadCodec;

/// When an asker who is connected is told of what is theirs, and when nothing is said because it would tell.
class OwnQuestionsTest {

    private static final UUID EPOCH = new UUID(0, 1);

    private final HandHub hub = new HandHub(Map.of());
    private final PaperSession paper = new PaperSession(anInfoSession().live());
    private final LiveSession live = new LiveSession(
            new Stored(new Head(EPOCH, 1, 0, Digest.NONE), paper.session(), List.of(), List.of(), List.of(), List.of()),
            hub.hub());
    private final HandHub.Line line = hub.line();
    private final QuestionId question = newId();
    private long seq = 1;
    private Digest digest = Digest.NONE;

    @BeforeEach
    void vera_is_here_and_has_asked() {
        var connection = new Connection(new Commands.Sender(Optional.of(VERA), Audience.ROOM, Network.of("192.0.2.7")));
        connection.attach(live.feed(Audience.ROOM).join(line.outlet(), null, HandHub::hello));
        live.joined(connection);
        connection.showMine(live);
        give(VERA, asking(question, "Is it heard?"));
        live.introduce(VERA.participant(), vera());
        assertThat(told()).last().satisfies(mine -> assertThat(fate(mine)).isEqualTo("received"));
    }

    @Test
    void holding_and_releasing_a_question_says_nothing() {
        // When
        decide(new QuestionCommand.Hold(question, 1, null));
        decide(new QuestionCommand.Release(question, 1));

        // Then
        assertThat(told()).isEmpty();
    }

    @Test
    void dismissing_it_in_silence_says_nothing_and_telling_it_later_does() {
        // Given
        flip(Switch.TELL_DISRESPECTFUL, false);

        // When
        decide(new QuestionCommand.Dismiss(question, 1, DismissReason.DISRESPECTFUL));
        var silence = told();
        flip(Switch.TELL_DISRESPECTFUL, true);
        var spoken = told();
        flip(Switch.TELL_DISRESPECTFUL, false);

        // Then
        assertThat(silence).isEmpty();
        assertThat(spoken)
                .singleElement()
                .satisfies(mine -> assertThat(fate(mine)).isEqualTo("dismissed"));
        assertThat(told())
                .singleElement()
                .satisfies(mine -> assertThat(fate(mine)).isEqualTo("received"));
    }

    @Test
    void hiding_everything_takes_away_what_a_question_was_merged_into() {
        // Given
        var other = newId();
        give(
                MAYA,
                new QuestionCommand.AskFor(
                        other, ScreenedText.question("Is it the same?"), Language.EN, Origin.ORGANIZER));
        decide(new QuestionCommand.Merge(question, 1, other));
        assertThat(told()).last().satisfies(mine -> assertThat(text(mine)).contains(other.toString()));

        // When
        flip(Switch.HIDDEN, true);

        // Then
        assertThat(told())
                .singleElement()
                .satisfies(mine -> assertThat(text(mine)).doesNotContain(other.toString()));
    }

    @Test
    void what_is_asked_for_bears_no_number_that_moves_while_the_desk_works() {
        // Given
        var before = live.mine(vera(), List.of());

        // When
        decide(new QuestionCommand.Hold(question, 1, null));

        // Then
        assertThat(live.mine(vera(), List.of())).isEqualTo(before);
    }

    private AuthorId vera() {
        return Objects.requireNonNull(paper.row(question).author());
    }

    private void decide(QuestionCommand command) {
        give(MAYA, command);
    }

    private void give(Actor actor, QuestionCommand command) {
        var change = paper.give(actor, command);
        follow(change.rows(), null, change.texts());
    }

    private void flip(Switch which, boolean on) {
        paper.give(HANA, new InfoSessionCommand.Flip(which, on));
        follow(List.of(), paper.session(), List.of());
    }

    private void follow(List<QuestionRow> rows, @Nullable InfoSession session, List<QuestionText> texts) {
        seq++;
        var payload = PayloadCodec.write(new EntryPayload(rows, session, List.of()));
        var entry = JournalEntry.after(digest, paper.session().id(), seq, paper.now(), "maya", "changed", payload);
        digest = entry.digest();
        assertThat(live.follow(EPOCH, List.of(entry), texts)).isTrue();
    }

    /// What has been told of one's own since this was asked before.
    private List<ServerMessage.Mine> told() {
        var told = new ArrayList<ServerMessage.Mine>();
        for (var said = line.read(); said.isPresent(); said = line.read()) {
            if (said.get() instanceof ServerMessage.Mine mine) {
                told.add(mine);
            }
        }
        return told;
    }

    private static String text(ServerMessage.Mine mine) {
        return mine.questions().getFirst().text();
    }

    private static String fate(ServerMessage.Mine mine) {
        return text(mine).replaceAll(".*\"fate\":\"([a-zA-Z]+)\".*", "$1");
    }
}
