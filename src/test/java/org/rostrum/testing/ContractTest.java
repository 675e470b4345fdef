package org.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The schemas keep to what AsyncAPI's and OpenAPI's dialects of JSON Schema have in common, so that one text serves
/// both.
class ContractTest {

    /// The same in draft-07 and in 2020-12; no misspelt one is among them, which would ask for nothing.
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "type",
            "enum",
            "const",
            "format",
            "pattern",
            "minLength",
            "maxLength",
            "minItems",
            "minimum",
            "maximum",
            "properties",
            "required",
            "additionalProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "items",
            "maxItems",
            "allOf",
            "anyOf",
            "oneOf",
            "title",
            "description",
            "examples");

    /// Our own: who may give a command, and what follows a close.
    private static final Set<String> OURS = Set.of("x-by", "x-then");

    private static final JsonNode DEFINITIONS =
            Contract.document(Contract.SCHEMAS).path("$defs");

    @TestFactory
    Stream<DynamicTest> every_schema_means_the_same_in_both_dialects() {
        return DEFINITIONS.properties().stream()
                .map(schema -> DynamicTest.dynamicTest(schema.getKey(), () -> requireCommon(schema.getValue())));
    }

    @Test
    void every_schema_is_used() {
        var used = new TreeSet<String>();
        Stream.of(Contract.ASYNCAPI, Contract.OPENAPI, Contract.SCHEMAS)
                .map(Contract::document)
                .flatMap(document -> document.findValuesAsText("$ref").stream())
                .filter(reference -> reference.contains("#/$defs/"))
                .forEach(reference -> used.add(reference.replaceFirst(".*#/\\$defs/", "")));

        assertThat(used).containsExactlyInAnyOrderElementsOf(names(DEFINITIONS));
    }

    private static void requireCommon(JsonNode schema) {
        if (schema.isBoolean()) {
            return;
        }
        var keywords = names(schema);
        assertThat(keywords).as("%s", schema).isSubsetOf(union(KEYWORDS, OURS));
        if (keywords.contains("$ref")) {
            assertThat(keywords).as("beside a reference").hasSize(1);
        }
        schema.path("properties").forEach(ContractTest::requireCommon);
        Stream.of("allOf", "anyOf", "oneOf").map(schema::path).forEach(all -> all.forEach(ContractTest::requireCommon));
        Stream.of("items", "additionalProperties", "propertyNames")
                .map(schema::path)
                .filter(part -> !part.isMissingNode())
                .forEach(ContractTest::requireCommon);
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }
}
