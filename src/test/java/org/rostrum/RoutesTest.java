package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.Contract;
import org.rostrum.testing.PostgresTestResource;

/// The contract names every route that the server has, and no other.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class RoutesTest {

    /// A path parameter with a pattern, such as `{audience: room|desk}`.
    private static final Pattern CHOICE = Pattern.compile("\\{(\\w+)\\s*:\\s*([\\w|]+)}");

    private static final Pattern VERTX_PARAMETER = Pattern.compile(":(\\w+)");

    @Inject
    Router router;

    @Test
    void every_operation_over_http_is_described_and_every_description_is_of_one() {
        var actual = Stream.concat(ofResources(), ofRouter("/api/")).collect(Collectors.toCollection(TreeSet::new));

        assertThat(actual).hasSizeGreaterThan(20);
        assertThat(described()).isEqualTo(actual);
    }

    @Test
    void every_address_of_a_socket_is_a_channels() {
        var sockets = Contract.document(Contract.ASYNCAPI).path("channels").properties().stream()
                .map(channel -> channel.getValue().path("address").asText())
                .filter(address -> address.startsWith("/ws/"))
                .map(address -> "GET " + address);

        assertThat(ofRouter("/ws/")).containsExactly("GET /ws/{code}/{audience}");
        assertThat(sockets)
                .containsExactlyInAnyOrder(
                        "GET /ws/{code}/room", "GET /ws/{code}/desk", "GET /ws/{code}/stage", "GET /ws/{code}/overlay");
    }

    private static Set<String> described() {
        var described = new TreeSet<String>();
        for (var path : Contract.document(Contract.OPENAPI).path("paths").properties()) {
            path.getValue()
                    .properties()
                    .forEach(
                            entry -> verb(entry.getKey()).ifPresent(verb -> described.add(verb + " " + path.getKey())));
        }
        return described;
    }

    private static Optional<String> verb(String key) {
        return Stream.of("get", "post", "put", "patch", "delete", "head", "options")
                .filter(key::equals)
                .map(word -> word.toUpperCase(java.util.Locale.ROOT))
                .findFirst();
    }

    private static Stream<String> ofResources() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.rostrum").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                                .flatMap(method -> verbOf(method).stream()
                                        .flatMap(verb -> paths(type, method).map(path -> verb + " " + path))));
    }

    private static Optional<String> verbOf(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(jakarta.ws.rs.HttpMethod.class))
                .filter(java.util.Objects::nonNull)
                .map(jakarta.ws.rs.HttpMethod::value)
                .findFirst();
    }

    private static Stream<String> paths(Class<?> type, Method method) {
        var below = method.isAnnotationPresent(Path.class)
                ? "/" + method.getAnnotation(Path.class).value()
                : "";
        var path = (type.getAnnotation(Path.class).value() + below).replaceAll("/+", "/");
        var choice = CHOICE.matcher(path);
        return choice.find()
                ? Arrays.stream(choice.group(2).split("\\|")).map(word -> path.replace(choice.group(), word))
                : Stream.of(path);
    }

    private Stream<String> ofRouter(String below) {
        return router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.getPath().startsWith(below))
                .flatMap(route -> methods(route)
                        .map(verb -> verb + " "
                                + VERTX_PARAMETER.matcher(route.getPath()).replaceAll("{$1}")))
                .distinct();
    }

    private static Stream<String> methods(Route route) {
        return route.methods() == null
                ? Stream.of(HttpMethod.GET.name())
                : route.methods().stream().map(HttpMethod::name);
    }
}
