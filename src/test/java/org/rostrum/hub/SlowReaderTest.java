package org.rostrum.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// What one who does not read costs, and what they are sent when they read on.
class SlowReaderTest {

    private static final HubConfig CONFIG = HubConfigs.defaults();
    private static final Duration SWEEP = CONFIG.connection().sweep();
    private static final UUID ROW = new UUID(1, 1);
    private static final Position START = HandHub.position(new UUID(7, 7), 0);

    private final HandClock clock = new HandClock();
    private final HandLoop loop = new HandLoop();
    private final ReentrantLock lock = new ReentrantLock();
    private final HandOutlet outlet = new HandOutlet(loop, CONFIG.connection());
    private long seq;
    private Hub hub;
    private Feed feed;
    private Subscriber subscriber;

    @BeforeEach
    void join() {
        hub = new Hub(CONFIG, clock, () -> {});
        feed = hub.open(START, lock, 1L << 40, new FrameMaker() {
            @Override
            public ServerMessage.Frame frame(long prev, Position to, Set<UUID> touched, boolean sessionTouched) {
                var padding = java.util.Collections.nCopies(500, ROW);
                return new ServerMessage.Frame(to.seq(), to.tag(), prev, Instant.EPOCH, List.of(), padding, null, null);
            }

            @Override
            public ServerMessage.Tally tally() {
                return new ServerMessage.Tally(Map.of(ROW, seq), null);
            }

            @Override
            public RawJson view(UUID id) {
                return RawJson.ofText("{\"id\":\"" + id + "\"}");
            }
        });
        subscriber = feed.join(outlet, START, here -> Encoded.personal(presence("hello")));
        loop.runAll();
        readAll();
    }

    @Test
    void one_who_never_reads_costs_less_than_64_KiB_and_is_closed() {
        for (int i = 0; i < 2_000 && outlet.closedWith == null; i++) {
            work();
        }
        assertThat(outlet.mostUnsent).isLessThan(64 * 1024);
        assertThat(outlet.closedWith).isEqualTo(CloseCode.TOO_SLOW);
        assertThat(feed.subscribers()).isZero();
        assertThat(hub.figures().tooSlow.sum()).isEqualTo(1);
    }

    @Test
    void one_who_takes_a_little_all_the_time_is_not_closed() {
        fill();
        for (int i = 0; i < 20; i++) {
            clock.pass(SWEEP);
            loop.runAll();
            var _ = outlet.read();
            fill();
        }
        assertThat(outlet.closedWith).isNull();
    }

    @Test
    void one_who_reads_on_gets_one_frame_the_newest_states_and_one_tally() {
        fill();
        for (int i = 0; i < 100; i++) {
            work();
        }
        var before = outlet.unsentBytes();
        readAll(before);

        loop.runAll();

        var told = readAll();
        assertThat(told.stream().filter(m -> m instanceof ServerMessage.Frame).count())
                .isEqualTo(1);
        assertThat(hub.figures().catchUps.sum()).isEqualTo(1);
        assertThat(told.stream().filter(m -> m instanceof ServerMessage.Tally).toList())
                .containsExactly(new ServerMessage.Tally(Map.of(ROW, seq), null));
        assertThat(told.stream()
                        .filter(m -> m instanceof ServerMessage.Presence)
                        .toList())
                .containsExactly(presence("state " + seq));
    }

    @Test
    void its_commands_wait_for_their_answers_and_so_do_not_grow() {
        fill();
        var begun = new ArrayList<UUID>();
        for (int i = 0; i < 100 && subscriber.beginCommand(); i++) {
            begun.add(new UUID(i, i));
            subscriber.answer(ack(begun.getLast()));
            loop.runAll();
        }
        assertThat(begun).hasSize(CONFIG.connection().maxInFlight());

        readAll();
        loop.runAll();

        assertThat(readAll().stream()
                        .filter(m -> m instanceof ServerMessage.Ack)
                        .map(m -> ((ServerMessage.Ack) m).id()))
                .containsExactlyElementsOf(begun);
        assertThat(subscriber.beginCommand()).isTrue();
    }

    @Test
    void too_many_commands_are_refused_to_one_who_reads_and_end_one_who_does_not() {
        subscriber.refuse(ack(ROW));
        loop.runAll();
        assertThat(readAll()).hasSize(1);

        fill();
        subscriber.refuse(ack(ROW));
        loop.runAll();
        assertThat(outlet.closedWith).isEqualTo(CloseCode.TOO_SLOW);
    }

    @Test
    void a_connection_is_pinged_at_every_interval() {
        for (int i = 1; i <= 4; i++) {
            clock.pass(CONFIG.connection().ping());
            loop.runAll();
            assertThat(outlet.pings).isEqualTo(i);
        }
    }

    @Test
    void one_who_cannot_ask_hears_a_sign_of_life_at_every_interval() {
        outlet.answers = false;
        for (int i = 1; i <= 4; i++) {
            clock.pass(CONFIG.connection().signOfLife());
            loop.runAll();
            assertThat(outlet.pings).isEqualTo(i);
        }
    }

    @Test
    void a_sweep_that_comes_a_little_early_is_not_passed_over() {
        clock.pass(CONFIG.connection().sweep().dividedBy(5));
        var late = new HandOutlet(loop, CONFIG.connection());
        late.answers = false;
        feed.join(late, START, here -> Encoded.personal(presence("hello")));
        clock.pass(CONFIG.connection().signOfLife());
        loop.runAll();
        assertThat(late.pings).isOne();
    }

    @Test
    void one_whose_connection_ended_before_it_joined_leaves_at_once() {
        var late = new HandOutlet(loop, CONFIG.connection());
        late.breakOff();
        var gone = feed.join(late, START, here -> Encoded.personal(presence("hello")));
        gone.leave();
        loop.runAll();
        assertThat(feed.subscribers()).isEqualTo(1);
        assertThat(late.read()).isNull();
    }

    /// Frames, states, votes and time for everybody.
    private void work() {
        advance();
        feed.show(Encoded.shared(presence("state " + seq)));
        clock.pass(CONFIG.tallyInterval());
        loop.runAll();
    }

    private void fill() {
        while (outlet.isWritable()) {
            advance();
            clock.pass(CONFIG.tick());
            loop.runAll();
        }
    }

    private void advance() {
        lock.lock();
        try {
            seq++;
            feed.advance(seq, HandHub.tag(seq), List.of(ROW), false, Barrier.NONE);
            feed.tally();
        } finally {
            lock.unlock();
        }
    }

    private List<ServerMessage> readAll() {
        return readAll(Long.MAX_VALUE);
    }

    /// Reads so many bytes, or all there is.
    private List<ServerMessage> readAll(long bytes) {
        var told = new ArrayList<ServerMessage>();
        var until = outlet.unsentBytes() - bytes;
        while (outlet.unsentBytes() > until) {
            var message = outlet.read();
            if (message == null) {
                break;
            }
            told.add(message);
        }
        return told;
    }

    private static ServerMessage.Presence presence(String name) {
        return new ServerMessage.Presence(List.of(new ServerMessage.Person(name, "host", "desk")));
    }

    private static Encoded ack(UUID id) {
        return Encoded.personal(new ServerMessage.Ack(id, 1L, Instant.EPOCH, null, null, null));
    }
}
