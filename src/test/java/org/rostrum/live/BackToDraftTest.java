package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.hub.HandHub;
import org.rostrum.hub.Position;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Digest;
import org.rostrum.journal.Head;
import org.rostrum.journal.JournalEntry;
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

/// A session that goes back to being a draft shows nothing to room and overlay: not to those who are there, and not
/// to those who come back to a node that has read of it in the stored journal only.
class BackToDraftTest {

    private static final UUID EPOCH = new UUID(0, 1);

    private final HandHub hub = new HandHub(Map.of());
    private final PaperSession paper = new PaperSession(anInfoSession().live());
    private final List<JournalEntry> journal = new ArrayList<>();
    private final List<QuestionText> texts = new ArrayList<>();
    private final QuestionId question = newId();

    @BeforeEach
    void a_question_is_on_air_with_its_graphic() {
        append(List.of(), paper.session());
        give(new QuestionCommand.AskFor(
                question, ScreenedText.question("Is it shown?"), Language.EN, Origin.ORGANIZER));
        give(new QuestionCommand.Air(question, paper.revision(question), null, true));
        append(List.of(), flipped());
    }

    private InfoSession flipped() {
        paper.give(HANA, new InfoSessionCommand.Flip(Switch.GRAPHIC, true));
        return paper.session();
    }

    @Test
    void who_comes_back_to_a_node_that_has_just_read_of_it_is_sent_for_a_snapshot() {
        // Given
        var held = position();
        toDraft();

        // When
        var heard = join(restarted(), Audience.ROOM, held);

        // Then
        assertThat(heard).hasAtLeastOneElementOfType(ServerMessage.Resync.class);
        assertThat(heard).doesNotHaveAnyElementsOfTypes(ServerMessage.Frame.class);
    }

    @Test
    void who_comes_back_to_a_room_that_stayed_open_is_led_on() {
        // Given
        var held = position();
        paper.give(HANA, new InfoSessionCommand.Flip(Switch.SLOW_MODE, true));
        append(List.of(), paper.session());

        // When
        var heard = join(restarted(), Audience.ROOM, held);

        // Then
        assertThat(heard).hasAtLeastOneElementOfType(ServerMessage.Frame.class);
        assertThat(heard).doesNotHaveAnyElementsOfTypes(ServerMessage.Resync.class);
    }

    @Test
    void the_overlay_shows_nothing() {
        // Given
        var live = restarted();
        var line = hub.line();
        var _ = live.feed(Audience.OVERLAY).join(line.outlet(), position(), HandHub::hello);
        assertThat(shown(live)).isInstanceOf(Projection.Shown.class);

        // When
        toDraft();
        assertThat(live.follow(EPOCH, List.of(journal.getLast()), List.of())).isTrue();

        // Then
        assertThat(shown(live)).isEqualTo(Projection.GONE);
        assertThat(heard(line))
                .last()
                .satisfies(said ->
                        assertThat(((ServerMessage.Frame) said).remove()).containsExactly(question.value()));
    }

    private Projection shown(LiveSession live) {
        return live.read(replica -> replica.view(Audience.OVERLAY, question));
    }

    private void toDraft() {
        paper.give(HANA, new InfoSessionCommand.MovePhase(Phase.CLOSED));
        paper.give(HANA, new InfoSessionCommand.MovePhase(Phase.OPEN));
        paper.give(HANA, new InfoSessionCommand.MovePhase(Phase.SCHEDULED));
        paper.give(HANA, new InfoSessionCommand.MovePhase(Phase.DRAFT));
        append(List.of(), paper.session());
    }

    private void give(QuestionCommand command) {
        var change = paper.give(MAYA, command);
        texts.addAll(change.texts());
        append(change.rows(), change.session());
    }

    private void append(List<QuestionRow> rows, InfoSession session) {
        var before = journal.isEmpty() ? Digest.NONE : journal.getLast().digest();
        var payload = PayloadCodec.write(new EntryPayload(rows, session, List.of()));
        journal.add(JournalEntry.after(
                before, paper.session().id(), journal.size() + 1, paper.now(), "maya", "changed", payload));
    }

    private Position position() {
        return new Position(EPOCH, journal.size(), journal.getLast().digest().tag());
    }

    /// A node that has read what is stored, and nothing before.
    private LiveSession restarted() {
        var head = new Head(EPOCH, journal.size(), 1, journal.getLast().digest());
        var stored = new Stored(head, paper.session(), paper.rows(), texts, List.of(), journal);
        return new LiveSession(stored, hub.hub());
    }

    private List<ServerMessage> join(LiveSession live, Audience audience, Position held) {
        var line = hub.line();
        var _ = live.feed(audience).join(line.outlet(), held, HandHub::hello);
        return heard(line);
    }

    private static List<ServerMessage> heard(HandHub.Line line) {
        var heard = new ArrayList<ServerMessage>();
        for (var said = line.read(); said.isPresent(); said = line.read()) {
            heard.add(said.get());
        }
        return heard;
    }
}
