package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Holds requests and answers against the OpenAPI document: whether there is such an operation, whether it answers with
/// such a status and media type, and whether the body is of the form described there. Pages and metrics are none of
/// its business. Thread-safe.
public final class HttpContract {

    /// What HTTP refuses before an operation is found.
    private static final Set<Integer> REFUSED_BY_HTTP = Set.of(404, 405, 406, 413, 415);

    /// What every path has beside its operations, and what is answered without a body.
    private static final Set<String> OF_HTTP = Set.of("HEAD", "OPTIONS");

    /// Resources that exist in tests only.
    private static final String OF_TESTS = "/api/test/";

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private HttpContract() {}

    /// An answer as a client gets it.
    public record Answer(int status, @Nullable String mediaType, String body) {

        public static Answer of(HttpResponse<String> response) {
            var type = response.headers().firstValue("content-type").orElse(null);
            return new Answer(response.statusCode(), type, response.body());
        }
    }

    /// Looks at an answer; what is wrong with it fails the test that runs.
    public static void heard(String method, String path, Answer answer) {
        Breaches.add(faults(method, path, answer), method + " " + path + " answered " + answer.status(), answer.body());
    }

    /// Looks at the body of a request that is about to be sent in good faith.
    public static void said(String method, String path, JsonNode body) {
        Breaches.add(faultsOfBody(method, path, body), "Somebody sent " + method + " " + path, body);
    }

    static List<String> faultsOfBody(String method, String path, JsonNode body) {
        if (!isOurs(path)) {
            return List.of();
        }
        var taken = Contract.resolve(document(), operation(method, path).path("requestBody"));
        var schema = taken.at("/content/application~1json/schema");
        if (schema.isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of("there is no body in this operation");
        }
        return faultsOf(schema, body);
    }

    /// What is wrong with an answer; empty where nothing is.
    public static List<String> faults(String method, String path, Answer answer) {
        if (!isOurs(path)) {
            return List.of();
        }
        if (OF_HTTP.contains(method.toUpperCase(Locale.ROOT))) {
            return answer.body().isEmpty() ? List.of() : List.of("there is no body in an answer to " + method);
        }
        var described = Contract.resolve(
                document(), operation(method, path).path("responses").path(String.valueOf(answer.status())));
        if (described.isMissingNode()) {
            return REFUSED_BY_HTTP.contains(answer.status())
                    ? Contract.faults(Contract.OPENAPI, "./schemas.yaml#/$defs/BareProblem", parsed(answer.body()))
                    : List.of("the operation has no such answer");
        }
        var content = described.path("content");
        if (content.isMissingNode()) {
            return answer.body().isEmpty() ? List.of() : List.of("there is no body in this answer");
        }
        var type = Optional.ofNullable(answer.mediaType())
                .orElse("")
                .split(";", 2)[0]
                .strip();
        if (!content.has(type)) {
            return List.of("the answer has no such media type: " + answer.mediaType());
        }
        return type.endsWith("json") ? faultsOf(content.path(type).path("schema"), parsed(answer.body())) : List.of();
    }

    /// The name of the operation at a path; empty where there is none.
    public static String operationId(String method, String path) {
        return operation(method, path).path("operationId").asText();
    }

    /// The operation at a path; missing where there is none.
    private static JsonNode operation(String method, String path) {
        var verb = method.toLowerCase(Locale.ROOT);
        JsonNode found = MissingNode.getInstance();
        for (var each : document().path("paths").properties()) {
            var template = each.getKey();
            if (template.equals(path)) {
                return each.getValue().path(verb);
            }
            if (path.matches(PARAMETER.matcher(template).replaceAll("[^/]+"))
                    && each.getValue().has(verb)) {
                found = each.getValue().path(verb);
            }
        }
        return found;
    }

    private static boolean isOurs(String path) {
        return path.startsWith("/api/") && !path.startsWith(OF_TESTS);
    }

    private static List<String> faultsOf(JsonNode schema, JsonNode value) {
        return Contract.faults(Contract.OPENAPI, schema.path("$ref").asText(), value);
    }

    private static JsonNode document() {
        return Contract.document(Contract.OPENAPI);
    }

    private static JsonNode parsed(String body) {
        return HttpBrowser.read(body);
    }
}
