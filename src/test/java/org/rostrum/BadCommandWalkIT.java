package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.PackagedServer;
import org.rostrum.testing.RawSocket;

/// Random commands with random fields, most of which are wrong in some way.
class BadCommandWalkIT {

    private static final int WALK = 400;
    private static final long SEED = 7;

    private static final List<String> COMMANDS = List.of(
            "ask",
            "withdraw",
            "vote",
            "askFor",
            "approve",
            "release",
            "unqueue",
            "later",
            "reopen",
            "restore",
            "pin",
            "unpin",
            "unmerge",
            "hold",
            "queue",
            "move",
            "air",
            "answer",
            "handBack",
            "dismiss",
            "merge",
            "setLanguage",
            "undo",
            "flip",
            "notice",
            "movePhase",
            "plan");

    private static final List<String> FIELDS = List.of(
            "question",
            "text",
            "language",
            "name",
            "n",
            "on",
            "origin",
            "revision",
            "note",
            "place",
            "before",
            "replaces",
            "graphic",
            "inWriting",
            "reason",
            "into",
            "seq",
            "switch",
            "en",
            "fr",
            "to",
            "titles",
            "descriptions",
            "startsAt",
            "endsAt",
            "timeZone",
            "streamUrl");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "9223372036854775807",
            "1e308",
            "0.5",
            "\"\"",
            "\"   \"",
            "\"en\"",
            "\"live\"",
            "\"first\"",
            "\"hidden\"",
            "\"organizer\"",
            "\"off_topic\"",
            "\"UTC\"",
            "\"../../etc\"",
            "\"javascript:alert(1)\"",
            "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "\"-1000000000-01-01T00:00:00Z\"",
            "\"2026-11-21T00:30:00.000Z\"",
            "\"2027-03-14T02:30\"",
            "\"+999999999-12-31T23:59\"",
            "\"00000000-0000-0000-0000-000000000000\"",
            "\"'; drop table question; --\"",
            "\"\\u202e\\u2066\\ufeff\"",
            "\"\\ud83d\\ude00 <b onmouseover=alert(1)>\"",
            "[]",
            "{}",
            "{\"en\":\"A\",\"fr\":\"B\"}",
            "{\"en\":[{}]}");

    @TempDir
    static Path folder;

    private static PackagedServer server;

    @BeforeAll
    static void start() throws IOException {
        server = PackagedServer.start(
                folder,
                "rostrum.limits.commands-per-participant=100000",
                "rostrum.limits.commands-per-address=100000",
                "rostrum.limits.votes-per-address=100000",
                "rostrum.limits.questions-per-address=100000",
                "rostrum.limits.votes-per-participant=100000",
                "rostrum.hub.connection.frames-at-once=1000");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatever_the_fields_hold_every_command_gets_one_answer_and_the_server_never_fails() throws Exception {
        var random = new Random(SEED);
        var host = server.host();
        try (var socket = RawSocket.open(host, host.makeLiveSession(), "desk")) {
            socket.next("hello");
            for (int i = 0; i < WALK; i++) {
                var name = COMMANDS.get(random.nextInt(COMMANDS.size()));
                var body = new ArrayList<String>();
                for (var field : FIELDS) {
                    body.add("\"" + field + "\":" + value(field, random));
                }
                var id = UUID.randomUUID().toString();
                socket.say("{\"type\":\"command\",\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"body\":{"
                        + String.join(",", body) + "}}");

                var answer = socket.next("ack", "nack");
                assertThat(answer.path("id").asText()).isEqualTo(id);
                assertThat(answer.path("problem").path("code").asText())
                        .as("%s %s", name, body)
                        .isNotEqualTo("fault");
            }
        }
        assertThat(server.output()).noneMatch(line -> line.contains("ERROR"));
    }

    private static String value(String field, Random random) {
        // mostly right, so that what is wrong gets past the first look
        if (random.nextInt(3) > 0) {
            switch (field) {
                case "question", "before", "into", "replaces" -> {
                    return "\"" + new UUID(0, random.nextInt(4)) + "\"";
                }
                case "revision", "n", "seq" -> {
                    return String.valueOf(random.nextInt(5));
                }
                case "on", "graphic", "inWriting" -> {
                    return String.valueOf(random.nextBoolean());
                }
                default -> {
                    // any value
                }
            }
        }
        return VALUES.get(random.nextInt(VALUES.size()));
    }
}
