package org.rostrum.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// A hub in which time passes when a test says so and connections are read when it says so, for tests of those who
/// use the hub. What it sends is the same in every run. Used by one thread.
public final class HandHub {

    private final HandClock clock = new HandClock();
    private final HandLoop loop = new HandLoop();
    private final HubConfig config;
    private final Hub hub;

    /// @param properties what differs from the defaults, named without `rostrum.hub.`
    public HandHub(Map<String, String> properties) {
        config = HubConfigs.with(properties);
        hub = new Hub(config, clock, () -> {});
    }

    /// A position of a made-up history, in which each number has a tag of its own.
    public static Position position(UUID epoch, long seq) {
        return new Position(epoch, seq, tag(seq));
    }

    /// The tag of a number in that history.
    public static String tag(long seq) {
        return HexFormat.of().toHexDigits(seq);
    }

    /// The first message to somebody in the room.
    public static Encoded hello(Position here) {
        return hello(here, "room");
    }

    public static Encoded hello(Position here, String audience) {
        return Encoded.personal(new ServerMessage.Hello(
                here.epoch(),
                here.seq(),
                here.tag(),
                audience,
                Instant.EPOCH,
                new ServerMessage.You("viewer", null, false),
                new ServerMessage.Limits(3, 500, 200, 3)));
    }

    public Hub hub() {
        return hub;
    }

    /// Lets time pass and everything happen that is due in it.
    public void pass(Duration time) {
        loop.runAll();
        clock.pass(time);
        loop.runAll();
    }

    /// A new connection.
    public Line line() {
        return new Line(new HandOutlet(loop, config.connection()));
    }

    /// One connection, from its far end.
    public final class Line {

        private final HandOutlet outlet;

        private Line(HandOutlet outlet) {
            this.outlet = outlet;
        }

        public Outlet outlet() {
            return outlet;
        }

        /// The next message that was sent, if there is one.
        public Optional<ServerMessage> read() {
            loop.runAll();
            return Optional.ofNullable(outlet.read());
        }

        /// The code with which the hub has closed it.
        public Optional<CloseCode> closedWith() {
            loop.runAll();
            return Optional.ofNullable(outlet.closedWith);
        }

        public void breakOff() {
            outlet.breakOff();
            loop.runAll();
        }
    }
}
