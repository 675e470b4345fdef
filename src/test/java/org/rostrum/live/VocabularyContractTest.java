package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.rostrum.identity.Role;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Origin;
import org.rostrum.question.Status;
import org.rostrum.testing.Contract;
import org.rostrum.wire.Problem;
import org.rostrum.wire.ServerMessage;

/// The contract has the words and the fields of the server, no fewer and no more, and calls those optional that may be
/// absent.
class VocabularyContractTest {

    private static final JsonNode DEFINITIONS =
            Contract.document(Contract.SCHEMAS).path("$defs");

    @TestFactory
    Stream<DynamicTest> every_word_is_in_the_contract() {
        return Stream.of(
                words("/Audience", Audience.values(), Audience::wire),
                words("/Role", Role.values(), Role::wire),
                words("/Phase", Phase.values(), Phase::wire),
                words("/Switch", Switch.values(), Switch::wire),
                words("/Language", Language.values(), VocabularyContractTest::lower),
                words("/Origin", Origin.values(), VocabularyContractTest::lower),
                words("/DismissReason", DismissReason.values(), VocabularyContractTest::lower),
                words("/DeskQuestion/properties/status", Status.values(), Projector::wire),
                words("/Bye/properties/reason", ServerMessage.Bye.Reason.values(), VocabularyContractTest::lower));
    }

    private static <E> DynamicTest words(String pointer, E[] constants, Function<E, String> wire) {
        return DynamicTest.dynamicTest(pointer, () -> {
            var described = StreamSupport.stream(
                            DEFINITIONS.at(pointer).path("enum").spliterator(), false)
                    .map(JsonNode::asText);
            assertThat(described)
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(constants).map(wire).toList());
        });
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @TestFactory
    Stream<DynamicTest> every_field_is_in_the_contract() {
        var shapes = new TreeMap<String, Class<?>>(Map.ofEntries(
                Map.entry("/RoomQuestion", Views.RoomQuestion.class),
                Map.entry("/DeskQuestion", Views.DeskQuestion.class),
                Map.entry("/DeskQuestion/properties/note", Views.Note.class),
                Map.entry("/StageQuestion", Views.StageQuestion.class),
                Map.entry("/OverlayQuestion", Views.OverlayQuestion.class),
                Map.entry("/MineQuestion", Views.MineQuestion.class),
                Map.entry("/Bilingual", Views.Texts.class),
                Map.entry("/ShownNotice", Views.NoticeView.class),
                Map.entry("/DraftSession", Views.UnopenedSession.class),
                Map.entry("/OpenedSession", Views.RoomSession.class),
                Map.entry("/DeskSession", Views.DeskSession.class),
                Map.entry("/StageSession", Views.StageSession.class),
                Map.entry("/OverlaySession", Views.OverlaySession.class),
                Map.entry("/Hello/properties/you", ServerMessage.You.class),
                Map.entry("/Hello/properties/limits", ServerMessage.Limits.class),
                Map.entry("/Mine/properties/votes/items", ServerMessage.Vote.class),
                Map.entry("/Ack/properties/already", ServerMessage.Already.class),
                Map.entry("/Presence/properties/people/items", ServerMessage.Person.class),
                Map.entry("/Problem", Problem.class),
                Map.entry("/SessionPlan", PlanView.class),
                Map.entry("/Sessions", HostResource.Sessions.class),
                Map.entry("/Link", LinkView.class),
                Map.entry("/Links", HostResource.Links.class),
                Map.entry("/Hosts", HostsResource.Hosts.class),
                Map.entry("/VoteNetworks", NetworksResource.Networks.class),
                Map.entry("/Readiness", Readiness.Report.class),
                Map.entry("/Readiness/properties/checks/items", Readiness.Check.class)));
        Arrays.stream(ServerMessage.class.getPermittedSubclasses())
                .forEach(type -> shapes.put("/" + type.getSimpleName(), type));
        return shapes.entrySet().stream()
                .map(shape -> DynamicTest.dynamicTest(
                        shape.getKey(), () -> requireSameFields(DEFINITIONS.at(shape.getKey()), shape.getValue())));
    }

    @Test
    void every_view_is_looked_at() {
        var looked = every_field_is_in_the_contract()
                .map(DynamicTest::getDisplayName)
                .toList();

        // one line for each record of the views, among others
        assertThat(looked).hasSizeGreaterThan(Views.class.getDeclaredClasses().length);
    }

    private static void requireSameFields(JsonNode schema, Class<?> type) {
        var described = new TreeMap<String, Boolean>();
        var required = new TreeSet<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").fieldNames().forEachRemaining(name -> described.put(name, required.contains(name)));
        var actual = new TreeMap<String, Boolean>();
        if (List.of(ServerMessage.class.getPermittedSubclasses()).contains(type)) {
            actual.put("type", true);
        }
        for (var component : type.getRecordComponents()) {
            actual.put(component.getName(), !isNullable(component));
        }

        assertThat(schema.path("additionalProperties").asBoolean(true))
                .as("open")
                .isFalse();
        assertThat(described).isEqualTo(actual);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
