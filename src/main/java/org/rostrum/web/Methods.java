package org.rostrum.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which methods each path of the interface has, by the resources and routes themselves. The router does not tell:
/// where another resource has the path it calls it unknown. Any thread.
@Singleton
class Methods {

    private static final String INTERFACE = "/api/";

    /// A parameter of a resource's path, perhaps with its pattern, or of a route's.
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+(?:\\s*:\\s*([^}]+))?}|:\\w+");

    private static final String ANY_SEGMENT = "[^/]+";

    private final BeanManager beans;

    /// Written once, before the first request.
    private volatile Supplier<Stream<Operation>> routes = Stream::empty;

    private volatile @Nullable List<Operation> operations;

    private record Operation(String method, Pattern path) {}

    Methods(BeanManager beans) {
        this.beans = beans;
    }

    void register(@Observes Router router) {
        routes = () -> router.getRoutes().stream().flatMap(Methods::ofRoute);
    }

    /// The methods of a path in alphabetical order, with those that every path has; empty where there is no such path.
    SequencedSet<String> of(String path) {
        var methods = new TreeSet<String>();
        if (path.startsWith(INTERFACE)) {
            for (var operation : operations()) {
                if (operation.path().matcher(path).matches()) {
                    methods.add(operation.method());
                }
            }
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS.name());
        }
        return methods;
    }

    /// Looked for at the first request, when all routes are there.
    private List<Operation> operations() {
        var known = operations;
        if (known == null) {
            known = Stream.concat(ofResources(), routes.get()).toList();
            operations = known;
        }
        return known;
    }

    private Stream<Operation> ofResources() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(Bean::getBeanClass)
                .distinct()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()).flatMap(method -> ofMethod(type, method)));
    }

    private static Stream<Operation> ofMethod(Class<?> type, Method method) {
        var below = method.getAnnotation(Path.class);
        var path = pattern(type.getAnnotation(Path.class).value() + (below == null ? "" : "/" + below.value()));
        return Arrays.stream(method.getAnnotations())
                .flatMap(annotation ->
                        Stream.ofNullable(annotation.annotationType().getAnnotation(jakarta.ws.rs.HttpMethod.class)))
                .map(jakarta.ws.rs.HttpMethod::value)
                // whatever can be got can be asked for by its head
                .flatMap(verb -> verb.equals(HttpMethod.GET.name()) ? Stream.of(verb, "HEAD") : Stream.of(verb))
                .map(verb -> new Operation(verb, path));
    }

    private static Stream<Operation> ofRoute(Route route) {
        var path = route.getPath();
        if (path == null || !path.startsWith(INTERFACE) || route.methods() == null) {
            return Stream.empty();
        }
        return route.methods().stream().map(method -> new Operation(method.name(), pattern(path)));
    }

    private static Pattern pattern(String template) {
        var pattern = new StringBuilder();
        int end = 0;
        for (var parameter = PARAMETER.matcher(template); parameter.find(); end = parameter.end()) {
            pattern.append(literal(template.substring(end, parameter.start())));
            pattern.append(choice(parameter));
        }
        return Pattern.compile(pattern + literal(template.substring(end)) + "/?");
    }

    private static String literal(String text) {
        return Pattern.quote(text.replaceAll("/+", "/"));
    }

    private static String choice(Matcher parameter) {
        var own = parameter.group(1);
        return own == null ? ANY_SEGMENT : "(?:" + own + ")";
    }
}
