package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.Refusals.refusal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.infosession.InfoSession;
import org.rostrum.refusal.RefusalCode;

/// The hour of a session on its way in and out.
class PlannedHourTest {

    private static InfoSession.Plan read(String startsAt, String zone) {
        var body =
                JsonNodeFactory.instance.objectNode().put("startsAt", startsAt).put("timeZone", zone);
        return CommandReader.plan(Body.of(body));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-03T19:00,          America/Vancouver, 2026-12-03T19:00",
        "2026-12-03T19:00:30,       America/Vancouver, 2026-12-03T19:00:30",
        "2026-12-04T00:00:00Z,      America/Toronto,   2026-12-03T19:00",
        "2026-12-04T00:00:00.000Z,  America/St_Johns,  2026-12-03T20:30",
        "2026-12-03T19:00:00-05:00, America/Halifax,   2026-12-03T20:00"
    })
    void is_read_as_it_was_typed_or_as_clocks_show_it_at_an_instant(String sent, String zone, LocalDateTime local) {
        assertThat(read(sent, zone).starts()).isEqualTo(local);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-12-03",
                "19:00",
                "2026-12-03 19:00",
                "2026-12-03T24:30",
                "2026-13-03T19:00",
                "2026-12-03T19:00[America/Toronto]",
                "+1000000000-12-31T23:59:59.999999999Z",
                "-999999999-01-01T00:00:00+18:00",
                ""
            })
    void is_refused_where_it_is_none(String sent) {
        assertThat(refusal(() -> read(sent, "Pacific/Kiritimati")).code()).isEqualTo(RefusalCode.BAD_VALUE);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOM", "DESK"})
    void goes_out_as_it_was_typed_beside_its_instant(Audience audience) {
        // When
        var sent = Projector.session(audience, anInfoSession().live().get()).toString();

        // Then
        assertThat(sent).contains("\"startsAt\":\"2026-11-21T00:30:00.000Z\"", "\"startsLocal\":\"2026-11-20T19:30\"");
    }
}
