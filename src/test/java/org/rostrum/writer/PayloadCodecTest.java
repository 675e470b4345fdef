package org.rostrum.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rostrum.testing.InfoSessionFixture.START;
import static org.rostrum.testing.PaperSession.newId;

import java.lang.reflect.RecordComponent;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.database.UnknownWord;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.JoinCode;
import org.rostrum.infosession.Localized;
import org.rostrum.infosession.Notice;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.infosession.Switches;
import org.rostrum.question.AuthorId;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Standing;
import org.rostrum.question.Status;

class PayloadCodecTest {

    private static final QuestionRow FULL_ROW = new QuestionRow(
            newId(),
            417,
            new AuthorId(UUID.randomUUID()),
            Origin.AHEAD,
            1,
            2,
            3,
            4,
            7,
            standing(Status.MERGED),
            standing(Status.ON_AIR),
            new QuestionRow.Decided(
                    "moderator:maya", "Maya \"M\" \uD83D\uDE92 \u2028", START.plusMillis(999), 1L << 40),
            new QuestionRow.Settled("Milo", START.plusMillis(7)),
            START,
            START.plusMillis(1),
            START.plusMillis(20),
            START.plusMillis(300),
            START.plusMillis(4000));

    private static final InfoSession FULL_SESSION = new InfoSession(
            new InfoSessionId(UUID.randomUUID()),
            JoinCode.random(new Random(1)),
            Phase.LIVE,
            new InfoSession.Plan(
                    new Localized("Title", "Titre"),
                    new Localized("Description", "Texte"),
                    LocalDateTime.parse("2026-11-21T19:00"),
                    LocalDateTime.parse("2026-11-21T20:30:15.123"),
                    ZoneId.of("America/St_Johns"),
                    "https://stream.example/live"),
            new Switches(Set.of(Switch.values())),
            new Notice(new Localized("Soon", "Bientôt"), START.plusMillis(5)),
            new InfoSessionId(UUID.randomUUID()),
            START.minusSeconds(9));

    private static Standing standing(Status status) {
        return new Standing(status, true, true, Long.MIN_VALUE, newId(), DismissReason.COMPLAINT, true, Language.OTHER);
    }

    @Test
    void a_payload_with_every_field_set_comes_back_equal() {
        // Given
        var payload = new EntryPayload(
                List.of(FULL_ROW), FULL_SESSION, List.of(new EntryPayload.TextDigest(FULL_ROW.id(), 3, "ab12")));
        assertNothingIsAbsent(FULL_ROW);
        assertNothingIsAbsent(FULL_SESSION);

        // When
        var read = PayloadCodec.read(PayloadCodec.write(payload));

        // Then
        assertThat(read).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MERGED", "COMPLAINT", "VOTING", "LIVE"})
    void a_word_of_a_newer_server_is_told_apart_from_what_is_broken(String word) {
        // Given
        var written = PayloadCodec.write(new EntryPayload(List.of(FULL_ROW), FULL_SESSION, List.of()));
        assertThat(written).contains("\"" + word + "\"");

        // When
        var newer = written.replace("\"" + word + "\"", "\"BRAND_NEW\"");

        // Then
        assertThatThrownBy(() -> PayloadCodec.read(newer))
                .isInstanceOf(UnknownWord.class)
                .hasMessageContaining("BRAND_NEW");
        assertThatThrownBy(() -> PayloadCodec.read("{")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_plan_of_an_older_server_has_the_local_times_of_its_instants() {
        // Given
        var written = PayloadCodec.write(new EntryPayload(List.of(), FULL_SESSION, List.of()));
        var older = written.replaceAll(",\"(starts|ends)\":\"[^\"]*\"", "");
        assertThat(older).isNotEqualTo(written);

        // When
        var read = PayloadCodec.read(older);

        // Then
        assertThat(read.session()).isEqualTo(FULL_SESSION);
    }

    @Test
    void a_plan_bears_the_instants_that_an_older_server_reads() {
        // When
        var written = PayloadCodec.write(new EntryPayload(List.of(), FULL_SESSION, List.of()));

        // Then
        assertThat(written).contains("\"startsAt\":\"2026-11-21T22:30:00Z\"");
    }

    @Test
    void a_plan_is_read_by_its_local_times_whatever_its_instants_say() {
        // Given
        var written = PayloadCodec.write(new EntryPayload(List.of(), FULL_SESSION, List.of()))
                .replace("2026-11-21T22:30:00Z", "2026-11-21T21:30:00Z");

        // When
        var read = PayloadCodec.read(written);

        // Then
        assertThat(read.session()).isEqualTo(FULL_SESSION);
    }

    /// So that a field added later is set here too.
    private static void assertNothingIsAbsent(Record value) {
        for (var component : value.getClass().getRecordComponents()) {
            var inner = valueOf(component, value);
            assertThat(inner)
                    .as("%s.%s", value.getClass().getSimpleName(), component.getName())
                    .isNotNull();
            if (inner instanceof Record deeper) {
                assertNothingIsAbsent(deeper);
            }
        }
    }

    private static Object valueOf(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_payload_with_every_field_absent_comes_back_equal_and_is_short() {
        // Given
        var row = new QuestionRow(
                newId(),
                100,
                null,
                Origin.VIEWER,
                1,
                null,
                null,
                null,
                1,
                new Standing(Status.PENDING, false, false, 0, null, null, false, Language.EN),
                null,
                null,
                null,
                START,
                null,
                null,
                null,
                null);
        var payload = new EntryPayload(List.of(row), null, List.of());

        // When
        var json = PayloadCodec.write(payload);

        // Then
        assertThat(PayloadCodec.read(json)).isEqualTo(payload);
        assertThat(json).doesNotContain("null");
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void every_status_comes_back(Status status) {
        var row = new QuestionRow(
                newId(),
                100,
                null,
                Origin.ORGANIZER,
                1,
                null,
                null,
                null,
                1,
                standing(status),
                null,
                null,
                null,
                START,
                null,
                null,
                null,
                null);

        var read = PayloadCodec.read(PayloadCodec.write(new EntryPayload(List.of(row), null, List.of())));

        assertThat(read.rows()).containsExactly(row);
    }

    @Test
    void a_field_of_a_newer_writer_is_ignored() {
        var json = PayloadCodec.write(new EntryPayload(List.of(FULL_ROW), null, List.of()))
                .replaceFirst("\\{", "{\"later\":{\"a\":[1]},")
                .replace("\"number\":417", "\"number\":417,\"colour\":\"red\"");

        assertThat(PayloadCodec.read(json).rows()).containsExactly(FULL_ROW);
    }

    @Test
    void ids_and_switches_are_plain_values() {
        var json = PayloadCodec.write(new EntryPayload(List.of(FULL_ROW), FULL_SESSION, List.of()));

        assertThat(json)
                .contains("\"id\":\"" + FULL_ROW.id() + "\"")
                .contains("\"code\":\"" + FULL_SESSION.code() + "\"")
                .contains("\"askedAt\":\"2026-11-20T23:30:00Z\"")
                .contains(Arrays.stream(Switch.values())
                        .map(each -> "\"" + each.name() + "\"")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void an_answer_comes_back_equal() {
        Stream.of(
                        new Outcome.Done(7L, START, UUID.randomUUID(), 417, null, null),
                        new Outcome.Done(null, START, UUID.randomUUID(), 417, "Maya", START.minusMillis(1)),
                        new Outcome.Done(null, START, null, null, null, null))
                .forEach(answer -> assertThat(PayloadCodec.readAnswer(PayloadCodec.writeAnswer(answer)))
                        .isEqualTo(answer));
    }
}
