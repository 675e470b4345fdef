package org.rostrum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The operator's guide names every setting that there is, with its default, and no other.
class DocumentedSettingsTest {

    private static final Path GUIDE = Path.of("src", "docs", "operating.md");
    private static final Pattern NAME = Pattern.compile("`(rostrum\\.[a-z.-]+)`");

    /// @param value the default; empty where there is none
    record Setting(String name, String value) {}

    /// A row of one of the guide's tables.
    record Row(List<String> names, String defaults) {}

    private static final List<Setting> SETTINGS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.rostrum").stream()
                    .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                    .map(JavaClass::reflect)
                    .flatMap(type ->
                            below(type.getAnnotation(ConfigMapping.class).prefix(), type))
                    .filter(setting -> setting.name().startsWith("rostrum."))
                    .toList();

    static List<Setting> settings() {
        return SETTINGS;
    }

    static Stream<String> documented() throws IOException {
        return rows().stream().flatMap(row -> row.names().stream());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void every_setting_has_a_row_with_its_default(Setting setting) throws IOException {
        assertThat(rows())
                .filteredOn(row -> row.names().contains(setting.name()))
                .as("rows of " + setting.name())
                .hasSize(1)
                .allSatisfy(row -> assertThat(row.defaults())
                        .contains(setting.value().isEmpty() ? "" : "`" + setting.value() + "`"));
    }

    @ParameterizedTest
    @MethodSource("documented")
    void every_row_is_of_a_setting(String name) {
        assertThat(SETTINGS).extracting(Setting::name).contains(name);
    }

    private static Stream<Setting> below(String prefix, Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).flatMap(method -> {
            var named = method.getAnnotation(WithName.class);
            var name = prefix + "." + (named == null ? kebab(method.getName()) : named.value());
            var returned = method.getReturnType();
            if (returned.isInterface() && returned.getName().startsWith("org.rostrum.")) {
                return below(name, returned);
            }
            var value = method.getAnnotation(WithDefault.class);
            return Stream.of(new Setting(name, value == null ? "" : value.value()));
        });
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static List<Row> rows() throws IOException {
        return Files.readString(GUIDE, UTF_8)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" \\| "))
                .map(cells -> new Row(
                        NAME.matcher(cells[0])
                                .results()
                                .map(found -> found.group(1))
                                .toList(),
                        cells[1]))
                .filter(row -> !row.names().isEmpty())
                .toList();
    }
}
