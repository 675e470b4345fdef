package org.rostrum.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.rostrum.database.DataFolder;
import org.rostrum.database.EmbeddedDatabase;
import org.rostrum.testing.HttpBrowser;

/// A moderator decides while an audience that wishes the desk no good sends whatever it may not, and things that change
/// nothing, as fast as a connection may send.
///
/// @param quiet from a decision to its answer, while the same audience is connected and silent
/// @param during the same while it is not
/// @param decisions how many were given in all
/// @param notAcknowledged answers to decisions that were no acknowledgement
/// @param answers what the audience was told, by type and code
/// @param troubles gaps, resyncs and lost connections of the audience
/// @param before rows of each table before the first decision
/// @param after the same after the last
record HostileAudience(
        Times quiet,
        Times during,
        int decisions,
        List<String> notAcknowledged,
        Map<String, Long> answers,
        int troubles,
        Map<String, Long> before,
        Map<String, Long> after) {

    /// A little below the pace at which a connection is closed.
    private static final int PER_SECOND_AND_SOCKET = 18;

    private static final int PARTICIPANTS = 20;
    private static final Duration BETWEEN_DECISIONS = Duration.ofMillis(50);
    /// Refusals are on record as one row for each kind and ten seconds.
    private static final long COUNTS_AT_MOST = 30;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// @param dataFolder the server's, whose tables are counted
    /// @param decisions given in each of the two phases
    static HostileAudience play(HttpBrowser host, Path dataFolder, URI server, int sockets, int decisions)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        var house = House.make(host, 5, 0);
        var cookies = new ArrayList<String>();
        var withdrawn = new ArrayList<String>();
        for (int i = 0; i < PARTICIPANTS; i++) {
            var browser = host.stranger().participate();
            var question = UUID.randomUUID().toString();
            var ask = Map.of("question", question, "text", "What is the training like?", "language", "en");
            HttpBrowser.ok(browser.command(house.code(), "room", "ask", ask));
            HttpBrowser.ok(browser.command(house.code(), "room", "withdraw", Map.of("question", question)));
            cookies.add(browser.cookieHeader());
            withdrawn.add(question);
        }
        var answers = new ConcurrentHashMap<String, LongAdder>();
        var decided = new LinkedBlockingQueue<String>();
        var notAcknowledged = new ArrayList<String>();
        var quiet = new Times();
        var during = new Times();
        try (var desk = new Crowd(server, house.code(), "desk", 1);
                var crowd = new Crowd(server, house.code(), "room", sockets);
                var attack = Executors.newSingleThreadExecutor()) {
            desk.hearing((_, answer) -> decided.add(answer));
            crowd.hearing((_, answer) ->
                    answers.computeIfAbsent(kind(answer), _ -> new LongAdder()).increment());
            desk.join(List.of(host.cookieHeader()));
            crowd.join(cookiesOf(sockets, cookies));
            var moderator = new Moderator(desk, decided, house.questions().getFirst(), notAcknowledged);
            moderator.decide(20, new Times());
            var before = rows(dataFolder);
            moderator.decide(decisions, quiet);
            var goesOn = new AtomicBoolean(true);
            var attacking = attack.submit(() -> attack(crowd, house.questions(), withdrawn, goesOn));
            moderator.decide(decisions, during);
            goesOn.set(false);
            attacking.get();
            // one decision more: when it is answered, whatever the audience sent before has been too
            moderator.decide(1, new Times());
            var after = rows(dataFolder);
            var told = new TreeMap<String, Long>();
            answers.forEach((kind, count) -> told.put(kind, count.sum()));
            return new HostileAudience(
                    quiet, during, 2 * decisions + 1, notAcknowledged, told, crowd.troubles(), before, after);
        }
    }

    private static List<String> cookiesOf(int sockets, List<String> cookies) {
        var all = new ArrayList<String>();
        for (int i = 0; i < sockets; i++) {
            all.add(cookies.get(i % cookies.size()));
        }
        return all;
    }

    /// A moderator who pins a question and takes the pin away again.
    private static final class Moderator {
        private final Crowd desk;
        private final BlockingQueue<String> answers;
        private final String question;
        private final List<String> notAcknowledged;
        private boolean pinned;

        Moderator(Crowd desk, BlockingQueue<String> answers, String question, List<String> notAcknowledged) {
            this.desk = desk;
            this.answers = answers;
            this.question = question;
            this.notAcknowledged = notAcknowledged;
        }

        void decide(int times, Times taken) throws InterruptedException {
            for (int i = 0; i < times; i++) {
                pinned = !pinned;
                long begin = System.nanoTime();
                desk.viewer(0)
                        .say(House.command(pinned ? "pin" : "unpin", Map.of("question", question, "revision", 1)));
                var answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (answer == null || !answer.startsWith("{\"type\":\"ack\"")) {
                    notAcknowledged.add(String.valueOf(answer));
                } else {
                    taken.add(System.nanoTime() - begin);
                }
                LockSupport.parkNanos(BETWEEN_DECISIONS.toNanos());
            }
        }
    }

    private static void attack(Crowd crowd, List<String> shown, List<String> withdrawn, AtomicBoolean goesOn) {
        long start = System.nanoTime();
        long step = TimeUnit.SECONDS.toNanos(1) / ((long) crowd.size() * PER_SECOND_AND_SOCKET);
        for (long i = 0; goesOn.get(); i++) {
            LockSupport.parkNanos(start + i * step - System.nanoTime());
            int socket = (int) (i % crowd.size());
            crowd.viewer(socket)
                    .say(hostile((int) (i / crowd.size() + i) % 5, shown, withdrawn.get(socket % PARTICIPANTS)));
        }
    }

    private static String hostile(int kind, List<String> shown, String withdrawn) {
        return switch (kind) {
            case 0 ->
                House.command("withdraw", Map.of("question", UUID.randomUUID().toString()));
            case 1 -> House.command("approve", Map.of("question", shown.getLast(), "revision", 1));
            case 2 -> House.command("undo", Map.of("seq", 5));
            case 3 -> House.command("vote", Map.of("question", UUID.randomUUID().toString(), "n", 1, "on", true));
            default -> House.command("withdraw", Map.of("question", withdrawn));
        };
    }

    /// An answer's type, and the code of a refusal.
    private static String kind(String answer) {
        int code = answer.indexOf("\"code\":\"");
        var type = answer.substring(9, answer.indexOf('"', 9));
        return code < 0 ? type : type + " " + answer.substring(code + 8, answer.indexOf('"', code + 8));
    }

    private static Map<String, Long> rows(Path dataFolder) throws IOException, SQLException {
        var access = EmbeddedDatabase.running(new DataFolder(dataFolder)).orElseThrow();
        var rows = new LinkedHashMap<String, Long>();
        try (var connection = DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var found = statement.executeQuery(
                    "select tablename from pg_tables where schemaname = current_schema() order by 1")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            for (var table : tables) {
                try (var count = statement.executeQuery("select count(*) from " + table)) {
                    count.next();
                    rows.put(table, count.getLong(1));
                }
            }
        }
        return rows;
    }

    /// Rows that are there after all and that no decision of the moderator's accounts for, by table: each decision has
    /// an entry and a receipt.
    Map<String, Long> leftBehind() {
        var left = new LinkedHashMap<String, Long>();
        after.forEach((table, count) -> {
            var more = count - before.getOrDefault(table, 0L) - own(table, count - before.getOrDefault(table, 0L));
            if (more != 0) {
                left.put(table, more);
            }
        });
        return left;
    }

    /// The desk's own rows, and those that say how often strangers were refused.
    private long own(String table, long more) {
        return switch (table) {
            case "journal_entry", "receipt" -> decisions - notAcknowledged.size();
            case "security_event" -> Math.min(more, COUNTS_AT_MOST);
            default -> 0;
        };
    }
}
