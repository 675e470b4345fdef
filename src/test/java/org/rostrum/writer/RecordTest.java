package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.VITO;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
import org.rostrum.journal.Journal;
import org.rostrum.question.Language;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.screening.ScreenedText;
import org.rostrum.testing.Heard;
import org.rostrum.testing.People;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;

/// What the journal keeps, what it must not keep, and how it goes on after a restore.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class RecordTest {

    @Inject
    Jdbi jdbi;

    @Inject
    Writers writers;

    @Inject
    Journal journal;

    @Inject
    OnRecord onRecord;

    @Inject
    Batch batch;

    @Inject
    WriterConfig config;

    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = StoredSession.found(writers, anInfoSession().live());
    }

    @Test
    void entries_hold_neither_a_questions_words_nor_who_asked() {
        // Given
        session.give(HANA, new InfoSessionCommand.Flip(Switch.NAMES, true));
        var id = newId();
        session.give(
                VERA,
                new QuestionCommand.Ask(
                        id,
                        ScreenedText.question("My sister Zoé was refused"),
                        Language.EN,
                        ScreenedText.name("Véronique")));
        session.give(MAYA, new QuestionCommand.Hold(id, 1, ScreenedText.note("Names her sister")));

        // When
        var record = jdbi.withHandle(handle -> Replay.of(journal, handle, session.id()))
                .entries()
                .toString();

        // Then
        assertThat(record)
                .doesNotContain(
                        "Zoé",
                        "sister",
                        "Véronique",
                        "refused",
                        VERA.participant().keyHash())
                .contains("\"texts\":[{\"question\":\"" + id);
    }

    @Test
    void an_entry_vouches_for_every_text_by_a_salted_digest() throws Exception {
        // Given
        var id = session.asked(VERA);
        session.give(MAYA, new QuestionCommand.Hold(id, 1, ScreenedText.note("Ask the recruiter")));
        var digests = jdbi.withHandle(handle -> Replay.of(journal, handle, session.id())).entries().stream()
                .flatMap(entry -> PayloadCodec.read(entry.payload()).texts().stream())
                .toList();

        // When
        var computed = new ArrayList<EntryPayload.TextDigest>();
        for (var digest : digests) {
            int version = digest.version();
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(stored("salt", id, version, byte[].class));
            sha.update(stored("body", id, version, String.class).getBytes(StandardCharsets.UTF_8));
            computed.add(new EntryPayload.TextDigest(id, version, HexFormat.of().formatHex(sha.digest())));
        }

        // Then
        assertThat(digests).hasSize(2).isEqualTo(computed);
        assertThat(stored("salt", id, digests.getFirst().version(), byte[].class))
                .isNotEqualTo(stored("salt", id, digests.getLast().version(), byte[].class));
    }

    private <T> T stored(String column, QuestionId question, int version, Class<T> type) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select <column> from question_text where question = ? and version = ?")
                        .define("column", column)
                        .bind(0, question.value())
                        .bind(1, version)
                        .mapTo(type)
                        .one());
    }

    @Test
    void a_database_that_was_restored_goes_on_under_another_epoch() {
        // Given
        session.published(VERA);
        var before = onRecord.head(session);
        restoreTo(before.seq() - 1);

        // When
        var answer = session.give(VITO, asking(newId(), "Did you lose something?"));

        // Then
        assertThat(onRecord.head(session).epoch()).isNotEqualTo(before.epoch());
        assertThat(answer.seq()).isEqualTo(before.seq());
    }

    @Test
    void one_that_has_gone_on_beyond_what_a_node_saw_does_so_too() {
        // Given
        session.published(VERA);
        var before = onRecord.head(session);
        restoreTo(before.seq() - 1);
        session.through(new Writers(batch, new Heard<>(), new Heard<>(), config))
                .published(VITO);
        assertThat(onRecord.head(session).seq()).isGreaterThan(before.seq());
        assertThat(onRecord.head(session).epoch()).isEqualTo(before.epoch());

        // When
        session.published(People.viewer(77));

        // Then
        assertThat(onRecord.head(session).epoch()).isNotEqualTo(before.epoch());
    }

    @Test
    void without_a_restore_the_epoch_stays() {
        var before = onRecord.head(session);

        session.published(VERA);

        assertThat(onRecord.head(session).epoch()).isEqualTo(before.epoch());
    }

    /// What a backup of that moment gives: later entries were never written.
    private void restoreTo(long seq) {
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "delete from journal_entry where info_session = ? and seq > ?",
                    session.id().value(),
                    seq);
            handle.execute(
                    "update journal_head h set (seq, digest) = (select seq, digest from journal_entry e "
                            + "where e.info_session = h.info_session and e.seq = ?) where info_session = ?",
                    seq,
                    session.id().value());
        });
    }
}
