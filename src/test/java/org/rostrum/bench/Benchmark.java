package org.rostrum.bench;

import static org.rostrum.bench.Report.millis;
import static org.rostrum.bench.Report.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.rostrum.testing.HttpBrowser;
import org.rostrum.testing.PackagedServer;

/// Loads the packaged server and a bare hub in one run and prints what it measured; see `src/docs/benchmark.md`.
/// Nothing here fails because of a figure: it fails where something is lost.
final class Benchmark {

    private static final Path REPORT = Path.of("target", "benchmark.md");

    /// Limits per address and participant are lifted, for the whole load comes from one machine.
    private static final String[] SETTINGS = {
        "rostrum.limits.connections-per-address=1000000",
        "rostrum.limits.commands-per-participant=1000000",
        "rostrum.limits.commands-per-address=1000000",
        "rostrum.limits.votes-per-address=1000000",
        "rostrum.limits.questions-per-address=1000000",
        "rostrum.limits.votes-per-participant=1000000",
        "rostrum.limits.keys-per-network=1000000"
    };

    private static final int QUESTIONS = 50;
    private static final int PER_SECOND = 200;
    private static final int SLOW_FLUSH_MICROS = 2000;

    private final Size size;
    private final Set<Part> parts;
    private final Report report = new Report();

    /// How much of it: all, or enough to see that it works.
    private enum Size {
        FULL(10_000, 3, 100, 2_000, 60, 300),
        QUICK(1_000, 1, 20, 500, 10, 50);

        private final int viewers;
        private final int rounds;
        private final int decisions;
        private final int voters;
        private final int burstSeconds;
        private final int stalled;

        Size(int viewers, int rounds, int decisions, int voters, int burstSeconds, int stalled) {
            this.viewers = viewers;
            this.rounds = rounds;
            this.decisions = decisions;
            this.voters = voters;
            this.burstSeconds = burstSeconds;
            this.stalled = stalled;
        }
    }

    /// What can be measured by itself.
    private enum Part {
        FAN_OUT,
        VOTES,
        QUESTIONS,
        SLOW_READERS,
        HOSTILE_AUDIENCE,
        ROLLING_RESTART;

