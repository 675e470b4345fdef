package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rostrum.identity.Role;
import org.rostrum.testing.Contract;
import org.rostrum.testing.WireContract;
import org.rostrum.writer.Command;

/// The contract describes the commands that there are, as they are read, and who may give each.
class CommandContractTest {

    private static final JsonNode DEFINITIONS =
            Contract.document(Contract.SCHEMAS).path("$defs");

    @Test
    void the_commands_are_those_that_are_read() {
        var described = texts(DEFINITIONS.at("/Command/oneOf"), "/properties/name/const");

        assertThat(described).containsExactlyInAnyOrderElementsOf(CommandReader.names());
    }

    static Stream<String> commands() {
        return CommandReader.names().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_commands_examples_are_of_its_own_form_and_are_read(String name) {
        var examples = definition(name).path("examples");

        assertThat(examples).isNotEmpty();
        for (var example : examples) {
            assertThat(Contract.faults(Contract.SCHEMAS, WireContract.body(name), example))
                    .as("%s %s", name, example)
                    .isEmpty();
            assertThat(CommandReader.read(name, (ObjectNode) example)).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_is_given_by_those_that_the_contract_names(String name) {
        var described = texts(definition(name).path("x-by"), "");

        assertThat(described).containsExactlyInAnyOrderElementsOf(givenBy(name));
    }

    private static Set<String> givenBy(String name) {
        var example = (ObjectNode) definition(name).path("examples").path(0);
        var roles = switch (CommandReader.read(name, example)) {
            case Intent.Vote _ -> Set.of(Role.VIEWER);
            case Intent.Journalled(Command.OnQuestion(var command)) -> command.by();
            case Intent.Journalled(Command.OnInfoSession(var command)) -> Set.of(command.by());
        };
        return roles.stream().map(Role::wire).collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode definition(String command) {
        return Contract.document(Contract.SCHEMAS).at(WireContract.body(command).replaceFirst(".*#", ""));
    }

    private static Stream<String> stream(JsonNode list, String pointer) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.at(pointer).asText());
    }

    private static Set<String> texts(JsonNode list, String pointer) {
        return stream(list, pointer).collect(Collectors.toCollection(TreeSet::new));
    }
}
