package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The contract that the server ships, as tests read it: the three documents and compiled schemas of theirs.
/// Thread-safe.
public final class Contract {

    public static final String ASYNCAPI = "asyncapi.yaml";
    public static final String OPENAPI = "openapi.yaml";
    public static final String SCHEMAS = "schemas.yaml";

    /// Where the documents seem to lie beside each other; nothing is fetched from there.
    private static final String BASE = "https://contract.test/";

    private static final Map<String, JsonNode> DOCUMENTS = read();
    private static final SchemaRegistry REGISTRY = registry(texts()::get);
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private Contract() {}

    /// One of the documents.
    public static JsonNode document(String name) {
        return DOCUMENTS.get(name);
    }

    /// What a reference within a document leads to, in the same document.
    public static JsonNode resolve(JsonNode document, JsonNode node) {
        var resolved = node;
        while (resolved.has("$ref")) {
            resolved = document.at(resolved.path("$ref").asText().substring(1));
        }
        return resolved;
    }

    /// What is wrong with a value of the schema that a reference in a document names; empty where it is right.
    ///
    /// @param reference as written in it, such as `#/components/schemas/X` or `./schemas.yaml#/$defs/Ack`
    public static List<String> faults(String document, String reference, JsonNode value) {
        return COMPILED
                .computeIfAbsent(document + " " + reference, _ -> compile(document, reference))
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static Schema compile(String document, String reference) {
        var schema = REGISTRY.getSchema(SchemaLocation.of(
                BASE + (reference.startsWith("#") ? document : "") + reference.replaceFirst("^\\./", "")));
        schema.initializeValidators();
        return schema;
    }

    /// Where schemas are compiled, following references from document to document.
    ///
    /// @param documents gives the text of a document, as JSON, by its address
    public static SchemaRegistry registry(UnaryOperator<String> documents) {
        // what is around the schemas, and our own keywords among theirs, says nothing of values
        var dialect = Dialect.builder(Dialects.getDraft202012())
                .unknownKeywordFactory((keyword, _) -> new NonValidationKeyword(keyword))
                .build();
        return SchemaRegistry.withDialect(dialect, builder -> builder.schemas(documents));
    }

    private static Map<String, JsonNode> read() {
        var documents = new HashMap<String, JsonNode>();
        Stream.of(ASYNCAPI, OPENAPI, SCHEMAS).forEach(name -> {
            try (var in = Contract.class.getResourceAsStream("/contract/" + name)) {
                documents.put(name, new YAMLMapper().readTree(in));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return documents;
    }

    private static Map<String, String> texts() {
        var texts = new HashMap<String, String>();
        DOCUMENTS.forEach((name, document) -> texts.put(BASE + name, write(document)));
        return texts;
    }

    private static String write(JsonNode document) {
        try {
            return new ObjectMapper().writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
