package org.rostrum.infosession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.START;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.InfoSessionFixture.anUntitledInfoSession;
import static org.rostrum.testing.People.HANA;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.Refusals.refusal;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.infosession.InfoSessionCommand.Flip;
import org.rostrum.infosession.InfoSessionCommand.MovePhase;
import org.rostrum.infosession.InfoSessionCommand.Notify;
import org.rostrum.infosession.InfoSessionCommand.Replan;
import org.rostrum.refusal.RefusalCode;

class InfoSessionLifeTest {

    private static final LocalDateTime EVENING = LocalDateTime.parse("2026-11-24T19:00");

    private static InfoSession give(InfoSession session, InfoSessionCommand command) {
        return InfoSessionLife.decide(session, command, HANA, START);
    }

    private static RefusalCode refused(InfoSession session, InfoSessionCommand command) {
        return refusal(() -> give(session, command)).code();
    }

    @Nested
    class given_a_phase {

        /// A yes where one step leads from the line's phase to the column's; `=` where it is there already.
        private static final String STEPS = """
                from      draft scheduled open live closed archived
                draft     =     yes       yes  yes  no     no
                scheduled yes   =         yes  yes  no     no
                open      no    yes       =    yes  yes    no
                live      no    no        yes  =    yes    no
                closed    no    no        yes  yes  =      yes
                archived  no    no        no   no   yes    =
                """;

        static Stream<Arguments> steps() {
            var lines = STEPS.lines().map(line -> line.split(" +")).toList();
            return lines.stream()
                    .skip(1)
                    .flatMap(line -> Stream.of(1, 2, 3, 4, 5, 6)
                            .map(i -> Arguments.of(phase(line[0]), phase(lines.getFirst()[i]), line[i])));
        }

        private static Phase phase(String word) {
            return Phase.ofWire(word).orElseThrow();
        }

        @ParameterizedTest
        @MethodSource("steps")
        void every_step_between_two_phases(Phase from, Phase to, String outcome) {
            // Given
            var session = anInfoSession().in(from).get();

            // When
            var seen = seen(session, to);

            // Then
            assertThat(seen).isEqualTo(outcome);
        }

        private static String seen(InfoSession session, Phase to) {
            if (!session.phase().leadsTo(to) && session.phase() != to) {
                assertThat(refused(session, new MovePhase(to))).isEqualTo(RefusalCode.WRONG_PHASE);
                return "no";
            }
            var next = give(session, new MovePhase(to));
            assertThat(next.phase()).isEqualTo(to);
            return next.equals(session) ? "=" : "yes";
        }

        @Test
        void every_step_forward_can_be_taken_back() {
            var forward = Arrays.stream(Phase.values())
                    .flatMap(from -> Arrays.stream(Phase.values())
                            .filter(to -> to.compareTo(from) > 0 && from.leadsTo(to))
                            .map(to -> from + " → " + to + ": " + leadsBack(to, from)));

            assertThat(forward.collect(Collectors.toList())).allMatch(step -> step.endsWith("true"));
        }

        private static boolean leadsBack(Phase from, Phase to) {
            return from.leadsTo(to)
                    || Arrays.stream(Phase.values())
                            .anyMatch(via -> via.compareTo(from) < 0 && from.leadsTo(via) && leadsBack(via, to));
        }

        @ParameterizedTest
        @EnumSource(names = {"SCHEDULED", "OPEN", "LIVE"})
        void when_a_title_is_missing_then_a_draft_stays_one(Phase to) {
            assertThat(refused(anUntitledInfoSession().get(), new MovePhase(to)))
                    .isEqualTo(RefusalCode.TITLES_REQUIRED);
        }

        @Test
        void when_it_is_scheduled_then_its_titles_cannot_be_taken_away() {
            var session = anInfoSession().in(Phase.SCHEDULED).get();

            assertThat(refused(session, new Replan(plan(new Localized("Only English", " ")))))
                    .isEqualTo(RefusalCode.TITLES_REQUIRED);
        }
    }

    @Nested
    class given_switches {

        private final InfoSession session = anInfoSession().live().get();

        @Test
        void the_defaults_are_those_of_the_house() {
            assertThat(session.switches().on())
                    .containsExactlyInAnyOrder(Switch.PREMODERATION, Switch.VOTING, Switch.TELL_DISRESPECTFUL);
        }

        @ParameterizedTest
        @EnumSource(Switch.class)
        void when_one_is_flipped_then_the_others_stay(Switch which) {
            // Given
            var before = session.isOn(which);

            // When
            var after = give(session, new Flip(which, !before));

            // Then
            assertThat(after.isOn(which)).isEqualTo(!before);
            assertThat(give(after, new Flip(which, before))).isEqualTo(session);
        }
    }

    @Nested
    class given_a_message_to_the_audience {

        private final InfoSession session = give(
                anInfoSession().live().get(), new Notify(new Localized("We begin soon.", "Nous commençons bientôt.")));

        @Test
        void then_it_bears_its_time() {
            assertThat(session.notice().at()).isEqualTo(START);
        }

        @Test
        void when_the_same_is_sent_again_then_it_keeps_its_first_time() {
            var later =
                    InfoSessionLife.decide(session, new Notify(session.notice().text()), MAYA, START.plusSeconds(60));

            assertThat(later).isEqualTo(session);
        }

