package org.rostrum.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Everybody votes without pause, each when the vote before is acknowledged: now for one question, now for another,
/// now taking it back.
///
/// @param took how long votes were counted
/// @param acknowledged in that time
/// @param refused refusals and unknown outcomes, all in all
/// @param difference votes that the room shows and that were not acknowledged, or the other way round
record VoteStorm(
        int voters, Duration took, int acknowledged, Times answer, Loaded.Cpu cpu, int refused, long difference) {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final long SEED = 20261121;

    static VoteStorm play(Loaded server, House house, List<String> cookies, Duration duration)
            throws IOException, InterruptedException {
        long before = house.votes();
        var storm = new Storm(house.questions(), cookies.size());
        try (var crowd = new Crowd(server.address(), house.code(), "room", cookies.size()).hearing(storm::hear)) {
            crowd.join(cookies);
            for (int i = 0; i < crowd.size(); i++) {
                storm.vote(crowd.viewer(i));
            }
            LockSupport.parkNanos(WARM_UP.toNanos());
            storm.counts = true;
            long start = System.nanoTime();
            var idle = server.cpu();
            LockSupport.parkNanos(duration.toNanos());
            storm.counts = false;
            var took = Duration.ofNanos(System.nanoTime() - start);
            var cpu = server.cpu().since(idle);
            storm.blows = false;
            storm.awaitCalm();
            var difference = settled(house, before + storm.standing());
            return new VoteStorm(
                    cookies.size(), took, storm.answer.count(), storm.answer, cpu, storm.refused.get(), difference);
        }
    }

    double perSecond() {
        return acknowledged / (took.toNanos() / 1e9);
    }

    double cpuMicrosPerVote() {
        return cpu.server().plus(cpu.database()).toNanos() / 1e3 / acknowledged;
    }

    /// A snapshot's votes are at most some ticks old.
    private static long settled(House house, long expected) throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long difference = house.votes() - expected;
        while (difference != 0 && System.nanoTime() < giveUp) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            difference = house.votes() - expected;
        }
        return difference;
    }

    /// What the voters do. A voter's fields belong to their connection's loop.
    private static final class Storm {

        private final List<String> questions;
        private final Random random = new Random(SEED);
        private final boolean[][] standing;
        private final int[] rounds;
        private final boolean[] on;
        private final long[] given;
        private final Times answer = new Times();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicLong underWay = new AtomicLong();
        private volatile boolean blows = true;
        private volatile boolean counts;

        Storm(List<String> questions, int voters) {
            this.questions = questions;
            this.standing = new boolean[voters][questions.size()];
            this.rounds = new int[voters];
            this.on = new boolean[voters];
            this.given = new long[voters];
        }

        void vote(Viewer voter) {
            int who = voter.index();
            int question = (who + rounds[who]) % questions.size();
            int n = rounds[who] / questions.size() + 1;
            on[who] = n == 1 || random.nextInt(3) > 0;
            given[who] = System.nanoTime();
            underWay.incrementAndGet();
            voter.say("{\"type\":\"command\",\"id\":\"" + new UUID(who, rounds[who])
                    + "\",\"name\":\"vote\",\"body\":{\"question\":\"" + questions.get(question) + "\",\"n\":" + n
                    + ",\"on\":" + on[who] + "}}");
        }

        void hear(Viewer voter, String words) {
            int who = voter.index();
            if (words.startsWith("{\"type\":\"ack\"")) {
                if (counts) {
                    answer.add(System.nanoTime() - given[who]);
                }
                standing[who][(who + rounds[who]) % questions.size()] = on[who];
            } else if (refused.incrementAndGet() == 1) {
                System.out.println("    the first refusal: " + words);
            }
            rounds[who]++;
            underWay.decrementAndGet();
            if (blows) {
                vote(voter);
            }
        }

        void awaitCalm() {
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (underWay.get() > 0) {
                if (System.nanoTime() > giveUp) {
                    throw new IllegalStateException(underWay + " votes are not answered");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }

        long standing() {
            long sum = 0;
            for (var voter : standing) {
                for (var vote : voter) {
                    sum += vote ? 1 : 0;
                }
            }
            return sum;
        }
    }
}
