package org.rostrum.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Questions at a fixed rate, whatever becomes of them, while two desks look on.
///
/// @param answer from the moment a question was due to its acknowledgement
/// @param lost questions that were acknowledged and are not on record
record QuestionBurst(int sent, int acknowledged, int refused, Times answer, Loaded.Cpu cpu, int lost) {

    /// How long a viewer waits between questions; the house asks for half of it.
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final int DESKS = 2;

    static QuestionBurst play(Loaded server, House house, List<String> cookies, int perSecond, Duration duration)
            throws IOException, InterruptedException {
        int sent = (int) (perSecond * duration.toSeconds());
        int askers = askers(perSecond, duration);
        var due = new long[askers];
        var answer = new Times();
        var acknowledged = new AtomicInteger();
        var refused = new AtomicInteger();
        int before = house.recorded();
        try (var desks = new Crowd(server.address(), house.code(), "desk", DESKS);
                var crowd = new Crowd(server.address(), house.code(), "room", askers)) {
            crowd.hearing((viewer, words) -> {
                if (words.startsWith("{\"type\":\"ack\"")) {
                    acknowledged.incrementAndGet();
                    answer.add(System.nanoTime() - due[viewer.index()]);
                } else if (refused.incrementAndGet() == 1) {
                    System.out.println("    the first refusal: " + words);
                }
            });
            var host = house.host().cookieHeader();
            desks.join(List.of(host, host));
            crowd.join(cookies.subList(0, askers));
            var idle = server.cpu();
            long start = System.nanoTime();
            for (int i = 0; i < sent; i++) {
                long moment = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                LockSupport.parkNanos(moment - System.nanoTime());
                due[i % askers] = moment;
                crowd.viewer(i % askers).say(ask(i));
            }
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (acknowledged.get() + refused.get() < sent && System.nanoTime() < giveUp) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            var cpu = server.cpu().since(idle);
            int lost = before + acknowledged.get() - house.recorded();
            return new QuestionBurst(sent, acknowledged.get(), refused.get(), answer, cpu, lost);
        }
    }

    /// How many viewers it takes, each with a participant's key of their own.
    static int askers(int perSecond, Duration duration) {
        return (int) (perSecond * Math.min(duration.toSeconds(), PAUSE.toSeconds()));
    }

    private static String ask(int number) {
        return "{\"type\":\"command\",\"id\":\"" + UUID.randomUUID() + "\",\"name\":\"ask\",\"body\":{\"question\":\""
                + UUID.randomUUID() + "\",\"text\":\"How long is the training, and may I live at home? (" + number
                + ")\",\"language\":\"en\"}}";
    }
}