        @Test
        void when_an_empty_one_is_sent_then_it_is_removed() {
            assertThat(give(session, new Notify(new Localized("  ", ""))).notice())
                    .isNull();
        }

        @Test
        void when_it_has_more_than_500_characters_then_it_is_refused() {
            assertThat(refused(session, new Notify(new Localized(null, "😀".repeat(501)))))
                    .isEqualTo(RefusalCode.TOO_LONG);
        }

        @Test
        void when_it_has_500_characters_beyond_the_basic_plane_then_it_is_taken() {
            var text = new Localized("😀".repeat(500), null);

            assertThat(give(session, new Notify(text)).notice().text()).isEqualTo(text);
        }
    }

    @Nested
    class given_a_plan {

        private final InfoSession session = anInfoSession().get();

        @Test
        void when_it_ends_before_it_starts_then_it_is_refused() {
            assertThat(refused(session, new Replan(plan(EVENING, EVENING)))).isEqualTo(RefusalCode.BAD_VALUE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0000-01-01T00:00",
                    "+300000-01-01T00:00",
                    "-999999999-01-01T00:00",
                    "2030-01-01T00:00",
                    "9998-01-01T00:00"
                })
        void when_its_time_is_in_no_calendar_or_years_ahead_then_it_is_refused(String time) {
            assertThat(refused(session, new Replan(plan(LocalDateTime.parse(time), null))))
                    .isEqualTo(RefusalCode.BAD_VALUE);
        }

        @Test
        void when_its_times_are_finer_than_milliseconds_then_they_are_cut() {
            // When
            var plan = plan(EVENING.plusNanos(1_234_567), EVENING.plusHours(1).plusNanos(999));

            // Then
            assertThat(plan.starts()).isEqualTo(EVENING.plus(Duration.ofMillis(1)));
            assertThat(plan.ends()).isEqualTo(EVENING.plusHours(1));
        }

        @Test
        void when_its_zone_changes_then_its_hour_stays_and_its_instant_moves() {
            // When
            var toronto = plan(EVENING, null);
            var vancouver = new InfoSession.Plan(
                    toronto.titles(), toronto.descriptions(), EVENING, null, ZoneId.of("America/Vancouver"), null);

            // Then
            assertThat(vancouver.starts()).isEqualTo(toronto.starts());
            assertThat(Duration.between(toronto.startsAt(), vancouver.startsAt()))
                    .isEqualTo(Duration.ofHours(3));
        }

        @Test
        void when_clocks_show_its_hour_twice_then_it_is_the_first() {
            // Given
            var goingBack = plan(LocalDateTime.parse("2027-11-07T01:30"), LocalDateTime.parse("2027-11-07T02:00"));

            // When
            var planned = give(session, new Replan(goingBack)).plan();

            // Then
            assertThat(planned.startsAt()).isEqualTo("2027-11-07T05:30:00Z");
            assertThat(planned.endsAt()).isEqualTo("2027-11-07T07:00:00Z");
        }

        @ParameterizedTest
        @CsvSource({"2027-03-14T02:30, 2027-03-14T04:00", "2027-03-13T23:00, 2027-03-14T02:30"})
        void when_clocks_leave_its_hour_out_then_it_is_refused(LocalDateTime starts, LocalDateTime ends) {
            assertThat(refused(session, new Replan(plan(starts, ends)))).isEqualTo(RefusalCode.SKIPPED_TIME);
        }

        @Test
        void when_rules_have_come_to_leave_its_hour_out_then_it_is_later_by_as_much() {
            assertThat(plan(LocalDateTime.parse("2027-03-14T02:30"), null).startsAt())
                    .isEqualTo("2027-03-14T07:30:00Z");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "javascript:alert(1)",
                    "ftp://stream.example/live",
                    "//stream.example",
                    "https:///live",
                    "stream.example",
                    "https://stream.example/a b",
                    "data:text/html,x"
                })
        void when_its_stream_is_no_web_address_then_it_is_refused(String address) {
            assertThat(refused(session, new Replan(streamed(address)))).isEqualTo(RefusalCode.BAD_VALUE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://stream.example/live?k=1#t", "http://192.168.1.20:8080/"})
        void when_its_stream_is_a_web_address_then_it_is_taken(String address) {
            assertThat(give(session, new Replan(streamed(address))).plan().streamUrl())
                    .isEqualTo(address);
        }

        @Test
        void when_a_title_has_more_than_200_characters_then_it_is_refused() {
            assertThat(refused(session, new Replan(plan(new Localized("t".repeat(201), "titre")))))
                    .isEqualTo(RefusalCode.TOO_LONG);
        }

        @Test
        void when_it_is_the_present_one_then_nothing_changes() {
            assertThat(give(session, new Replan(session.plan()))).isEqualTo(session);
        }
    }

    private static InfoSession.Plan plan(Localized titles) {
        return new InfoSession.Plan(titles, Localized.NONE, null, null, ZoneId.of("America/Toronto"), null);
    }

    private static InfoSession.Plan plan(LocalDateTime starts, @Nullable LocalDateTime ends) {
        return new InfoSession.Plan(Localized.NONE, Localized.NONE, starts, ends, ZoneId.of("America/Toronto"), null);
    }

    private static InfoSession.Plan streamed(String address) {
        return new InfoSession.Plan(Localized.NONE, Localized.NONE, null, null, ZoneId.of("America/Toronto"), address);
    }
}
