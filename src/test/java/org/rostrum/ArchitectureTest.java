package org.rostrum;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rostrum.wire.ServerMessage;

/// Who may know whom. What is not listed here is not allowed, so that a new arrow is a decision and not an import.
class ArchitectureTest {

    private static final String ROOT = "org.rostrum";
    private static final String SOCKETS = "io.quarkus.websockets..";

    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            Map.entry("refusal", Set.of()),
            Map.entry("pace", Set.of("refusal")),
            Map.entry("address", Set.of()),
            Map.entry("database", Set.of()),
            Map.entry("screening", Set.of("refusal")),
            Map.entry("wire", Set.of("refusal")),
            Map.entry("hub", Set.of("wire")),
            Map.entry("identity", Set.of("address", "database", "pace", "refusal")),
            Map.entry("journal", Set.of("database", "identity", "refusal")),
            Map.entry("backup", Set.of("database", "journal")),
            Map.entry("infosession", Set.of("database", "journal", "identity", "refusal")),
            Map.entry("question", Set.of("database", "screening", "journal", "infosession", "identity", "refusal")),
            Map.entry("vote", Set.of("database", "question", "journal", "infosession", "identity", "refusal")),
            Map.entry(
                    "writer",
                    Set.of(
                            "database",
                            "vote",
                            "question",
                            "screening",
                            "journal",
                            "infosession",
                            "identity",
                            "refusal")),
            Map.entry(
                    "archive", Set.of("database", "vote", "question", "journal", "infosession", "identity", "refusal")),
            Map.entry(
                    "live",
                    Set.of(
                            "database",
                            "wire",
                            "hub",
                            "writer",
                            "archive",
                            "vote",
                            "question",
                            "screening",
                            "journal",
                            "infosession",
                            "identity",
                            "address",
                            "pace",
                            "refusal")),
            Map.entry("web", Set.of("address", "database", "identity", "pace", "refusal", "wire")),
            Map.entry("demo", packagesOf(ours())));

    private static final JavaClasses OURS = ours();

    private static JavaClasses ours() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
    }

    @Test
    void the_rules_see_classes_at_all() {
        assertThat(OURS).hasSizeGreaterThan(100);
        assertThat(OURS.contain(ServerMessage.class)).isTrue();
    }

    @Test
    void every_package_has_a_place_in_the_order() {
        assertThat(packagesOf(OURS)).isSubsetOf(MAY_KNOW.keySet());
    }

    static Stream<String> packages() {
        return packagesOf(OURS).stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_knows_only_those_it_may(String name) {
        var allowed = Stream.concat(Stream.of(name), MAY_KNOW.get(name).stream())
                .map(known -> ROOT + "." + known + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..")
                        .and(describe(
                                "outside of " + Arrays.toString(allowed),
                                known -> !resideInAnyPackage(allowed).test(known))))
                .check(OURS);
    }

    @Test
    void nothing_depends_on_the_demonstration() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".demo..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".demo..")
                .check(OURS);
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void only_hub_and_live_know_sockets() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".hub..", ROOT + ".live..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SOCKETS)
                .check(OURS);
    }

    @Test
    void only_resources_and_web_know_jax_rs() {
        noClasses()
                .that(resideOutsideOfPackage(ROOT + ".web..")
                        .and(describe(
                                "are no resource", type -> !outermost(type).endsWith("Resource"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(OURS);
    }

    @Test
    void rules_projections_and_the_hub_know_no_database() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".hub..",
                        ROOT + ".wire..",
                        ROOT + ".web..",
                        ROOT + ".refusal..",
                        ROOT + ".pace..",
                        ROOT + ".screening..",
                        ROOT + ".address..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jdbi..", "java.sql..", "javax.sql..")
                .check(OURS);
    }

    @Test
    void values_know_nothing_but_the_language_and_each_other() {
        classes()
                .that(describe("are records or enums", type -> type.isRecord() || type.isEnum()))
                .and()
                // wire says how its values are written, the demonstration reads its own; the hub's hold connections
                .resideOutsideOfPackages(ROOT + ".wire..", ROOT + ".demo..", ROOT + ".hub..", ROOT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        ROOT + "..",
                        "jakarta.validation..",
                        "com.fasterxml.jackson.annotation..")
                .check(OURS);
    }

    @Test
    void names_say_what_a_thing_is() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto|DTO)")
                .check(OURS);
    }

    @Test
    void beans_are_made_through_their_constructors() {
        noFields().should().beAnnotatedWith(Inject.class).check(OURS);
    }

    @Test
    void every_package_says_that_null_is_the_exception() {
        assertThat(OURS.stream().map(JavaClass::getPackage).distinct())
                .allSatisfy(type -> assertThat(type.isAnnotatedWith(NullMarked.class))
                        .as(type.getName())
                        .isTrue());
    }

    private static Set<String> packagesOf(JavaClasses types) {
        return types.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT + "."))
                .map(name -> name.substring(ROOT.length() + 1).replaceFirst("\\..*", ""))
                .collect(toCollection(TreeSet::new));
    }

    private static String outermost(JavaClass type) {
        var name = type.getName();
        var nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
