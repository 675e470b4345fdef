package org.rostrum.hub;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the hub behaves under load. Sizes of messages are bytes of JSON.
@ConfigMapping(prefix = "rostrum.hub")
public interface HubConfig {

    /// Frames of a feed are at least this far apart; the first after a pause is cut at once.
    @WithDefault("25ms")
    Duration tick();

    /// How many positions a feed's backlog reaches back.
    @WithDefault("4096")
    int backlog();

    /// Tallies of a feed are at least this far apart.
    @WithDefault("250ms")
    Duration tallyInterval();

    Budget budget();

    Frame frame();

    Resync resync();

    Farewell farewell();

    Connection connection();

    /// Bytes per second that one connection may cost, tallies included. Ten thousand viewers at 16 KiB/s are 1.3
    /// Gbit/s.
    interface Budget {

        /// For an audience of thousands.
        @WithDefault("16K")
        MemorySize crowd();

        /// For an audience of a few who need everything at once.
        @WithDefault("256K")
        MemorySize crew();
    }

    /// What makes a frame too large: then a snapshot, encoded and compressed once for all, is cheaper.
    interface Frame {

        @WithDefault("24K")
        MemorySize maxSize();

        @WithDefault("200")
        int maxRows();
    }

    interface Resync {

        /// Everybody is told to fetch a snapshot at most this often.
        @WithDefault("2s")
        Duration interval();

        /// Snapshots are asked for at about this rate per second: the spread grows with the number of connections …
        @WithDefault("2000")
        int snapshotsPerSecond();

        /// … up to this.
        @WithDefault("10s")
        Duration maxSpread();
    }

    /// When those come back who are connected to a server that stops.
    interface Farewell {

        /// About so many a second: the spread grows with the number of connections. Joining costs half a millisecond of
        /// a processor.
        @WithDefault("2000")
        int returnsPerSecond();

        /// The shortest spread, for few connections.
        @WithDefault("1s")
        Duration minSpread();

        /// The longest, for however many.
        @WithDefault("30s")
        Duration maxSpread();
    }

    interface Connection {

        /// Commands that may wait for their answer.
        @WithDefault("8")
        int maxInFlight();

        /// Frames of any kind (texts, fragments, pings) that a socket may go on sending each second; whoever sends
        /// more is closed with `too-many-messages`. Hands give a few a second, a page's pings one in 25.
        @WithDefault("20")
        int framesPerSecond();

        /// Frames that it may send at once after a silence.
        @WithDefault("200")
        int framesAtOnce();

        /// Unsent bytes below which a connection that was full takes messages again.
        @WithDefault("16K")
        MemorySize lowWaterMark();

        /// Unsent bytes above which a connection takes no more. With one frame on top this stays below 64 KiB.
        @WithDefault("32K")
        MemorySize highWaterMark();

        /// What the kernel may hold unsent (`SO_SNDBUF`; Linux doubles it for its own book-keeping). Left to
        /// itself Linux grows this to 4 MB a connection, and thousands who do not read would cost gigabytes
        /// that no limit of ours sees. It carries 64 KiB a round trip, far more than a feed's budget.
        @WithDefault("64K")
        MemorySize sendBuffer();

        /// A full connection that takes not a byte for so long is closed.
        @WithDefault("30s")
        Duration stallLimit();

        /// Every connection is pinged so often: proxies cut at 60 s, and one who does not answer two is gone.
        @WithDefault("25s")
        Duration ping();

        /// A stream of events bears a sign of life so often. Its reader cannot ask for one as a socket's can, and gives
        /// the stream up when it has heard nothing for 15 s (desk and stage) or 30 s.
        @WithDefault("5s")
        Duration signOfLife();

        /// How often stalls and pings are looked for.
        @WithDefault("5s")
        Duration sweep();

        /// How long a closed connection has to take what is still unsent and the close frame, and to answer it.
        @WithDefault("2s")
        Duration closeGrace();
    }
}
