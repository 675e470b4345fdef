package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.VERA;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.hub.HandHub;
import org.rostrum.journal.Digest;
import org.rostrum.journal.Head;
import org.rostrum.journal.JournalEntry;
import org.rostrum.pace.Network;
import org.rostrum.testing.PaperSession;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;
import org.rostrum.writer.EntryPayload;
import org.rostrum.writer.PayloadCodec;

/// Somebody's question was stored by another node, and the acknowledgement came here before the news: they asked
/// there, lost the connection, and sent the same again here.
class LateNewsTest {

    private static final UUID EPOCH = new UUID(0, 1);

    private final HandHub hub = new HandHub(Map.of());
    private final PaperSession paper = new PaperSession(anInfoSession().live());
    private final LiveSession live = new LiveSession(
            new Stored(
                    new Head(EPOCH, paper.seq(), 0, Digest.NONE),
                    paper.session(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of()),
            hub.hub());
    private final HandHub.Line line = hub.line();

    @BeforeEach
    void vera_is_here_and_nobody_knows_which_author_she_is() {
        var connection = new Connection(new Commands.Sender(Optional.of(VERA), Audience.ROOM, Network.of("192.0.2.7")));
        connection.attach(live.feed(Audience.ROOM).join(line.outlet(), null, HandHub::hello));
        live.joined(connection);
        connection.showMine(live);
        assertThat(mine()).isEmpty();
    }

    @Test
    void she_is_told_of_her_question_when_the_news_comes() {
        // Given
        var question = newId();
        var change = paper.give(VERA, asking(question, "Is " + question + " heard?"));
        var row = paper.row(question);

        // When
        boolean known = live.asked(VERA.participant(), question);
        live.introduce(VERA.participant(), Objects.requireNonNull(row.author()));
        var early = mine();
        var payload = PayloadCodec.write(new EntryPayload(change.rows(), null, List.of()));
        var entry = JournalEntry.after(
                Digest.NONE, paper.session().id(), paper.seq(), paper.now(), "vera", "asked", payload);
        assertThat(live.follow(EPOCH, List.of(entry), change.texts())).isTrue();

        // Then
        assertThat(known).isFalse();
        assertThat(early).isEmpty();
        assertThat(mine())
                .singleElement()
                .satisfies(own -> assertThat(own.text()).contains(question.toString()));
    }

    @Test
    void she_is_told_at_once_where_the_news_came_first() {
        // Given
        var question = newId();
        var change = paper.give(VERA, asking(question, "Is " + question + " heard?"));
        var payload = PayloadCodec.write(new EntryPayload(change.rows(), null, List.of()));
        var entry = JournalEntry.after(
                Digest.NONE, paper.session().id(), paper.seq(), paper.now(), "vera", "asked", payload);
        assertThat(live.follow(EPOCH, List.of(entry), change.texts())).isTrue();

        // When
        boolean known = live.asked(VERA.participant(), question);

        // Then
        assertThat(known).isTrue();
        assertThat(mine()).hasSize(1);
    }

    /// The questions of the newest message of that kind.
    private List<RawJson> mine() {
        List<RawJson> newest = List.of();
        for (var said = line.read(); said.isPresent(); said = line.read()) {
            if (said.get() instanceof ServerMessage.Mine mine) {
                newest = mine.questions();
            }
        }
        return newest;
    }
}
