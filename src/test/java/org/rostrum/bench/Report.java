package org.rostrum.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The measured table, in Markdown: said row by row, kept whole.
final class Report {

    private final List<String> lines = new ArrayList<>();

    /// One line of prose.
    void say(String text) {
        line("");
        line(text);
    }

    void title(String text) {
        line("");
        line("### " + text);
        line("");
        line("| figure | Rostrum | bare hub | ratio | target |");
        line("| --- | ---: | ---: | ---: | --- |");
    }

    /// A figure that has no counterpart.
    void row(String figure, String value, String target) {
        line("| %s | %s | | | %s |".formatted(figure, value, target));
    }

    /// A figure beside the reference's.
    void row(String figure, double value, double reference, String format, String target) {
        line("| %s | %s | %s | %s | %s |"
                .formatted(
                        figure,
                        number(format, value),
                        number(format, reference),
                        reference == 0 ? "" : number("%.2f", value / reference),
                        target));
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    void write(Path file) throws IOException {
        var _ = Files.createDirectories(file.getParent());
        var _ = Files.write(file, lines);
    }

    private void line(String line) {
        lines.add(line);
        System.out.println(line);
    }
}
