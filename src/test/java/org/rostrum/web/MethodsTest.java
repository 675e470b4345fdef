package org.rostrum.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rostrum.testing.Contract;
import org.rostrum.testing.PostgresTestResource;

/// A path of the contract that is asked by a method which it does not have says so, and what it has.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class MethodsTest {

    private static final String EVENTS = "/api/sessions/{code}/{audience}/events";

    /// A path of the contract with the methods described for it.
    record Described(String path, Set<String> methods) {

        String address() {
            return path.replace("{code}", "ZZZZZ2")
                    .replace("{audience}", "room")
                    .replace("{document}", "openapi.yaml")
                    .replace("{id}", "0190c1f0-0000-7000-8000-000000000003");
        }

        /// With what follows from them.
        Set<String> allowed() {
            var allowed = new TreeSet<>(methods);
            allowed.add("OPTIONS");
            // a stream has no head without its body
            if (methods.contains("GET") && !path.equals(EVENTS)) {
                allowed.add("HEAD");
            }
            return allowed;
        }

        String allow() {
            return String.join(", ", allowed());
        }
    }

    static Stream<Described> paths() {
        return Contract.document(Contract.OPENAPI).path("paths").properties().stream()
                .map(path -> new Described(path.getKey(), methods(path.getValue()::has)));
    }

    private static Set<String> methods(Predicate<String> isDescribed) {
        var methods = new TreeSet<String>();
        Stream.of("get", "post", "put", "patch", "delete")
                .filter(isDescribed)
                .forEach(verb -> methods.add(verb.toUpperCase(Locale.ROOT)));
        return methods;
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_method_that_a_path_does_not_have_is_refused_with_those_that_it_has(Described described) {
        var others = new TreeSet<>(Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "HEAD"));
        others.removeAll(described.allowed());

        assertThat(others).contains("PUT", "PATCH", "TRACE");
        for (var method : others) {
            var answer = given().request(method, described.address())
                    .then()
                    .statusCode(405)
                    .header("Allow", described.allow())
                    .header("X-Content-Type-Options", "nosniff");
            if (!method.equals("HEAD")) {
                answer.contentType("application/problem+json")
                        .body("status", equalTo(405))
                        .body("title", equalTo("Method Not Allowed"))
                        .body("$", not(hasKey("code")));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void who_asks_what_a_path_has_is_told(Described described) {
        given().options(described.address())
                .then()
                .statusCode(204)
                .header("Allow", described.allow())
                .body(emptyString());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_method_that_a_path_has_is_none_of_the_gates_business(Described described) {
        for (var method : described.allowed()) {
            if (!method.equals("OPTIONS")) {
                assertThat(given().request(method, described.address()).statusCode())
                        .as(method)
                        .isNotEqualTo(405);
            }
        }
    }

    @Test
    void a_path_that_there_is_not_has_no_methods() {
        Stream.of("GET", "PUT")
                .forEach(method -> given().request(method, "/api/nowhere")
                        .then()
                        .statusCode(404)
                        .header("Allow", nullValue()));
    }
}