        static Part of(String argument) {
            return valueOf(argument.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    private Benchmark(Size size, Set<Part> parts) {
        this.size = size;
        this.parts = parts;
    }

    /// Measures everything.
    ///
    /// @param arguments `full` or `quick`, then the parts wanted; all where none are named
    public static void main(String[] arguments) throws Exception {
        var size = Size.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        var named = List.of(arguments).subList(1, arguments.length);
        var parts = named.stream().map(Part::of).collect(Collectors.toSet());
        var folder = Files.createTempDirectory("rostrum-bench");
        try {
            new Benchmark(size, parts.isEmpty() ? EnumSet.allOf(Part.class) : parts).run(folder);
        } finally {
            Crowd.dismissAll();
            remove(folder);
        }
    }

    private void run(Path folder) throws Exception {
        var _ = Files.createDirectories(folder);
        var disk = new Disk(folder);
        report.say(
                "Processors: %d, shared by the load, the servers and the database. Flushes of one page, one after the"
                                .formatted(Runtime.getRuntime().availableProcessors())
                        + " other: %d/s.".formatted(disk.flushesPerSecond()));
        try (var server = PackagedServer.start(Loaded.JVM, folder, SETTINGS)) {
            var loaded = new Loaded(server.process(), server.address(), server.management());
            var host = server.host();
            var burst = Duration.ofSeconds(size.burstSeconds);
            progress("minting participants");
            var cookies = House.participants(host, QuestionBurst.askers(PER_SECOND, burst));
            if (parts.contains(Part.FAN_OUT)) {
                joinsAndFanOut(loaded, host, cookies.subList(0, size.viewers / 3));
            }
            storms("", loaded, host, cookies);
            if (parts.contains(Part.SLOW_READERS)) {
                slowReaders(loaded, host);
            }
            if (parts.contains(Part.VOTES) || parts.contains(Part.QUESTIONS)) {
                long commits = disk.delayFlushes(SLOW_FLUSH_MICROS);
                report.say("With every flush delayed by 2 ms (`commit_delay`): %d commits/s one after the other."
                        .formatted(commits));
                storms(", 2 ms flush", loaded, host, cookies);
            }
        }
        if (parts.contains(Part.HOSTILE_AUDIENCE)) {
            hostileAudience(folder.resolve("hostile"));
        }
        if (parts.contains(Part.ROLLING_RESTART)) {
            for (var proxy : Proxy.Kind.values()) {
                rollingRestart(proxy, folder.resolve("rolling-" + proxy.program()));
            }
        }
        report.write(REPORT);
        System.out.println("\nThe report is in " + REPORT);
    }

    private void storms(String disk, Loaded server, HttpBrowser host, List<String> cookies) throws Exception {
        if (parts.contains(Part.VOTES)) {
            votes("Votes" + disk, server, host, cookies.subList(0, size.voters));
        }
        if (parts.contains(Part.QUESTIONS)) {
            questions("Questions" + disk, server, host, cookies);
        }
    }

    private void joinsAndFanOut(Loaded server, HttpBrowser host, List<String> cookies) throws Exception {
        progress("founding a session");
        var house = House.make(host, QUESTIONS, 0);
        var ours = new ArrayList<FanOut>();
        var bare = new ArrayList<FanOut>();
        var hub = BareHub.start(house.packedSnapshot(), house.frame());
        try (var moderator = Decider.moderator(server, house);
                var caller = Decider.bare(hub)) {
            progress("warming up");
            var _ = FanOut.play(server, house.code(), List.of(), size.viewers / 5, size.decisions, moderator);
            var _ = FanOut.play(hub, "BARE", List.of(), size.viewers / 5, size.decisions, caller);
            for (int round = 1; round <= size.rounds; round++) {
                progress("round %d of %d: Rostrum".formatted(round, size.rounds));
                ours.add(FanOut.play(server, house.code(), cookies, size.viewers, size.decisions, moderator));
                progress("round %d of %d: bare hub".formatted(round, size.rounds));
                bare.add(FanOut.play(hub, "BARE", List.of(), size.viewers, size.decisions, caller));
            }
        } finally {
            var _ = hub.process().destroy();
        }
        report.title("Joining and fan-out, %,d viewers, a third with a participant's key".formatted(size.viewers));
        compare(
                "all joined with snapshots, s (median round)",
                ours,
                bare,
                f -> f.joined().toNanos() / 1e9,
                "%.2f",
                "< 5");
        compare(
                "server's processor time per join, ms",
                ours,
                bare,
                f -> millis(f.joining().server()) / f.viewers(),
                "%.3f",
                "");
        compare(
                "decision to the last screen, p50 ms",
                ours,
                bare,
                f -> millis(f.last().percentile(50)),
                "%.1f",
                "");
        compare(
                "decision to the last screen, p99 ms",
                ours,
                bare,
                f -> millis(f.last().percentile(99)),
                "%.1f",
                "ratio ≤ 1.5");
        compare(
                "server's processor time per delivery, µs",
                ours,
                bare,
                FanOut::microsPerDelivery,
                "%.2f",
                "ratio ≤ 1.5");
        compare("memory per connection, KiB", ours, bare, f -> f.memory() / 1024, "%.1f", "≤ 20");
        compare("gaps, resyncs, connections lost", ours, bare, FanOut::lost, "%.0f", "0");
    }

    private void compare(
            String figure,
            List<FanOut> ours,
            List<FanOut> bare,
            ToDoubleFunction<FanOut> value,
            String format,
            String target) {
        report.row(figure, median(ours, value), median(bare, value), format, target);
    }

    private static double median(List<FanOut> rounds, ToDoubleFunction<FanOut> value) {
        var sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void votes(String title, Loaded server, HttpBrowser host, List<String> cookies) throws Exception {
        progress(title);
        var storm = VoteStorm.play(server, House.make(host, 20, 0), cookies, Duration.ofSeconds(10));
        report.title("%s, %,d voters, one vote under way each".formatted(title, storm.voters()));
        report.row("acknowledged and stored per second", number("%,.0f", storm.perSecond()), "≥ 5,000");
        report.row("answer, p50 / p99 ms", answers(storm.answer()), "");
        report.row("processor time per vote, server and database, µs", number("%.0f", storm.cpuMicrosPerVote()), "");
        report.row("refused", String.valueOf(storm.refused()), "0");
        report.row("difference between acknowledged and shown", String.valueOf(storm.difference()), "0");
        requireNone(title, storm.difference());
    }

    private void questions(String title, Loaded server, HttpBrowser host, List<String> cookies) throws Exception {
        progress(title);
        var house = House.make(host, 0, 0);
        var burst = QuestionBurst.play(server, house, cookies, PER_SECOND, Duration.ofSeconds(size.burstSeconds));
        report.title("%s, %d a second for %d s".formatted(title, PER_SECOND, size.burstSeconds));
        report.row(
                "sent / acknowledged / refused",
                burst.sent() + " / " + burst.acknowledged() + " / " + burst.refused(),
                "all acknowledged");
        report.row("answer, p50 / p99 ms", answers(burst.answer()), "");
        report.row(
                "processor time per question, server and database, ms",
                number(
                        "%.2f",
                        (millis(burst.cpu().server()) + millis(burst.cpu().database())) / burst.sent()),
                "");
        report.row("acknowledged and not on record", String.valueOf(burst.lost()), "0");
        requireNone(title, burst.lost());
    }

    private void slowReaders(Loaded server, HttpBrowser host) throws Exception {
        progress("slow readers");
        var slow = SlowReaders.play(server, House.make(host, 1, 480), size.viewers / 10, size.stalled);
        report.title(
                "Slow readers: %,d of %,d stop reading".formatted(slow.stalled(), slow.stalled() + slow.readers()));
        report.row(
                "memory per stalled reader, beyond a connection's, KiB", number("%.1f", slow.memory() / 1024), "< 64");
        report.row(
                "decision to the last screen of the others before, p99 ms",
                number("%.1f", millis(slow.before().percentile(99))),
                "");
        report.row(
                "the same during, p99 ms", number("%.1f", millis(slow.during().percentile(99))), "no worse");
        report.row("closed by name", String.valueOf(slow.closed()), "all");
        report.row("gaps, resyncs, connections lost among the others", String.valueOf(slow.lost()), "0");
    }

    /// With the limits that a server has by default, for they are what is measured.
    private void hostileAudience(Path folder) throws Exception {
        progress("hostile audience");
        var _ = Files.createDirectories(folder);
        try (var server = PackagedServer.start(Loaded.JVM, folder)) {
            var hostile = HostileAudience.play(server.host(), folder, server.address(), 300, 4 * size.decisions);
            report.title("A hostile audience: 300 connections of one network send what they may not");
            report.row("commands it was answered", String.valueOf(hostile.answers()), "");
            report.row("desk's decision, quiet, p50 / p95 ms", middle(hostile.quiet()), "");
            report.row("the same meanwhile, p50 / p95 ms", middle(hostile.during()), "≤ twice the quiet p95");
            report.row(
                    "decisions not acknowledged",
                    String.valueOf(hostile.notAcknowledged().size()),
                    "0");
            report.row("rows left behind, by table", String.valueOf(hostile.leftBehind()), "none");
            requireNone("rows left behind", hostile.leftBehind().size());
        }
    }

    private void rollingRestart(Proxy.Kind proxy, Path folder) throws Exception {
        progress("rolling restart behind " + proxy.program());
        if (proxy.installed().isEmpty()) {
            report.say("NOT MEASURED: a rolling restart behind %s, which is not installed.".formatted(proxy.program()));
            return;
        }
        var restart = RollingRestart.play(proxy, folder, size.viewers / 50, SETTINGS);
        report.title("Three servers behind %s restarted one after the other, %d viewers"
                .formatted(proxy.program(), size.viewers / 50));
        report.row(
                "viewers cut off and back, times",
                String.valueOf(restart.outages().count()),
                "");
        report.row("from the end of a connection to the next, p50 / p99 ms", answers(restart.outages()), "");
        report.row("the longest, ms", number("%.0f", millis(restart.outages().percentile(100))), "< 2000");
        report.row("answers through the proxy, by status", String.valueOf(restart.statuses()), "no 5xx");
        report.row("viewers who are out at the end", String.valueOf(restart.out()), "0");
        report.row("questions acknowledged / of them lost", restart.acknowledged() + " / " + restart.lost(), "0 lost");
        requireNone("acknowledged questions", restart.lost());
    }

    private static String middle(Times answer) {
        return number("%.1f", millis(answer.percentile(50))) + " / " + number("%.1f", millis(answer.percentile(95)));
    }

    private static String answers(Times answer) {
        return number("%.1f", millis(answer.percentile(50))) + " / " + number("%.1f", millis(answer.percentile(99)));
    }

    private static void requireNone(String title, long lost) {
        if (lost != 0) {
            throw new IllegalStateException(title + ": " + lost + " lost");
        }
    }

    private static void progress(String what) {
        System.out.println("  … " + what);
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
